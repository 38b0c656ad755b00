from django.urls import path

from casa.web.privacy import incidents, policies

urlpatterns = [
    path("privacy/incidents/", incidents.breaches, name="privacy_breaches"),
    path("privacy/incidents/open/", incidents.begin, name="privacy_breach_open"),
    path("privacy/incidents/<uuid:id>/", incidents.breach, name="privacy_breach"),
    path("privacy/incidents/<uuid:id>/people/", incidents.people, name="privacy_breach_people"),
    path("privacy/incidents/<uuid:id>/describe/", incidents.describe, name="privacy_breach_describe"),
    path("privacy/incidents/<uuid:id>/note/", incidents.note, name="privacy_breach_note"),
    path("privacy/incidents/<uuid:id>/told/", incidents.told, name="privacy_breach_told"),
    path("privacy/incidents/<uuid:id>/close/", incidents.close, name="privacy_breach_close"),
    path("privacy/incidents/<uuid:id>/report/", incidents.report, name="privacy_breach_report"),
    path("privacy/evidence/<uuid:id>/", incidents.file, name="privacy_breach_file"),
    path("privacy/policies/", policies.overview, name="privacy_policies"),
    path("privacy/policies/write/<slug:kind>/", policies.write, name="privacy_policy_write"),
    path("privacy/policies/<uuid:id>/", policies.version, name="privacy_policy"),
    path("privacy/accept/", policies.accept, name="privacy_accept"),
]
