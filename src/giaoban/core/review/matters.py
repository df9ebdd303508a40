"""Matters: the tasks, petitions and shortfalls of the last conference that a review looks back at.

A factsheet carries each as a record without a word of its text, so that what it counts can be counted again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from giaoban.core.conduct.petitions import CLASSES
from giaoban.core.conduct.tasks import STANDINGS, rates
from giaoban.core.figures.observations import content_id
from giaoban.core.review.context import Context, Figure, Spec
from giaoban.core.review.tallies import ratio

Record = dict[str, Any]
#: What a task or a petition may be on the day of the review.
STATES: Mapping[str, tuple[str, ...]] = {
    "task": STANDINGS,
    "petition": (*CLASSES, "open", "withdrawn"),
}
#: What counts as done: a task in time or late, a petition however it was answered.
DONE = frozenset({"done_on_time", "done_late", *CLASSES})


@dataclass(frozen=True)
class Matter:
    """One thing that the last conference left behind: of which round and period, told where and when.

    `place` tells it from the others; `unit_key` and `indicator` stand only where it belongs to a shortfall.
    """

    kind: ClassVar[str] = ""

    round_id: str
    period: str
    place: str
    source: str
    released: str
    unit_key: str = ""
    indicator: str = ""

    def record(self) -> Record:
        """Return it as the factsheet carries it, with its `matter_id`."""
        plain = {"kind": self.kind, **asdict(self)}
        return {"matter_id": content_id(plain), **plain}


@dataclass(frozen=True)
class GivenTask(Matter):
    """One task of a notice, by its days; those that had not come on the day of the review are empty."""

    kind: ClassVar[str] = "task"

    state: str = "no_deadline"
    first_due_on: str = ""
    due_on: str = ""
    done_on: str = ""


@dataclass(frozen=True)
class LodgedPetition(Matter):
    """One petition: the class of the answer that stands, or that it is open or withdrawn."""

    kind: ClassVar[str] = "petition"

    state: str = "open"


@dataclass(frozen=True)
class Shortfall(Matter):
    """One target that was missed, as the factsheet of its round says it (`frozen_in` is its digest)."""

    kind: ClassVar[str] = "shortfall"

    frozen_in: str = ""
    frozen_figure: str = ""
    unit_measure: str = ""
    op: str = ""
    target: str | None = None
    target_to: str | None = None
    rounded_result: str | None = None
    result: str | None = None


def count(kind: str, states: Iterable[str]) -> dict[str, Any]:
    """Return how many matters of a kind are in each state, and how many of those due were done.

    Shape:   counts as integers; `met` of `total` is done of due, or answered of asked, `share` their
             percentage, None where nothing was due; `count` is all of them.
    Edges:   a task is due once it is done or past its deadline; a petition that is withdrawn asks no more.
    """
    counts = Counter(states)
    told = {name: counts[name] for name in STATES[kind]}
    if kind == "task":
        rate = rates(told).done  # type: ignore[arg-type]
        return {**ratio(rate.numerator, rate.denominator), **told, "count": counts.total()}
    answered = sum(counts[name] for name in CLASSES)
    return {**ratio(answered, answered + counts["open"]), **told, "count": counts.total()}


def counted(context: Context, spec: Spec) -> list[Figure]:
    """Return one figure that counts the matters of a kind; none where the last conference left none."""
    rows = [one for one in context.matters if one["kind"] == spec["matter"]]
    if not rows:
        return []
    return [
        context.make(
            spec,
            value=count(spec["matter"], (one["state"] for one in rows)),
            working={"matter": spec["matter"], "from_period": rows[0]["period"]},
            inputs=context.use(rows, "matter_id"),
            period=context.round.period.text,
        )
    ]


def aftermath(context: Context, spec: Spec) -> list[Figure]:
    """Return for each shortfall that was taken up the later figure of its unit and indicator.

    Shape:   the value is the verdict on this round's target, or the observed figure where none was set; it
             rests on the shortfall, then on what was asked and given about it, then on the later figure.
    Edges:   without a later figure there is no value. It says what came after, not what came of it.
    """
    missed = (one for one in context.matters if one["kind"] == "shortfall")
    listed = [one for one in missed if one["unit_key"] in context.place]
    listed.sort(key=lambda one: (context.place[one["unit_key"]], one["indicator"], one["place"]))
    return [_after(context, spec, one) for one in listed]


def _after(context: Context, spec: Spec, shortfall: Record) -> Figure:
    about = {name: shortfall[name] for name in ("unit_key", "indicator")}
    with_it = [one for one in context.matters if one["kind"] != "shortfall" and _is_about(one, about)]
    later = _later(context, spec, about)
    return context.make(
        spec,
        value=later["value"] if later else None,
        working={"from_period": shortfall["period"]},
        inputs=[
            *context.use([shortfall, *with_it], "matter_id"),
            *([later["figure_id"]] if later else []),
        ],
        period=context.round.period.text,
        unit_measure=shortfall["unit_measure"],
        **about,
    )


def _later(context: Context, spec: Spec, about: Mapping[str, str]) -> Figure | None:
    """Return the verdict on the unit's target of this round, else its observed figure."""
    observed = [one for made in context.made.values() for one in made if one["rule"] == "observed"]
    own = {**about, "period": context.round.period.text}
    return next((one for one in (*context.made[spec["of"]], *observed) if _is_about(one, own)), None)


def _is_about(one: Mapping[str, Any], about: Mapping[str, str]) -> bool:
    return all(one[name] == value for name, value in about.items())
