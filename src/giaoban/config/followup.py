"""Addresses of what follows a conference: petitions, tasks, directives, inspections, and the desk."""

from django.urls import URLPattern, path

from giaoban.web.centre import (
    assignments,
    directive_reviews,
    directives,
    inspections,
    intake,
    ledgers,
    loops,
    overlaps,
    petition_pages,
    petitions,
    registering,
    search,
    task_dossiers,
    task_rates,
    task_verdicts,
    tasks,
)
from giaoban.web.centre import registers as whole
from giaoban.web.ministry import petitions as answering
from giaoban.web.ministry import tasks as reporting
from giaoban.web.province import desk
from giaoban.web.province import directives as unit_directives
from giaoban.web.province import petitions as lodging
from giaoban.web.public import registers

_ONE = "petitions/<int:petition_id>/"
_PETITIONS: list[URLPattern] = [
    path("petitions/", petitions.list_petitions, name="petitions"),
    path("petitions.csv", petitions.download_petitions, name="petitions_file"),
    path("petitions/bodies/", petitions.compare_bodies, name="petition_bodies"),
    path("petitions/new/", intake.lodge_for_unit, name="new_petition"),
    path("petitions/together/", intake.cluster_petitions, name="cluster_petitions"),
    path("units/<slug:unit_key>/petitions/new/", lodging.lodge_own, name="lodge_petition"),
    path(
        "conferences/<slug:conference_key>/positions/take-over/", intake.take_over, name="take_over_positions"
    ),
    path(_ONE, petition_pages.show_petition, name="petition"),
    path(f"{_ONE}answers/<int:answer_id>/", petitions.download_answer, name="petition_answer"),
    path(f"{_ONE}split/", intake.split, name="split_petition"),
    path(f"{_ONE}leave_cluster/", intake.leave_cluster, name="leave_petition_cluster"),
    path(f"{_ONE}route/", intake.route, name="route_petition"),
    path(f"{_ONE}assign/", assignments.assign, name="assign_petition"),
    path(f"{_ONE}ask/", assignments.ask, name="ask_contribution"),
    path(f"{_ONE}transfer/", assignments.transfer, name="transfer_petition"),
    path(f"{_ONE}pause/", assignments.pause, name="pause_petition"),
    path(f"{_ONE}resume/", assignments.resume, name="resume_petition"),
    path(f"{_ONE}extend/", assignments.extend, name="extend_petition"),
    path(f"{_ONE}contribute/", answering.contribute, name="contribute_to_petition"),
    path(f"{_ONE}answer/", answering.answer, name="answer_petition"),
    path(f"{_ONE}accept/", lodging.accept, name="accept_answer"),
    path(f"{_ONE}reopen/", lodging.reopen, name="reopen_petition"),
    path(f"{_ONE}withdraw/", lodging.withdraw, name="withdraw_petition"),
]
_TASK = "tasks/<int:task_id>/"
_TASKS: list[URLPattern] = [
    path("tasks/", tasks.list_tasks, name="all_tasks"),
    path("tasks/tasks.csv", tasks.download_tasks, name="tasks_file"),
    path("tasks/bodies/", task_rates.compare_bodies, name="task_bodies"),
    path("tasks/bodies/bodies.csv", task_rates.download_bodies, name="task_bodies_file"),
    path("tasks/silent/", task_rates.list_silent, name="silent_tasks"),
    path(_TASK, task_dossiers.show_task, name="task"),
    path(f"{_TASK}dossier/", task_dossiers.print_task, name="task_dossier"),
    path(f"{_TASK}products/<int:product_id>/", task_dossiers.download_product, name="product"),
    path(f"{_TASK}report/", reporting.report, name="task_report"),
    path(f"{_TASK}attach/", reporting.attach, name="task_attach"),
    path(f"{_TASK}claim/", reporting.claim, name="task_claim"),
    path(f"{_TASK}ask/", reporting.ask, name="task_ask"),
    path(f"{_TASK}extend/", task_verdicts.extend, name="task_extend"),
    path(f"{_TASK}refuse/", task_verdicts.refuse, name="task_refuse"),
    path(f"{_TASK}close/", task_verdicts.close, name="task_close"),
    path(f"{_TASK}send-back/", task_verdicts.send_back, name="task_send_back"),
]
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
_DESK: list[URLPattern] = [
    path("search/", search.search_all, name="search"),
    path("desk/filters/", desk.save_filter, name="save_filter"),
    path("desk/filters/<int:filter_id>/remove/", desk.remove_filter, name="remove_filter"),
]
_LOOPS: list[URLPattern] = [
    path("rounds/<slug:round_id>/loop/", loops.show_loop, name="loop"),
    path("rounds/<slug:round_id>/units/<slug:unit_key>/ledger/", ledgers.show_ledger, name="ledger"),
]
FOLLOWUP = [*_PETITIONS, *_TASKS, *_DIRECTIVES, *_INSPECTIONS, *_REGISTERS, *_DESK, *_LOOPS]
