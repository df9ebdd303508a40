"""Addresses: every page under its language; the root leads to the latest round."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from giaoban.web import refusals
from giaoban.web.public import documents, figures, indicators, reports, rounds, units

urlpatterns = [
    path("", rounds.show_latest, name="latest"),
    path("factsheets/<slug:digest>.json", documents.download_factsheet, name="factsheet"),
    *i18n_patterns(
        path("", rounds.list_rounds, name="rounds"),
        path("rounds/<slug:round_id>/", rounds.show_round, name="round"),
        path("rounds/<slug:round_id>/scoreboard.csv", rounds.download_scoreboard, name="scoreboard"),
        path("rounds/<slug:round_id>/units/", units.list_units, name="units"),
        path("rounds/<slug:round_id>/units/<slug:unit_key>/", units.show_unit, name="unit"),
        path("rounds/<slug:round_id>/indicators/", indicators.list_indicators, name="indicators"),
        path(
            "rounds/<slug:round_id>/indicators/<slug:indicator>/",
            indicators.show_indicator,
            name="indicator",
        ),
        path("rounds/<slug:round_id>/figures/<slug:figure_id>/", figures.show_figure, name="figure"),
        path("rounds/<slug:round_id>/report/", reports.show_report, name="report"),
        path("rounds/<slug:round_id>/documents/<path:name>", documents.download, name="document"),
    ),
]

handler400 = refusals.not_understood
handler403 = refusals.refuse
handler404 = refusals.not_found
handler500 = refusals.failed
