from django.urls import path

from casa.web.consent import collect, law, views

urlpatterns = [
    path("consent/", views.consent, name="consent"),
    path("consent/number/", views.number, name="consent_number"),
    path("consent/number/stop/", views.stop, name="consent_stop"),
    path("consent/number/given/", views.given, name="consent_given"),
    path("consent/number/file/", views.history_file, name="consent_file"),
    path("consent/evidence/<uuid:id>/", views.evidence, name="consent_evidence"),
    path("consent/lines/<uuid:id>/undo/", views.undo, name="consent_undo"),
    path("consent/check/", views.check, name="consent_check"),
    path("consent/reviews/<uuid:id>/", views.settle, name="consent_settle"),
    path("consent/lists/", views.lists, name="consent_lists"),
    path("consent/pages/", collect.pages, name="consent_pages"),
    path("consent/programs/", collect.new_program, name="consent_program"),
    path("consent/programs/<uuid:id>/page/", collect.new_page, name="consent_new_page"),
    path("consent/pages/<uuid:id>/", collect.one, name="consent_page"),
    path("consent/pages/<uuid:id>/close/", collect.close, name="consent_page_close"),
    path("consent/pages/<uuid:id>/code/", collect.code, name="consent_code"),
    path("consent/pages/<uuid:id>/card/", collect.card, name="consent_card"),
    path("consent/why/<uuid:id>/", law.why, name="consent_why"),
]
