"""Addresses of automatic messages, below ``/w/<workspace>/``."""

from django.urls import path

from casa.web.campaigns import sequences

urlpatterns = [
    path("campaigns/automatic/", sequences.sequences, name="sequences"),
    path("campaigns/automatic/new/", sequences.new, name="sequence_new"),
    path("campaigns/automatic/<uuid:id>/", sequences.sequence, name="sequence"),
    path("campaigns/automatic/<uuid:id>/save/", sequences.save, name="sequence_save"),
    path("campaigns/automatic/<uuid:id>/on/", sequences.on, name="sequence_on"),
    path("campaigns/automatic/<uuid:id>/off/", sequences.off, name="sequence_off"),
    path("campaigns/automatic/coming/<uuid:id>/", sequences.words, name="sequence_words"),
]
