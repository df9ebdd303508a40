"""Addresses of what follows a conference: petitions, tasks, directives, inspections, and the desk."""

from django.urls import URLPattern, path

from giaoban.web.centre import inspections, overlaps
from giaoban.web.centre import registers as whole
from giaoban.web.public import registers

_PETITIONS: list[URLPattern] = []
_TASKS: list[URLPattern] = []
_DIRECTIVES: list[URLPattern] = []
_INSPECTIONS: list[URLPattern] = [
    path("inspections/", inspections.list_inspections, name="inspections"),
    path("inspections.csv", inspections.download_inspections, name="inspections_file"),
    path("inspections/new/", inspections.plan_inspection, name="plan_inspection"),
    path("inspections/take/", inspections.take_plan, name="take_plan"),
    path("inspections/overlaps/", overlaps.list_overlaps, name="overlaps"),
    path("inspections/overlaps/<int:first_id>/<int:second_id>/", overlaps.decide_overlap, name="overlap"),
    path("inspections/<int:inspection_id>/", inspections.show_inspection, name="inspection"),
    path("inspections/<int:inspection_id>/change/", inspections.change_inspection, name="change_inspection"),
    path("inspections/<int:inspection_id>/cancel/", inspections.cancel_inspection, name="cancel_inspection"),
]
_ROUND = "rounds/<slug:round_id>/registers"
#: What everybody sees of a round's counts, and all of them for the office.
_REGISTERS: list[URLPattern] = [
    path(f"{_ROUND}/", registers.show_registers, name="registers"),
    path(f"{_ROUND}.csv", registers.download_registers, name="registers_file"),
    path(f"{_ROUND}/<slug:count>/", registers.show_register_count, name="register_count"),
    path(f"centre/{_ROUND}/", whole.show_registers, name="whole_registers"),
    path(f"centre/{_ROUND}.csv", whole.download_registers, name="whole_registers_file"),
    path(f"centre/{_ROUND}/<slug:count>/", whole.show_register_count, name="whole_register_count"),
]
_DESK: list[URLPattern] = []
FOLLOWUP = [*_PETITIONS, *_TASKS, *_DIRECTIVES, *_INSPECTIONS, *_REGISTERS, *_DESK]
