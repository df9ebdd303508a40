"""Loops in words: a missed target with all that came after it, step by step, and where the loop is open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core.conduct.policy import scope_of
from giaoban.core.conduct.tasks import status
from giaoban.core.review.loops import KINDS, Chain, Gap, Node
from giaoban.queries import loops
from giaoban.web.actors import actor_of
from giaoban.web.components.goals import say_bound
from giaoban.web.components.marks import Mark, mark
from giaoban.web.components.petitions import say_state
from giaoban.web.components.positions import short
from giaoban.web.components.sheets import Record, Sheet
from giaoban.web.components.tasks import mark as task_mark
from giaoban.web.components.titles import target_text
from giaoban.web.components.values import MISSING, say_amount, say_date, say_result, say_time

NAMES: Mapping[str, Any] = {
    "shortfall": gettext_lazy("Missed"),
    "cause": gettext_lazy("Cause stated by the unit"),
    "petition": gettext_lazy("Petition"),
    "clause": gettext_lazy("Conclusion"),
    "task": gettext_lazy("Task"),
    "figure": gettext_lazy("Figure since"),
}
GAPS: Mapping[str, Any] = {
    "no_petition": gettext_lazy("Missed targets that nothing was asked or decided about"),
    "no_clause": gettext_lazy("Open petitions that no conclusion takes up"),
    "no_task": gettext_lazy("Conclusions without a task"),
    "no_indicator": gettext_lazy("Tasks that name no figure"),
    "no_figure": gettext_lazy("Tasks without a later figure yet"),
}
_LONGEST = 300


@dataclass(frozen=True)
class Step:
    """One step of a chain: what it is, what it says, where it leads, and beside it what is to be known."""

    kind: str
    name: str
    text: str
    url: str = ""
    mark: Mark | None = None
    note: str = ""


@dataclass(frozen=True)
class Told:
    """One chain in words: of which unit and indicator, and its steps in the order in which they came."""

    unit: str
    unit_key: str
    indicator: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Open:
    """One kind of gap, with each place where the loop is open."""

    code: str
    title: str
    steps: tuple[tuple[str, Step], ...]


def reader_of(request: HttpRequest) -> loops.Reader:
    """Return what whoever asks reaches of petitions and tasks."""
    actor = actor_of(request)
    return loops.Reader(scope_of(actor, "petition.read"), scope_of(actor, "task.track"))


def chains_for(request: HttpRequest, sheet: Sheet, *, unit_key: str = "", indicator: str = "") -> list[Told]:
    """Return the chains of a unit or an indicator that whoever asks may see; the public costs nothing."""
    reader = reader_of(request)
    if reader.is_nobody:
        return []
    found = loops.read(loops.with_last(sheet.round_id), reader, unit_key=unit_key, indicator=indicator)
    return [tell(sheet, one) for one in found]


def tell(sheet: Sheet, chain: Chain) -> Told:
    """Return a chain in words."""
    missed = chain.shortfall
    nodes = (missed, *(node for kind in KINDS[1:] for node in chain.found[kind]))
    return Told(
        sheet.unit_name(missed.unit_key),
        missed.unit_key,
        target_text(sheet, missed.told["figure"]),
        tuple(step(sheet, node) for node in nodes),
    )


def open_places(sheet: Sheet, found: Iterable[Gap]) -> list[Open]:
    """Return where the loop is open, by the kind of the gap, each with its unit, in the order of units."""
    places = {unit["unit_key"]: place for place, unit in enumerate(sheet.factsheet["units"])}
    listed = sorted(found, key=lambda one: places.get(one.node.unit_key, len(places)))
    return [
        Open(code, str(title), tuple((_whose(sheet, one.node), step(sheet, one.node)) for one in own))
        for code, title in GAPS.items()
        if (own := [one for one in listed if one.code == code])
    ]


def step(sheet: Sheet, node: Node) -> Step:
    """Return one node in words."""
    return _STEPS[node.kind](sheet, node)


def _whose(sheet: Sheet, node: Node) -> str:
    return sheet.unit_name(node.unit_key) if node.unit_key else MISSING


def _missed(sheet: Sheet, node: Node) -> Step:
    figure, working = node.told["figure"], node.told["figure"]["working"]
    result = say_result(sheet, working["rounded_result"] or working["result"], figure["unit_measure"])
    asked = say_bound(sheet, {**working, "unit_measure": figure["unit_measure"]})
    name = target_text(sheet, figure)
    told = {"name": name, "period": say_time(sheet, figure["period"]), "result": result, "target": asked}
    text = _("%(name)s, %(period)s: %(result)s; target %(target)s") % told
    return Step(node.kind, str(NAMES[node.kind]), text, _to_figure(node), mark(figure["value"]))


def _stated(_sheet: Sheet, node: Node) -> Step:
    return Step(node.kind, str(NAMES[node.kind]), node.told["text"])


def _asked(_sheet: Sheet, node: Node) -> Step:
    row = node.told["row"]
    url = reverse("petition", kwargs={"petition_id": row.pk})
    return Step(
        node.kind,
        str(NAMES[node.kind]),
        f"{row.number} {short(row.text, _LONGEST)}",
        url,
        note=say_state(row),
    )


def _concluded(_sheet: Sheet, node: Node) -> Step:
    row, notice = node.told["row"], node.told["row"].notice
    told = {"number": node.told["label"], "symbol": notice.symbol}
    note = _("no task: %(reason)s") % {"reason": row.no_task} if row.no_task else ""
    return Step(
        node.kind, str(NAMES[node.kind]), _("clause %(number)s of notice %(symbol)s") % told, note=note
    )


def _given(sheet: Sheet, node: Node) -> Step:
    row = node.told["row"]
    stands = task_mark(status(row.due_on, row.done_on, node.told["on"]))
    days = [_("deadline %(day)s") % {"day": say_date(sheet, row.due_on.isoformat())}] if row.due_on else []
    if row.done_on:
        days.append(_("carried out on %(day)s") % {"day": say_date(sheet, row.done_on.isoformat())})
    url = reverse("task", kwargs={"task_id": row.pk})
    return Step(node.kind, str(NAMES[node.kind]), short(row.what, _LONGEST), url, stands, "; ".join(days))


def _later(sheet: Sheet, node: Node) -> Step:
    figure = node.told["figure"]
    period, name = say_time(sheet, figure["period"]), str(NAMES[node.kind])
    if figure["rule"] != "attainment":
        text = f"{period}: {say_amount(sheet, figure['value'], figure['decimals'], figure['unit_measure'])}"
        return Step(node.kind, name, text, _to_figure(node))
    working = figure["working"]
    result = say_result(sheet, working["rounded_result"] or working["result"], figure["unit_measure"])
    asked = say_bound(sheet, {**working, "unit_measure": figure["unit_measure"]})
    told = {"period": period, "result": result, "target": asked}
    text = _("%(period)s: %(result)s; target %(target)s") % told
    return Step(node.kind, name, text, _to_figure(node), mark(figure["value"]))


def _to_figure(node: Node) -> str:
    place: Record = {"round_id": node.told["round_id"], "figure_id": node.told["figure"]["figure_id"]}
    return reverse("figure", kwargs=dict(place))


_STEPS: Mapping[str, Any] = {
    "shortfall": _missed,
    "cause": _stated,
    "petition": _asked,
    "clause": _concluded,
    "task": _given,
    "figure": _later,
}
