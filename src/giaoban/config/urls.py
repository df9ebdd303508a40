"""Addresses: every page under its language; the root leads to the latest round."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from giaoban.web import refusals
from giaoban.web.public import documents, figures, reports, rounds, units

urlpatterns = [
    path("", rounds.show_latest, name="latest"),
    *i18n_patterns(
        path("", rounds.list_rounds, name="rounds"),
        path("rounds/<slug:round_id>/", rounds.show_round, name="round"),
        path("rounds/<slug:round_id>/units/<slug:unit_key>/", units.show_unit, name="unit"),
        path("rounds/<slug:round_id>/figures/<slug:figure_id>/", figures.show_figure, name="figure"),
        path("rounds/<slug:round_id>/report/", reports.show_report, name="report"),
        path("rounds/<slug:round_id>/documents/<path:name>", documents.download, name="document"),
    ),
]

handler403 = refusals.refuse
handler404 = refusals.not_found
handler500 = refusals.failed
