"""Statements: which figures of a factsheet a sentence, a table or a chart speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Figure = Mapping[str, Any]

#: Rules that make one figure about all units together.
SUMMARIES = frozenset({"ranking", "banding", "list", "extreme", "range", "sum", "quantifier", "counted"})

_NO_ANSWER = frozenset({"not_reported", "not_applicable", "undetermined"})


def has_value(figure: Figure) -> bool:
    """Return whether a figure says something: a value, and not a verdict that there is none."""
    value = figure["value"]
    return value is not None and not (isinstance(value, str) and value in _NO_ANSWER)


@dataclass(frozen=True)
class Sheet:
    """A factsheet, indexed. `under_review` are the units under review by code, without the country."""

    header: Mapping[str, Any]
    figures: Mapping[str, Figure]
    analyses: Mapping[str, tuple[Figure, ...]]
    units: Mapping[str, Mapping[str, Any]]
    under_review: tuple[str, ...]
    indicators: Mapping[str, Mapping[str, Any]]
    unit_measures: Mapping[str, Mapping[str, Any]]
    observations: Mapping[str, Mapping[str, Any]]
    tiles: tuple[Mapping[str, Any], ...]
    matters: Mapping[str, Mapping[str, Any]]

    @property
    def country(self) -> str:
        """Return the key of the country's own unit."""
        return self.header["country_unit"]

    def reporting(self, figure: Figure) -> tuple[str, ...]:
        """Return the units whose values went into a summary figure, by code."""
        inputs = (self.figures[i] for i in figure["inputs"] if i in self.figures)
        keys = {source["unit_key"] for source in inputs if has_value(source)}
        return tuple(key for key in self.under_review if key in keys)

    def silent(self, figure: Figure) -> tuple[str, ...]:
        """Return the units under review without a value in a summary figure, by code."""
        reporting = set(self.reporting(figure))
        return tuple(key for key in self.under_review if key not in reporting)


def read_sheet(factsheet: Mapping[str, Any]) -> Sheet:
    """Return the factsheet indexed by figure, analysis, unit and indicator."""
    figures = {figure["figure_id"]: figure for figure in factsheet["figures"]}
    analyses = {name: tuple(figures[i] for i in ids) for name, ids in factsheet["analyses"].items()}
    country = factsheet["header"]["country_unit"]
    return Sheet(
        header=factsheet["header"],
        figures=figures,
        analyses=analyses,
        units={unit["unit_key"]: unit for unit in factsheet["units"]},
        under_review=tuple(u["unit_key"] for u in factsheet["units"] if u["unit_key"] != country),
        indicators={row["indicator"]: row for row in factsheet["indicators"]},
        unit_measures={row["code"]: row for row in factsheet["unit_measures"]},
        observations={row["obs_id"]: row for row in factsheet["observations"]},
        tiles=tuple(factsheet["tiles"]),
        matters={row["matter_id"]: row for row in factsheet.get("matters", ())},
    )


@dataclass(frozen=True)
class Fact:
    """The figures of one analysis that a statement takes."""

    analysis: str
    figures: tuple[Figure, ...]
    is_single: bool

    @property
    def single(self) -> Figure | None:
        """Return the one figure about all units or about the country; None if there is none."""
        return self.figures[0] if self.is_single and self.figures else None

    def of_unit(self, unit_key: str) -> Figure | None:
        """Return the figure of one unit, or the single figure about all units."""
        own = next((figure for figure in self.figures if figure["unit_key"] == unit_key), None)
        return own or self.single

    @property
    def count(self) -> int | None:
        """Return how many units the fact names; None where it names none in particular."""
        figure = self.single
        if not self.is_single:
            return len(self.figures)
        if figure is None or figure["rule"] not in {"list", "extreme", "ranking"}:
            return figure["value"]["count"] if figure and figure["rule"] == "counted" else None
        return len(figure["value"] or ())

    @property
    def is_reported(self) -> bool:
        """Return whether there is anything to speak of; a group without members is an answer, not a gap."""
        figure = self.single
        if figure is None:
            return not self.is_single
        working = figure["working"]
        has_threshold = working.get("threshold", "") is not None
        return has_value(figure) and has_threshold and working.get("reported", 1) != 0


def take(sheet: Sheet, of: str | Mapping[str, Any]) -> dict[str, Fact]:
    """Return the facts of a statement by the role that its template calls them; a lone text is `main`.

    Edges:   a role whose analysis the round does not make is left out.
    """
    roles = {"main": of} if isinstance(of, str) else of
    facts = {role: find(sheet, wanted) for role, wanted in roles.items()}
    return {role: fact for role, fact in facts.items() if fact is not None}


def find(sheet: Sheet, wanted: str | Mapping[str, str]) -> Fact | None:
    """Return the figures of one analysis, or of the part that `indicator` and `where` pick.

    Edges:   None where the round does not make the analysis.
    """
    choice = {"analysis": wanted} if isinstance(wanted, str) else wanted
    if choice["analysis"] not in sheet.analyses:
        return None
    figures = sheet.analyses[choice["analysis"]]
    is_single = any(f["rule"] in SUMMARIES or f["unit_key"] == sheet.country for f in figures)
    kept = tuple(figure for figure in figures if _is_wanted(figure, choice))
    return Fact(choice["analysis"], kept, is_single)


def _is_wanted(figure: Figure, choice: Mapping[str, str]) -> bool:
    if choice.get("indicator", figure["indicator"]) != figure["indicator"]:
        return False
    return "where" not in choice or bool(figure["working"].get(choice["where"]))
