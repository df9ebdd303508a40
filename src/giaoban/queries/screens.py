"""Screens of a round: what its verifiers see, each signal with its rows and with what was said of it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from giaoban.core.conduct.deadlines import due_on
from giaoban.core.errors import NotFound
from giaoban.core.figures.targets import Result
from giaoban.core.registry.calendars import Calendar
from giaoban.core.registry.packs import Pack
from giaoban.core.review.screens.late_edits import Recording, recorded_figure, recorded_result
from giaoban.core.review.screens.looks import Signal
from giaoban.core.review.screens.replies import Kind, Standing, Statement, standing
from giaoban.core.review.screens.screening import Material, screen
from giaoban.queries import figures, packs, segments, workspace
from giaoban.records.models import Event, Segment
from giaoban.store.segments import read_segments

#: The event of each kind of statement; its object is the round.
VERBS: Mapping[Kind, str] = {
    "asked": "screen.asked",
    "replied": "screen.replied",
    "concluded": "screen.concluded",
}
_KINDS = {verb: kind for kind, verb in VERBS.items()}


@dataclass(frozen=True)
class Shown:
    """One look as a verifier sees it; `standing` is empty where there is no signal to reply to."""

    signal: Signal
    statements: tuple[Statement, ...]
    standing: Standing | None


@dataclass(frozen=True)
class Screened:
    """The screens of a round by name, each with all its looks; `pack` names every unit in them."""

    pack: Pack
    as_of: str
    screens: Mapping[str, tuple[Shown, ...]]

    def signals(self) -> dict[str, Shown]:
        """Return the signals by id."""
        shown = (one for looks in self.screens.values() for one in looks)
        return {one.signal.signal_id: one for one in shown if one.signal.state == "signal"}


def of_round(round_id: str, as_of: date | None = None) -> Screened:
    """Return the round's screens by what is known at `as_of`, the round's own day if none is given."""
    pack, review = packs.of_round(round_id)
    day = as_of.isoformat() if as_of else str(review.settings["as_of"])
    known = figures.known(pack.pack_id)
    material = Material(known.observations, known.targets, known.results, tuple(_recordings(pack)))
    said, today = _said(round_id, pack.calendar), timezone.localdate()
    return Screened(
        pack,
        day,
        {
            name: tuple(_shown(signal, said, today) for signal in looks)
            for name, looks in screen(pack, review, material, day).items()
        },
    )


def signal(round_id: str, signal_id: str, as_of: date | None = None) -> tuple[Pack, Shown]:
    """Return one signal of the round with its pack.

    Raises:  NotFound if there is none of this id: other figures make another signal.
    """
    screened = of_round(round_id, as_of)
    found = screened.signals()
    if signal_id not in found:
        detail = f"Other figures make another signal. Signals now: {', '.join(sorted(found)) or 'none'}."
        raise NotFound(f"The round has no signal “{signal_id}”", detail)
    return screened.pack, found[signal_id]


def replies_due(round_id: str) -> dict[str, date]:
    """Return by signal the day that was told to its unit, where that was asked and has not replied."""
    said = _said(round_id, Calendar())
    waiting = {name: list_ for name, list_ in said.items() if all(one.kind == "asked" for one in list_)}
    return {name: date.fromisoformat(statements[-1].due_on) for name, statements in waiting.items()}


def _shown(one: Signal, said: Mapping[str, list[Statement]], today: date) -> Shown:
    if one.state != "signal":
        return Shown(one, (), None)
    statements = tuple(said.get(one.signal_id, ()))
    return Shown(one, statements, standing(statements, today))


def _said(round_id: str, calendar: Calendar) -> Mapping[str, list[Statement]]:
    """Return the statements by signal; a day until which a reply is waited for moves with the calendar."""
    events = Event.objects.filter(object=round_id, verb__in=_KINDS).order_by("at", "id")
    said: dict[str, list[Statement]] = defaultdict(list)
    for event in events:
        told = dict(event.payload)
        if told.get("due_on"):
            told["due_on"] = due_on(date.fromisoformat(told["due_on"]), calendar).isoformat()
        statement = Statement(_KINDS[event.verb], by=event.actor, on=_day(event.at), **told)
        said[statement.signal_id].append(statement)
    return said


def _recordings(pack: Pack) -> Iterator[Recording]:
    """Yield every recording of a figure or a result that has a good direction, figures first."""
    for one in figures.history(pack.pack_id):
        indicator = pack.indicators.get(one.observation.indicator)
        made = recorded_figure(one.observation, indicator, _day(one.recorded_at), one.recorded_at.isoformat())
        if made:
            yield made
    targets = {target.target_id: target for target in figures.known(pack.pack_id).targets}
    for result, at in _results(pack):
        made = recorded_result(result, targets.get(result.target_id), _day(at), at.isoformat())
        if made:
            yield made


def _results(pack: Pack) -> Iterator[tuple[Result, datetime]]:
    manifest = Segment.objects.filter(pack_id=pack.pack_id, kind="results").order_by("recorded_at", "id")
    folder, covered = workspace.segments(), segments.covered(pack.pack_id)
    for sha256, at in manifest.values_list("sha256", "recorded_at"):
        for result in read_segments(folder, "results", [sha256], covered):
            yield result, at


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
