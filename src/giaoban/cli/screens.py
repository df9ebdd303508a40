"""`giaoban screens`."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import click

from giaoban.actions import screens as screening
from giaoban.cli.outcomes import FINDINGS, OK, Outcome, actor, count, reporting
from giaoban.core.errors import Invalid
from giaoban.core.figures.rounding import half_up
from giaoban.core.registry.packs import Pack
from giaoban.core.review.screens.replies import OUTCOMES, Statement
from giaoban.queries import screens as reading
from giaoban.queries import workspace
from giaoban.queries.screens import Screened, Shown

#: What each screen asks, and what it counts.
_SCREENS = {
    "heaping": ("results just above target rather than just below", "near results"),
    "heaping_by_indicator": ("the same, by indicator over all units", "near results"),
    "estimate_bias": ("estimates that turn out too good", "pairs of estimate and final figure"),
    "late_edits": (
        "changes to the good side near the deadline",
        "late loads with changes, and as many earlier ones",
    ),
    "easy_against_trend": ("targets below the unit's own trend", "targets with a known trend"),
    "easy_against_peers": ("targets below what peers ask of themselves", "targets with enough peers"),
}


@click.command()
@click.argument("round_id", metavar="ROUND")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Use what was released by this day.")
@click.option("--ask", metavar="SIGNAL", help="Put this signal to its unit: its time to reply begins.")
@click.option("--reply", metavar="SIGNAL", help="Record the unit's reply to this signal.")
@click.option("--unit", default="", help="Who replies, where the signal is about an indicator.")
@click.option("--conclude", metavar="SIGNAL", help="Record a verifier's conclusion on this signal.")
@click.option(
    "--outcome", type=click.Choice(OUTCOMES), help="The conclusion: explanation accepted, or referred."
)
@click.option("--text", default="", help="The reply, or the reason of the conclusion.")
@reporting
def screens(round_id: str, as_of: datetime | None, **words: Any) -> Outcome:
    """Show verifiers where reporting is more than chance, with the units' replies; never part of a score."""
    workspace.require()
    day = as_of.date() if as_of else None
    _write(round_id, day, words)
    screened = reading.of_round(round_id, day)
    found = screened.signals().values()
    is_open = any(one.standing not in OUTCOMES for one in found)
    particulars = {
        "as_of": screened.as_of,
        "screens": {name: [_record(one) for one in looks] for name, looks in screened.screens.items()},
    }
    return Outcome(_lines(round_id, screened), (), particulars, FINDINGS if is_open else OK)


def _write(round_id: str, day: Any, words: dict[str, Any]) -> None:
    """Carry out the one thing that is asked for, if any."""
    asked = [name for name in ("ask", "reply", "conclude") if words[name]]
    if len(asked) > 1:
        raise Invalid(f"--{' and --'.join(asked)} cannot be done at once", "Give one of them.")
    about = {"round_id": round_id, "by": actor(), "as_of": day}
    if words["ask"]:
        screening.ask(signal=words["ask"], **about)
    elif words["reply"]:
        screening.reply(signal=words["reply"], unit=words["unit"], text=words["text"], **about)
    elif words["conclude"]:
        outcome = words["outcome"] or ""
        screening.conclude(signal=words["conclude"], outcome=outcome, text=words["text"], **about)


def _lines(round_id: str, screened: Screened) -> Iterator[str]:
    yield f"{round_id}, as of {screened.as_of}; for verifiers, with the units' replies, never part of a score"
    if not screened.screens:
        yield "The pack lays down no screens (rules/screens.yaml)."
    if _is_silent(screened):
        yield "No screen has enough data for anyone; that says nothing for or against them."
    for name, looks in screened.screens.items():
        asks, counted = _SCREENS[name]
        yield f"{name}: {asks}"
        yield f"  {_tally(name, looks, counted)}"
        for one in looks:
            if one.signal.state == "signal":
                yield from _signal(one, screened.pack)


def _is_silent(screened: Screened) -> bool:
    states = {one.signal.state for looks in screened.screens.values() for one in looks}
    return bool(screened.screens) and states <= {"not_enough_data"}


def _tally(name: str, looks: Sequence[Shown], counted: str) -> str:
    """Return how many looks say what; where none has enough data, how far the best one is from it."""
    states = [one.signal.state for one in looks]
    noun = "indicator" if name.endswith("by_indicator") else "unit"
    enough = len(states) - states.count("not_enough_data")
    if not looks:
        return f"not enough data: no {counted} for any {noun}"
    if not enough:
        most, least = max(one.signal.look.n for one in looks), looks[0].signal.look.minimum
        return (
            f"not enough data for any of {count(len(looks), noun)} (needed: {least} {counted}; most: {most})"
        )
    signals = states.count("signal")
    return (
        f"{count(enough, noun)} with enough data: {count(signals, 'signal')}, nothing stands out in "
        f"{enough - signals}; not enough data for {len(states) - enough}"
    )


def _signal(one: Shown, pack: Pack) -> Iterator[str]:
    look = one.signal.look
    yield (
        f"  {one.signal.signal_id} {_named(look.subject, pack)}: observed {look.observed}, "
        f"expected {_decimal(look.expected, 1)}, n {look.n}, p {_chance(look.p)}, q {_chance(one.signal.q)}, "
        f"level {_decimal(one.signal.level, 2)}; {(one.standing or '').replace('_', ' ')}"
    )
    yield from (f"    {name.replace('_', ' ')}: {value}" for name, value in look.particulars.items())
    yield from (f"    {_row(row)}" for row in look.evidence)
    yield from (f"    {_statement(statement)}" for statement in one.statements)


def _named(subject: str, pack: Pack) -> str:
    if subject in pack.units:
        return f"{pack.units[subject].name} ({subject})"
    return f"{pack.indicators[subject].name(pack.languages[0])} ({subject})"


def _row(row: Any) -> str:
    return " · ".join(f"{name} {value}" for name, value in row.items() if value and name != "side") + (
        f" · {row['side']}"
    )


def _statement(one: Statement) -> str:
    until = f", reply until {one.due_on}" if one.due_on else ""
    text = f": {one.text}" if one.text else ""
    return f"{one.on} {one.kind} {one.outcome or one.unit_key} by {one.by}{until}{text}"


def _chance(chance: Fraction | None) -> str:
    least = Fraction(1, 10_000)
    return "–" if chance is None else "<0.0001" if chance < least else _decimal(chance, 4)


def _decimal(value: Fraction, decimals: int) -> str:
    return format(half_up(Decimal(value.numerator) / Decimal(value.denominator), decimals), "f")


def _record(one: Shown) -> dict[str, Any]:
    look, signal = one.signal.look, one.signal
    exact = {"expected": look.expected, "p": look.p, "q": signal.q, "level": signal.level}
    return {
        "signal": signal.signal_id if signal.state == "signal" else None,
        "state": signal.state,
        "standing": one.standing,
        **{name: getattr(look, name) for name in ("screen", "subject", "observed", "n", "minimum")},
        **{name: None if value is None else _decimal(value, 10) for name, value in exact.items()},
        "particulars": dict(look.particulars),
        "evidence": [dict(row) for row in look.evidence],
        "statements": [{**vars(said), "on": said.on.isoformat()} for said in one.statements],
    }
