from django.urls import path

from casa.web.senders import views

urlpatterns = [
    path("senders/", views.senders, name="senders"),
    path("senders/read/", views.read_now, name="senders_read"),
    path("senders/business/", views.business, name="sender_business"),
    path("senders/business/check/", views.check_business, name="sender_business_check"),
    path("senders/business/site/", views.look_at_site, name="sender_site"),
    path("senders/campaign/", views.campaign, name="sender_campaign"),
    path("senders/campaign/check/", views.check_campaign, name="sender_campaign_check"),
    path("senders/toll-free/<uuid:id>/", views.toll_free, name="sender_toll_free"),
    path("senders/toll-free/<uuid:id>/check/", views.check_toll_free, name="sender_toll_free_check"),
]
