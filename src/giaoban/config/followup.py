"""Addresses of what follows a conference: petitions, tasks, directives, inspections, and the desk."""

from django.urls import URLPattern, path

from giaoban.web.centre import task_dossiers, task_rates, task_verdicts
from giaoban.web.centre import tasks as register
from giaoban.web.ministry import tasks

_PETITIONS: list[URLPattern] = []
_TASK = "tasks/<int:task_id>/"
_TASKS: list[URLPattern] = [
    path("tasks/", register.list_tasks, name="all_tasks"),
    path("tasks/tasks.csv", register.download_tasks, name="tasks_file"),
    path("tasks/bodies/", task_rates.compare_bodies, name="task_bodies"),
    path("tasks/bodies/bodies.csv", task_rates.download_bodies, name="task_bodies_file"),
    path("tasks/silent/", task_rates.list_silent, name="silent_tasks"),
    path(_TASK, task_dossiers.show_task, name="task"),
    path(f"{_TASK}dossier/", task_dossiers.print_task, name="task_dossier"),
    path(f"{_TASK}products/<int:product_id>/", task_dossiers.download_product, name="product"),
    path(f"{_TASK}report/", tasks.report, name="task_report"),
    path(f"{_TASK}attach/", tasks.attach, name="task_attach"),
    path(f"{_TASK}claim/", tasks.claim, name="task_claim"),
    path(f"{_TASK}ask/", tasks.ask, name="task_ask"),
    path(f"{_TASK}extend/", task_verdicts.extend, name="task_extend"),
    path(f"{_TASK}refuse/", task_verdicts.refuse, name="task_refuse"),
    path(f"{_TASK}close/", task_verdicts.close, name="task_close"),
    path(f"{_TASK}send-back/", task_verdicts.send_back, name="task_send_back"),
]
_DIRECTIVES: list[URLPattern] = []
_INSPECTIONS: list[URLPattern] = []
_DESK: list[URLPattern] = []
FOLLOWUP = [*_PETITIONS, *_TASKS, *_DIRECTIVES, *_INSPECTIONS, *_DESK]
