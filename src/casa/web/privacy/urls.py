from django.urls import path

from casa.web.privacy import analytics, views

urlpatterns = [
    path("privacy/", views.board, name="privacy"),
    path("privacy/check/", views.check, name="privacy_check"),
    path("privacy/promises/<slug:promise>/", views.promise, name="privacy_promise"),
    path("privacy/reads/", views.reads, name="privacy_reads"),
    path("privacy/reads/looked-into/", views.looked_into, name="privacy_looked_into"),
    path("privacy/together/", analytics.figures, name="privacy_together"),
    path("privacy/data/", views.data, name="privacy_data"),
]
