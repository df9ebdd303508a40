"""Addresses of what follows a conference: petitions, tasks, directives, inspections, and the desk."""

from django.urls import URLPattern, path

from giaoban.web.centre import directive_reviews, directives, registering
from giaoban.web.province import directives as unit_directives

_PETITIONS: list[URLPattern] = []
_TASKS: list[URLPattern] = []
_DIRECTIVE = "directives/<int:directive_id>/"
_REVIEW = "directives/reviews/<int:review_id>/"
_DIRECTIVES: list[URLPattern] = [
    path("directives/", directives.list_directives, name="directives"),
    path("directives.csv", directives.download_directives, name="directives_file"),
    path("directives/new/", registering.register, name="register_directive"),
    path("directives/import/", registering.take_list, name="import_directives"),
    path("directives/reviews/", directive_reviews.list_reviews, name="directive_reviews"),
    path(f"{_REVIEW}hold/", directive_reviews.hold, name="hold_review"),
    path(f"{_REVIEW}put-off/", directive_reviews.put_off, name="put_off_review"),
    path(_DIRECTIVE, directives.show_directive, name="directive"),
    path(f"{_DIRECTIVE}text/", directives.download_text, name="directive_text"),
    path(f"{_DIRECTIVE}text/attach/", registering.attach_text, name="attach_directive_text"),
    path(f"{_DIRECTIVE}correct/", registering.correct, name="correct_directive"),
    path(f"{_DIRECTIVE}end/", registering.end, name="end_directive"),
    path(f"{_DIRECTIVE}edges/", registering.relate, name="directive_edges"),
    path(f"{_DIRECTIVE}edges/take-back/", registering.unrelate, name="take_back_edge"),
    path(f"{_DIRECTIVE}reviews/", directive_reviews.plan, name="plan_review"),
    path(f"{_DIRECTIVE}cascade/", directives.show_cascade, name="cascade"),
    path(f"{_DIRECTIVE}cascade.csv", directives.download_cascade, name="cascade_file"),
    path("units/<slug:unit_key>/directives/", unit_directives.list_owed, name="unit_directives"),
    path(
        "units/<slug:unit_key>/directives/<int:directive_id>/",
        unit_directives.answer,
        name="answer_directive",
    ),
]
_INSPECTIONS: list[URLPattern] = []
_DESK: list[URLPattern] = []
FOLLOWUP = [*_PETITIONS, *_TASKS, *_DIRECTIVES, *_INSPECTIONS, *_DESK]
