"""`giaoban targets`."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import click
from django.utils import timezone

from giaoban.cli.outcomes import Outcome, count, reporting
from giaoban.core.figures.ledger import said
from giaoban.core.figures.rounding import as_text, half_up
from giaoban.core.figures.targets import Target
from giaoban.core.review.bases import Goal, Score
from giaoban.core.review.cascade import Cascade
from giaoban.core.review.goalposts import Move
from giaoban.core.review.terms import Outlook, PathRule, Year, as_decimal
from giaoban.queries import targets as reading
from giaoban.queries import workspace

_DAY = click.DateTime(["%Y-%m-%d"])
_as_of = click.option("--as-of", type=_DAY, help="Use what was known by this day. Default: today.")
_period = click.option("--period", default="", help="Another period than the round's own, such as 2025.")
_partial = click.option(
    "--partial", "is_partial", is_flag=True, help="Also tell sums of which a part is missing, marked."
)


@click.group()
def targets() -> None:
    """Look into the targets ledger: every version of every target, none ever overwritten."""


@targets.command()
@click.argument("round_id", metavar="ROUND")
@_period
@_as_of
@reporting
def goalposts(round_id: str, period: str, as_of: datetime | None) -> Outcome:
    """List each version that changed a target of the round's period: by how much, how late, by whom."""
    workspace.require()
    pack, found = reading.goalposts(round_id, _day(as_of), period)
    names = {key: unit.name for key, unit in pack.units.items()}
    head = f"{period or round_id}, as of {_day(as_of)}: {count(len(found), 'version')} changed a target"
    lines = [head, *(line for one in found for line in _moved(one, names))]
    return Outcome(lines, (), {"as_of": _day(as_of).isoformat(), "moves": [_move(one) for one in found]})


@targets.command()
@click.option("--unit", required=True, help="A unit_key, a code or a name.")
@click.option("--indicator", required=True, help="The code of an indicator.")
@click.option("--period", required=True, help="The period that the target is set for, such as 2025.")
@click.option("--version-on", type=_DAY, help="Use the versions in force on this day. Default: each in turn.")
@click.option("--basis", type=_DAY, help="The day whose units are meant. Default: each side of a change.")
@_as_of
@_partial
@reporting
def score(
    unit: str,
    indicator: str,
    period: str,
    version_on: datetime | None,
    basis: datetime | None,
    as_of: datetime | None,
    is_partial: bool,
) -> Outcome:
    """Score a result under any version of its target, on the units of any day, side by side."""
    workspace.require()
    found = reading.scores(
        unit,
        indicator,
        period,
        version_on=_optional(version_on),
        basis=_optional(basis),
        as_of=_day(as_of),
        is_partial_wanted=is_partial,
    )
    names = {key: version.name for key, version in found.pack.units.items()}
    head = (
        f"{found.unit.full_name} ({found.unit.unit_key}) · {found.indicator.indicator}, "
        f"{found.indicator.unit_measure} · {period} · as of {found.as_of}"
    )
    lines = [line for one in found.cells for line in _scored(one, names)]
    return Outcome(
        [head, *(lines or ["No target was set."])],
        (),
        {
            "unit_key": found.unit.unit_key,
            "as_of": found.as_of,
            "scores": [_score(one) for one in found.cells],
        },
    )


@targets.command()
@click.argument("round_id", metavar="ROUND")
@_period
@_as_of
@reporting
def terms(round_id: str, period: str, as_of: datetime | None) -> Outcome:
    """Tell how five-year targets stand: the yearly path, the pace that is left to go, on track or off."""
    workspace.require()
    pack, found = reading.terms(round_id, _day(as_of), period)
    lines = [line for one in found for line in _outlook(one, pack.units[one.target.unit_key].name)]
    particulars = {"as_of": _day(as_of).isoformat(), "terms": [_term(one) for one in found]}
    return Outcome(lines or ["No target of several years is in force."], (), particulars)


@targets.command()
@click.argument("round_id", metavar="ROUND")
@_period
@click.option("--on", "on", type=_DAY, help="The day whose versions and units are meant. Default: the last.")
@click.option("--weights-of", default="", help="Another period whose levels weigh the targets, such as 2022.")
@_as_of
@_partial
@reporting
def cascade(
    round_id: str,
    period: str,
    on: datetime | None,
    weights_of: str,
    as_of: datetime | None,
    is_partial: bool,
) -> Outcome:
    """Hold national targets against those that units were set to carry them out, together, with the gap."""
    workspace.require()
    pack, found = reading.cascade(
        round_id,
        _day(as_of),
        period,
        on=_optional(on),
        weighed_in=weights_of,
        is_partial_wanted=is_partial,
    )
    names = {key: unit.name for key, unit in pack.units.items()}
    lines = [line for one in found for line in _summed(one, names)]
    particulars = {"as_of": _day(as_of).isoformat(), "cascades": [_cascade(one) for one in found]}
    return Outcome(lines or ["No target was cascaded to units."], (), particulars)


def _day(day: datetime | None) -> date:
    return day.date() if day else timezone.localdate()


def _optional(day: datetime | None) -> date | None:
    return day.date() if day else None


def _moved(one: Move, names: dict[str, str]) -> list[str]:
    after = one.after
    signer = f", signed by {after.signer}" if after.signer else ""
    about = " · ".join(part for part in (one.indicator, one.period, one.target_id) if part)
    before = said(one.before.target) if one.before.target else one.before.note
    inherited = [
        f"    before it, {names.get(old.unit_key, old.unit_key)} ({old.unit_key}): {_cited(old)}"
        for old in one.before.set_by
        if old.unit_key != one.unit_key
    ]
    assumed = [f"    {one.before.note}"] if inherited and one.before.target and one.before.note else []
    return [
        f"{one.movement}: {names.get(one.unit_key, one.unit_key)} ({one.unit_key}) {about}: "
        f"{before} → {said(after)}, from {after.valid_from}, {count(one.days_left, 'day')} left, "
        f"{after.instrument or 'no instrument'}{signer}",
        *inherited,
        *assumed,
    ]


def _scored(one: Score, names: dict[str, str]) -> list[str]:
    name = names.get(one.unit_key, one.unit_key)
    figure = "–" if one.figure.value is None else format(one.figure.value, "f")
    goal = said(one.goal.target) if one.goal.target else one.goal.note
    percent = "" if one.attainment.percent is None else f" ({one.attainment.percent} %)"
    marks = [_plain(one.figure.state), _plain(one.goal.state)]
    note = [f"    {one.goal.note}"] if one.goal.target and one.goal.note else []
    return [
        f"basis {one.basis} · versions of {one.version_on} · {name} ({one.unit_key}): "
        f"{figure} ({marks[0]}) against {goal} ({marks[1]}): {_plain(one.attainment.verdict)}{percent}",
        *(f"    version {t.record()['target_version']}: {_cited(t)}" for t in one.goal.set_by),
        *(
            f"    weight of {p.unit_key}: {_number(p.weight)}, share {_number(p.share)}"
            for p in _weighed(one.goal)
        ),
        *note,
        *(f"    scenario beside it: {_cited(t)}" for t in one.scenarios),
    ]


def _weighed(goal: Goal) -> list[Any]:
    return [
        part for part in (goal.bounds[0].parts if goal.bounds else ()) if goal.bounds[0].method == "weighted"
    ]


def _number(value: Any) -> str:
    return "–" if value is None else format(value.normalize(), "f")


def _cited(target: Target) -> str:
    signer = f", signed by {target.signer}" if target.signer else ""
    instrument = target.instrument or "no instrument"
    return f"{target.target_id}, {said(target)}, {instrument}, from {target.valid_from}{signer}"


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _move(one: Move) -> dict[str, Any]:
    plain = {name: value for name, value in vars(one).items() if name not in ("before", "after")}
    return {**plain, "before": _goal(one.before), "after": one.after.record()}


def _score(one: Score) -> dict[str, Any]:
    attained = vars(one.attainment)
    return {
        "unit_key": one.unit_key,
        "indicator": one.indicator,
        "period": one.period,
        "version_on": one.version_on.isoformat(),
        "basis": one.basis.isoformat(),
        "goal": _goal(one.goal),
        "figure": {"value": as_text(one.figure.value), "state": one.figure.state},
        **{name: value if name == "verdict" else as_text(value) for name, value in attained.items()},
        "scenarios": [target.record() for target in one.scenarios],
    }


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        "state": goal.state,
        "note": goal.note,
        "target": as_text(goal.target.target) if goal.target else None,
        "target_to": as_text(goal.target.target_to) if goal.target else None,
        "op": goal.target.op if goal.target else "",
        "versions": [target.record() for target in goal.set_by],
        "parts": [
            {"unit_key": part.unit_key, "share": as_text(part.share), "value": as_text(part.value),
             "weight": as_text(part.weight)}
            for part in (goal.bounds[0].parts if goal.bounds else ())
        ],
    }  # fmt: skip


def _outlook(one: Outlook, name: str) -> list[str]:
    target = one.target
    why = f" ({one.note})" if one.note else ""
    return [
        f"{_plain(one.state)}: {name} ({target.unit_key}) · {target.indicator} {target.period} · "
        f"{_cited(target)}{_stand(one)}{why}",
        *_stated(one.rule),
        *(f"    {year.period}: {_path(year)}, known {_short(year.value)}" for year in one.years),
    ]


def _stand(one: Outlook) -> str:
    left = f"; to reach it: {_pace(one)}, {count(one.remaining, 'year')} left" if one.remaining else ""
    return "" if one.value is None else f": {_short(one.value)} in {one.latest}{left}"


def _pace(one: Outlook) -> str:
    ways = {"linear": "{} a year", "constant_rate": "{} % a year", "mean": "{} in each year"}
    way = ways[one.rule.shape] if one.rule else "{}"
    return way.format("–" if one.required is None else _short(as_decimal(one.required)))


def _stated(rule: PathRule | None) -> list[str]:
    if rule is None:
        return []
    said_of = f"{_plain(rule.shape)}, tolerance {rule.tolerance_percent} %"
    return [f"    path: {said_of}. {rule.title}. {rule.source} ({rule.confidence})."]


def _path(year: Year) -> str:
    return f"{'–'.join(_short(bar) for bar in year.path)} ({year.origin})" if year.path else "no path"


def _short(value: Decimal | None) -> str:
    return "–" if value is None else _number(half_up(value, 2))


def _term(one: Outlook) -> dict[str, Any]:
    rule = {name: str(value) for name, value in vars(one.rule).items()} if one.rule else None
    years = [
        {**vars(year), "path": [_short(bar) for bar in year.path], "value": as_text(year.value)}
        for year in one.years
    ]
    return {
        "target": one.target.record(),
        "rule": rule,
        "years": years,
        "latest": one.latest,
        "value": None if one.value is None else _short(one.value),
        "state": one.state,
        "remaining": one.remaining,
        "required": None if one.required is None else _short(as_decimal(one.required)),
        "note": one.note,
    }


def _summed(one: Cascade, names: dict[str, str]) -> list[str]:
    total, set_for = one.total, len(one.goals) - len(one.without)
    about = f"{names[one.national.unit_key]} · {total.indicator} {total.period} on {one.on}"
    mark = "partial: " if one.is_partial else ""
    weighed = f", weighed by levels of {one.weighed_in}" if one.weighed_in else ""
    together = "units together: not told while a target or weight is missing (see --partial)"
    if total.implied is not None:
        together = f"{mark}units together {_number(total.implied)}, gap {total.gap:+f}{weighed}"
    parts = sorted(total.attribution.items(), key=lambda item: (-abs(item[1]), item[0]))
    return [
        f"{about}: {_cited(one.national)}",
        f"    {set_for} of {count(len(one.goals), 'unit')} have a target of it; {together}",
        *_named("without a target", one.without, names),
        *_named("without a weight", one.unweighed, names),
        *(
            f"    {names[key]} ({key}) {_goal_of(one.goals[key])}: {part:+f} of the gap"
            for key, part in parts
        ),
    ]


def _named(what: str, keys: tuple[str, ...], names: dict[str, str]) -> list[str]:
    return [f"    {what}: {', '.join(names[key] for key in keys)}"] if keys else []


def _goal_of(goal: Goal) -> str:
    return f"{said(goal.target)} ({_plain(goal.state)})" if goal.target else goal.note


def _cascade(one: Cascade) -> dict[str, Any]:
    total = one.total
    return {
        "national": one.national.record(),
        "on": one.on.isoformat(),
        "implied": as_text(total.implied),
        "gap": as_text(total.gap),
        "is_partial": one.is_partial,
        "weighed_in": one.weighed_in,
        "without": list(one.without),
        "unweighed": list(one.unweighed),
        "attribution": {key: as_text(part) for key, part in total.attribution.items()},
        "goals": {key: _goal(goal) for key, goal in one.goals.items()},
    }
