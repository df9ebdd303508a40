"""Registers of a pack: their schema, and that each counts whole things and none is published uncovered."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from giaoban.core.errors import Finding, Place
from giaoban.files.packs.mappings import Rule, Slug
from giaoban.files.packs.schemas import IndicatorRow, Names, Row, Upper

_FILE = "rules/registers.yaml"


class RegisterLine(Row):
    """One line of a register."""

    indicator: Upper
    target: Upper | None = None


class RegisterEntry(Row):
    """One register with its lines; `total` names their sum."""

    code: Annotated[Slug, Field(alias="register")]
    names: Names
    total: Names = {}
    lines: Annotated[list[RegisterLine], Field(min_length=1)]


class RegistersRule(Rule):
    """Which counts are kept, and with how many years before they are compared."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Literal["registers"]
    note: str = ""
    compared: Annotated[list[Annotated[int, Field(ge=1, le=9)]], Field(min_length=1, max_length=3)]
    registers: Annotated[list[RegisterEntry], Field(min_length=1)]


class RegistersFile(Row):
    """rules/registers.yaml: the registers of a pack."""

    rules: Annotated[list[RegistersRule], Field(min_length=1)]


class SmallCountsRule(Rule):
    """From which count on one may be public; below 3 a hidden count could only be one number."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Literal["small_counts"]
    note: str = ""
    threshold: Annotated[int, Field(ge=3, le=100)]


class DisclosureFile(Row):
    """rules/disclosure.yaml: what stays out of what is public."""

    rules: Annotated[list[SmallCountsRule], Field(min_length=1)]


def check_registers(
    mappings: Mapping[str, Mapping[str, Any]],
    named: Collection[str],
    indicators: Iterable[IndicatorRow],
    languages: Iterable[str],
) -> Iterator[Finding]:
    """Yield what is wrong with a pack's registers, and which of its rounds would publish their counts.

    `named` are the indicators that the table names, also in rows that do not fit.
    """
    known = {one.indicator: one for one in indicators}
    counted: set[str] = set()
    for place, rule in enumerate(mappings.get(_FILE, {}).get("rules", ())):
        told = RegistersRule.model_validate(rule)
        for number, one in enumerate(told.registers):
            column = f"rules.{place}.registers.{number}"
            yield from _unknown(one, named, column)
            yield from _uncounted(one, known, column)
            yield from _unlike(one, known, column)
            yield from _names(one, languages, column)
            counted |= set(_indicators(one))
    yield from _published(mappings, counted)


def _indicators(one: RegisterEntry) -> Iterator[str]:
    return (name for line in one.lines for name in (line.indicator, line.target) if name)


def _unknown(one: RegisterEntry, named: Collection[str], column: str) -> Iterator[Finding]:
    for name in _indicators(one):
        if name not in named:
            title = f"There is no indicator “{name}”"
            yield _fault("unknown_reference", title, "Correct it, or add it to indicators.csv.", column)


def _uncounted(one: RegisterEntry, known: Mapping[str, IndicatorRow], column: str) -> Iterator[Finding]:
    for row in (known[name] for name in _indicators(one) if name in known):
        if (row.kind, row.decimals, row.merge_rule) != ("count", 0, "sum"):
            detail = "Give it the kind “count”, no decimals, and the merge rule “sum”."
            yield _fault("no_count", f"“{row.indicator}” counts no whole things", detail, column)


def _unlike(one: RegisterEntry, known: Mapping[str, IndicatorRow], column: str) -> Iterator[Finding]:
    """Yield a total, or a target, that would put different things together."""
    measures = {known[line.indicator].unit_measure for line in one.lines if line.indicator in known}
    if one.total and len(measures) > 1:
        title = f"{' and '.join(sorted(measures))} cannot be added together"
        yield _fault("unlike_total", title, "Leave the total out, or split the register.", f"{column}.total")
    for line in one.lines:
        pair = [known[name].unit_measure for name in (line.indicator, line.target) if name and name in known]
        if len(set(pair)) > 1:
            title = f"“{line.indicator}” and its target count different things"
            yield _fault("unlike_target", title, "Name a target of the same unit of measure.", column)


def _names(one: RegisterEntry, languages: Iterable[str], column: str) -> Iterator[Finding]:
    for language in languages:
        for field, names in (("names", one.names), ("total", one.total or one.names)):
            if language not in names:
                title = f"“{one.code}” has no name in “{language}”"
                yield _fault("missing_translation", title, "Add it.", f"{column}.{field}.{language}")


def _published(mappings: Mapping[str, Mapping[str, Any]], counted: set[str]) -> Iterator[Finding]:
    """Yield what would carry a count into a factsheet, which everybody may read whole."""
    rounds = ((file, content) for file, content in mappings.items() if file.startswith("rounds/"))
    asked = ((file, key, told.get(key, ())) for file, told in rounds for key in ("analyses", "controls"))
    for file, key, listed in asked:
        for place, one in enumerate(listed):
            if one.get("indicator") in counted:
                title = (
                    f"“{one['indicator']}” belongs to a register: a factsheet would publish its small counts"
                )
                where = Place(file, column=f"{key}.{place}")
                yield Finding("published_register", title, "Leave it out of the round.", where)


def _fault(code: str, title: str, detail: str, column: str) -> Finding:
    return Finding(code, title, detail, Place(_FILE, column=column))
