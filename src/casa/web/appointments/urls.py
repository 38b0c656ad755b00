from django.urls import path

from casa.web.appointments import acting, setup, views

urlpatterns = [
    path("appointments/", views.appointments, name="appointments"),
    path("appointments/who/", views.who, name="appointment_who"),
    path("appointments/times/", views.times, name="appointment_times"),
    path("appointments/book/", acting.book, name="appointment_book"),
    path("appointments/<uuid:id>/move/", acting.move, name="appointment_move"),
    path("appointments/<uuid:id>/status/", acting.status, name="appointment_status"),
    path("appointments/<uuid:id>/note/", acting.note, name="appointment_note"),
    path("appointments/<uuid:id>/undo/", acting.undo, name="appointment_undo"),
    path("appointments/setup/", setup.offered, name="appointments_setup"),
    path("appointments/setup/service/", setup.make_service, name="appointment_service_new"),
    path("appointments/setup/service/<uuid:id>/", setup.change_service, name="appointment_service"),
    path("appointments/setup/service/<uuid:id>/archive/", setup.archive_service, name="appointment_service_archive"),
    path("appointments/setup/staff/", setup.make_staff, name="appointment_staff_new"),
    path("appointments/setup/staff/<uuid:id>/", setup.change_staff, name="appointment_staff"),
    path("appointments/setup/staff/<uuid:id>/archive/", setup.archive_staff, name="appointment_staff_archive"),
]
