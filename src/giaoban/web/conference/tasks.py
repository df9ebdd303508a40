"""Tasks: set and changed while the notice is a draft; the list of those that a conference set."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions import tasks as acting
from giaoban.core.conduct.policy import Parties
from giaoban.core.conduct.resolutions import Assignment
from giaoban.core.errors import Refusal
from giaoban.queries import conferences, notices, packs, tasks
from giaoban.web.access import FORM, WRITING, allows_on, declares
from giaoban.web.actors import actor_of
from giaoban.web.components import clauses as words
from giaoban.web.components.days import say_left
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.wordings import words_of
from giaoban.web.conference.conferences import crumbs_of
from giaoban.web.conference.notices import to_notice
from giaoban.web.conference.steps import answered, attempt, told

_TEXT = forms.Textarea(attrs={"rows": 2})
_LONGEST = 5000


class TaskForm(forms.Form):
    """The six clarities of a task; what is not known yet may be left open in a draft."""

    lead = forms.ChoiceField(label=gettext_lazy("Who leads?"), required=False)
    what = forms.CharField(
        label=gettext_lazy("What is to be done?"),
        required=False,
        max_length=_LONGEST,
        widget=_TEXT,
        help_text=gettext_lazy("As it goes on in the sentence, beginning with a verb."),
    )
    due_on = forms.DateField(
        label=gettext_lazy("By when?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": gettext_lazy("This is no date.")},
    )
    precision = forms.ChoiceField(
        label=gettext_lazy("What counts?"),
        choices=[
            ("day", gettext_lazy("the day")),
            ("month", gettext_lazy("the month: due on its last day")),
        ],
    )
    product = forms.CharField(
        label=gettext_lazy("With which product?"), required=False, max_length=_LONGEST, widget=_TEXT
    )
    responsibility = forms.CharField(
        label=gettext_lazy("By whose responsibility?"), required=False, max_length=_LONGEST, widget=_TEXT
    )
    authority = forms.CharField(
        label=gettext_lazy("With which authority?"), required=False, max_length=_LONGEST, widget=_TEXT
    )
    others = forms.MultipleChoiceField(
        label=gettext_lazy("Which bodies co-ordinate?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    indicator = forms.ChoiceField(
        label=gettext_lazy("Which figure is it to move?"),
        required=False,
        help_text=gettext_lazy("Later rounds show this figure beside the task."),
    )
    unit_key = forms.ChoiceField(label=gettext_lazy("Of which unit?"), required=False)

    def __init__(self, round_id: str, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        pack, review = packs.of_round(round_id)
        bodies = [(one.key, one.name) for one in tasks.bodies(round_id).open]
        named = words_of(pack)
        measured = sorted((named.name(one.names), code) for code, one in pack.indicators.items())
        units = [(one.unit_key, one.full_name) for one in pack.units_of(review)]
        self._offer("lead", _("nobody yet"), bodies)
        self._offer("indicator", _("none in particular"), [(code, told) for told, code in measured])
        self._offer("unit_key", _("none in particular"), units)
        self.fields["others"].choices = bodies  # type: ignore[attr-defined]

    def _offer(self, field: str, nothing: str, choices: list[tuple[str, str]]) -> None:
        self.fields[field].choices = [("", nothing), *choices]  # type: ignore[attr-defined]


@declares("task.assign", "conference_key", conference="conference_key", methods=FORM, phase=conferences.stage)
def give_task(request: HttpRequest, conference_key: str, clause_id: int) -> HttpResponse:
    """Set a task of a clause."""
    return _give(request, conference_key, clause_id, tasks.begun(notices.by_id(conference_key, clause_id)))


@declares("task.assign", "conference_key", conference="conference_key", methods=FORM, phase=conferences.stage)
def change_task(request: HttpRequest, conference_key: str, task_id: int) -> HttpResponse:
    """Put another in the place of a task."""
    row = tasks.by_id(conference_key, task_id)
    return _give(request, conference_key, row.clause_id, tasks.assignment(row))


@declares(
    "task.assign", "conference_key", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def withdraw_task(request: HttpRequest, conference_key: str, task_id: int) -> HttpResponse:
    """Take a task of a draft back."""
    clause_id = tasks.by_id(conference_key, task_id).clause_id
    acting.withdraw(conference=conference_key, task=task_id, by=actor_of(request).person)
    return to_notice(conference_key, f"clause-{clause_id}")


@declares("task.read", "conference_key", conference="conference_key", phase=conferences.stage)
def list_tasks(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show what the conference set: who leads, with whom, by when, and which product comes of it."""
    found = conferences.by_key(conference_key)
    notice = notices.of_conference(conference_key)
    return show(
        request,
        "conference/tasks.html",
        [*crumbs_of(found), Crumb(_("Tasks"))],
        conference=found,
        notice=notice,
        lines=[_line(request, found, line, one) for line, one in _given(notice)],
    )


def _give(request: HttpRequest, conference_key: str, clause_id: int, before: Assignment) -> HttpResponse:
    found, row = conferences.by_key(conference_key), notices.by_id(conference_key, clause_id)
    initial = {**vars(before), "lead": next(iter(before.leads), "")}
    form, refusal = TaskForm(found.round_id, request.POST or None, initial=initial), None
    if form.is_valid():
        sent, by = _sent(request, form, before.task_id), actor_of(request).person
        refusal = attempt(
            lambda: acting.assign(conference=conference_key, clause=clause_id, sent=sent, by=by)
        )
        if refusal is None:
            return to_notice(conference_key, f"clause-{clause_id}")
    return _page(request, found, row, form, before, refusal)


def _page(
    request: HttpRequest,
    found: Any,
    row: Any,
    form: TaskForm,
    before: Assignment,
    refusal: Refusal | None,
) -> HttpResponse:
    notice = Crumb(_("Conclusion notice"), reverse("notice", args=[found.key]))
    title = _("Change the task") if before.task_id else _("Give somebody the task")
    page = show(
        request,
        "conference/task.html",
        [*crumbs_of(found), notice, Crumb(title)],
        conference=found,
        title=title,
        clause=row,
        label=words.labels(found.key).get(row.pk, ""),
        language=notices.wording(found)[0],
        form=form,
        task=before,
        **told(refusal),
    )
    return answered(page, refusal)


def _sent(request: HttpRequest, form: TaskForm, task_id: int) -> Assignment:
    """Return what was typed; a lead that was sent twice is told, not dropped."""
    said = {**form.cleaned_data, "others": tuple(form.cleaned_data["others"])}
    said.pop("lead")
    leads = tuple(dict.fromkeys(filter(None, request.POST.getlist("lead"))))
    return Assignment(task_id, leads, **said)


def _given(notice: Any) -> list[tuple[words.Line, words.Given]]:
    lines = [line for _section, _name, found in (words.sections(notice) if notice else ()) for line in found]
    return [(line, one) for line in lines for one in line.given]


def _line(request: HttpRequest, found: Any, line: words.Line, one: words.Given) -> dict[str, Any]:
    """Return one task as the list shows it; its own page opens for those who have a part in it."""
    today, due = timezone.localdate(), one.task.due_on
    left = say_left(notices.days_left(found, due, today), due, today) if due else ""
    whose = Parties("", frozenset((*one.task.leads, *one.task.others)))
    return {"line": line, "given": one, "left": left, "opens": allows_on(request, "task.track", whose)}
