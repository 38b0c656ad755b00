"""Addresses of automatic messages and of results, below ``/w/<workspace>/``."""

from django.urls import path

from casa.web.campaigns import results, sequences

urlpatterns = [
    path("campaigns/automatic/", sequences.sequences, name="sequences"),
    path("campaigns/automatic/new/", sequences.new, name="sequence_new"),
    path("campaigns/automatic/<uuid:id>/", sequences.sequence, name="sequence"),
    path("campaigns/automatic/<uuid:id>/save/", sequences.save, name="sequence_save"),
    path("campaigns/automatic/<uuid:id>/on/", sequences.on, name="sequence_on"),
    path("campaigns/automatic/<uuid:id>/off/", sequences.off, name="sequence_off"),
    path("campaigns/<uuid:id>/results/", results.results, name="campaign_results"),
    path("campaigns/<uuid:id>/results/file/", results.results_file, name="campaign_file"),
    path("campaigns/automatic/coming/<uuid:id>/", sequences.words, name="sequence_words"),
]
