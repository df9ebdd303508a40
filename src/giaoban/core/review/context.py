"""What a review works on: the round, its units, and the figures made so far."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from giaoban.core.conduct.deadlines import due_on
from giaoban.core.figures.ledger import asked_in, in_force
from giaoban.core.figures.observations import Observation, latest_release_on
from giaoban.core.figures.targets import Result, Target
from giaoban.core.registry.packs import Pack, Round
from giaoban.core.registry.periods import Period, parse_period
from giaoban.core.registry.units import Unit
from giaoban.core.review.factsheet import figure

Figure = dict[str, Any]
Spec = Mapping[str, Any]


@dataclass(frozen=True)
class Context:
    """One review in the making; `made` grows as the round's analyses run, in their order.

    `matters` are the records of what the last conference left behind (matters.py).
    """

    pack: Pack
    round: Round
    as_of: str
    observations: Mapping[tuple[str, str, str], list[Observation]]
    targets: tuple[Target, ...]
    results: Mapping[str, list[Result]]
    matters: tuple[dict[str, Any], ...] = ()
    made: dict[str, list[Figure]] = field(default_factory=dict)
    used: dict[str, dict[str, Any]] = field(default_factory=dict)
    vintages: dict[str, str] = field(default_factory=dict)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Return the units under review, by code."""
        return self.pack.units_of(self.round)

    @cached_property
    def place(self) -> dict[str, int]:
        """Return the order of every unit: by code, the country last."""
        keys = [*(unit.unit_key for unit in self.units), str(self.round.settings["country_unit"])]
        return {key: index for index, key in enumerate(keys)}

    @cached_property
    def deadline(self) -> str:
        """Return the working day by which results were due."""
        nominal = date.fromisoformat(str(self.round.settings["reporting_deadline"]))
        return due_on(nominal, self.pack.calendar).isoformat()

    def period_of(self, spec: Spec) -> Period:
        """Return the period an analysis is about: its own, or the round's, so many years before."""
        period = parse_period(str(spec.get("period", self.round.period.text)))
        years = int(spec.get("years_before", 0))
        return period.years_before(years) if years else period

    def use(self, records: Iterable[dict[str, Any]], id_name: str) -> list[str]:
        """Take records into the factsheet and return their ids."""
        ids = []
        for record in records:
            self.used[record[id_name]] = record
            ids.append(record[id_name])
        return ids

    def make(
        self, spec: Spec, *, value: Any, working: Mapping[str, Any], inputs: list[str], **about: Any
    ) -> Figure:
        """Return a figure of the analysis, dated by the latest release that it rests on."""
        releases = [self._release(name) for name in inputs]
        vintage = max((r for r in releases if r), key=latest_release_on, default="")
        made = figure(
            spec["rule"],
            spec["analysis"],
            f"{self.pack.pack_id} {self.pack.version}",
            value=value,
            working=working,
            inputs=inputs,
            vintage=vintage,
            sources=self._sources(inputs),
            **about,
        )
        self.vintages[made["figure_id"]] = vintage
        return made

    def _release(self, name: str) -> str:
        record = self.used.get(name)
        return record.get("released", "") if record else self.vintages.get(name, "")

    def _sources(self, inputs: list[str]) -> list[str]:
        return sorted({self.used[name]["source"] for name in inputs if name in self.used})


def start(
    pack: Pack,
    round_: Round,
    observations: Iterable[Observation],
    targets: Iterable[Target],
    results: Iterable[Result],
    as_of: str,
    matters: Iterable[dict[str, Any]] = (),
) -> Context:
    """Return the context of a review over everything known; a target of another time takes no part."""
    by_key: dict[tuple[str, str, str], list[Observation]] = defaultdict(list)
    for observation in observations:
        by_key[observation.key].append(observation)
    by_target: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        by_target[result.target_id].append(result)
    asked = asked_in(targets, round_.period)
    return Context(pack, round_, as_of, by_key, in_force(asked, as_of), by_target, tuple(matters))
