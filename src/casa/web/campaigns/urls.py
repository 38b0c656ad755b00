"""Addresses of campaigns, below ``/w/<workspace>/``."""

from django.urls import path

from casa.web.campaigns import audience, composer, going, people, pictures, views
from casa.web.campaigns.sequences_urls import urlpatterns as automatic

urlpatterns = [
    path("campaigns/", views.campaigns, name="campaigns"),
    path("campaigns/new/", views.new, name="campaign_new"),
    path("campaigns/<uuid:id>/", composer.campaign, name="campaign"),
    path("campaigns/<uuid:id>/name/", composer.name, name="campaign_name"),
    path("campaigns/<uuid:id>/text/", composer.text, name="campaign_text"),
    path("campaigns/<uuid:id>/wording/", composer.wording, name="campaign_wording"),
    path("campaigns/<uuid:id>/wording/drop/", composer.drop_wording, name="campaign_wording_drop"),
    path("campaigns/<uuid:id>/saved-text/", composer.saved_text, name="campaign_saved_text"),
    path("campaigns/<uuid:id>/trial/", composer.trial, name="campaign_trial"),
    path("campaigns/<uuid:id>/nights/", composer.nights, name="campaign_nights"),
    path("campaigns/<uuid:id>/links/", composer.links, name="campaign_links"),
    path("campaigns/<uuid:id>/reach/", composer.reach, name="campaign_reach"),
    path("campaigns/<uuid:id>/audience/", audience.audience, name="campaign_audience"),
    path("campaigns/<uuid:id>/audience/count/", audience.count, name="campaign_audience_count"),
    path("campaigns/<uuid:id>/audience/keep/", audience.keep, name="campaign_audience_keep"),
    path("campaigns/audiences/<uuid:id>/away/", audience.away, name="audience_away"),
    path("campaigns/<uuid:id>/picture/", pictures.add, name="campaign_picture_add"),
    path("campaigns/<uuid:id>/picture/out/", pictures.remove, name="campaign_picture_out"),
    path("campaigns/pictures/<uuid:id>/", pictures.picture, name="campaign_picture"),
    path("campaigns/<uuid:id>/people/", people.people, name="campaign_people"),
    path("campaigns/<uuid:id>/test/", going.test, name="campaign_test"),
    path("campaigns/<uuid:id>/send/", going.send, name="campaign_send"),
    path("campaigns/<uuid:id>/take-back/", going.take_back, name="campaign_take_back"),
    path("campaigns/<uuid:id>/pause/", going.pause, name="campaign_pause"),
    path("campaigns/<uuid:id>/resume/", going.resume, name="campaign_resume"),
    path("campaigns/<uuid:id>/cancel/", going.cancel, name="campaign_cancel"),
    path("campaigns/<uuid:id>/copy/", going.copy, name="campaign_copy"),
    path("campaigns/<uuid:id>/throw-away/", going.throw_away, name="campaign_throw_away"),
    *automatic,
]
