"""A factsheet as one reader sees it: its parts by key, and their names in the reader's language."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from giaoban.core.errors import NotFound
from giaoban.core.writing.statements import read_sheet
from giaoban.core.writing.voice import Voice

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Sheet:
    """One factsheet in one language.

    `wording` is the pack's wording in `own_language`, `layouts` its documents by name.
    """

    factsheet: Record
    language: str
    wording: Record
    codelists: Record
    layouts: Record
    rules: Record

    @property
    def header(self) -> Record:
        """Return the round's header."""
        return self.factsheet["header"]

    @property
    def round_id(self) -> str:
        """Return the round that was frozen."""
        return self.header["round_id"]

    @property
    def own_language(self) -> str:
        """Return the reader's language if the pack speaks it, else the pack's own."""
        return speak(self.header["languages"], self.language)

    @property
    def is_foreign(self) -> bool:
        """Return whether the factsheet cannot be read in the language of the page."""
        return self.own_language != self.language

    @property
    def document(self) -> Record:
        """Return the blocks, tables and charts in the language that can be shown."""
        return self.factsheet.get("documents", {}).get(self.own_language) or {
            "blocks": [],
            "tables": {},
            "charts": {},
        }

    @property
    def title(self) -> str:
        """Return the title of the round."""
        return self.name(self.header["titles"])

    @cached_property
    def voice(self) -> Voice:
        """Return the voice that the documents are written with, so that pages say numbers as they do."""
        return Voice(read_sheet(self.factsheet), self.wording, self.own_language)

    @cached_property
    def figures(self) -> Mapping[str, Record]:
        """Return every figure by its id."""
        return {figure["figure_id"]: figure for figure in self.factsheet["figures"]}

    @cached_property
    def units(self) -> Mapping[str, Record]:
        """Return every unit by its key."""
        return {unit["unit_key"]: unit for unit in self.factsheet["units"]}

    @cached_property
    def indicators(self) -> Mapping[str, Record]:
        """Return every indicator by its code."""
        return {indicator["indicator"]: indicator for indicator in self.factsheet["indicators"]}

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """Return every observation, target, result and matter by its content id."""
        named = (("observations", "obs_id"), ("targets", "target_version"), ("results", "result_id"))
        known = {
            record[key]: {**record, "kind": kind} for kind, key in named for record in self.factsheet[kind]
        }
        left = self.factsheet.get("matters", ())
        return known | {one["matter_id"]: {**one, "kind": "matters", "matter": one["kind"]} for one in left}

    @cached_property
    def under_review(self) -> tuple[Record, ...]:
        """Return the units under review, by code."""
        return tuple(u for u in self.factsheet["units"] if u["unit_key"] != self.header["country_unit"])

    @cached_property
    def _of_unit(self) -> Mapping[str, list[Record]]:
        return grouped(self.factsheet["figures"], "unit_key")

    def of_unit(self, unit_key: str) -> list[Record]:
        """Return the figures about one unit, in the order of the round's analyses."""
        return self._of_unit.get(unit_key, [])

    def of_analysis(self, analysis: str) -> list[Record]:
        """Return the figures of one analysis."""
        return [self.figures[figure_id] for figure_id in self.factsheet["analyses"].get(analysis, ())]

    @cached_property
    def asked(self) -> Mapping[str, Record]:
        """Return for each observed analysis of the units under review one of its figures."""
        country = self.header["country_unit"]
        observed = (f for f in self.factsheet["figures"] if f["rule"] == "observed")
        return {f["analysis"]: f for f in observed if f["unit_key"] != country}

    def by_unit(self, analysis: str) -> Mapping[str, Record]:
        """Return the figures of one analysis by unit."""
        return {figure["unit_key"]: figure for figure in self.of_analysis(analysis)}

    def first_of(self, rule: str) -> Record | None:
        """Return the first figure made by `rule`; figures stand in the order of the round's analyses."""
        return next((figure for figure in self.factsheet["figures"] if figure["rule"] == rule), None)

    def figure(self, figure_id: str) -> Record:
        """Return one figure; NotFound if the factsheet has none with this id."""
        return found(self.figures, figure_id, "figure")

    def unit(self, unit_key: str) -> Record:
        """Return one unit; NotFound if it is not in the factsheet."""
        return found(self.units, unit_key, "unit")

    def name(self, names: Mapping[str, str]) -> str:
        """Return the name in the language that can be shown, or the first there is."""
        return names.get(self.own_language) or next(iter(names.values()), "")

    def unit_name(self, unit_key: str) -> str:
        """Return the short name of a unit as the documents write it, or its key if it is not known."""
        return self.voice.name(unit_key) if unit_key in self.units else unit_key

    def indicator_name(self, code: str) -> str:
        """Return the name of an indicator, or its code if the factsheet does not carry it."""
        return self.name(self.indicators[code]["names"]) if code in self.indicators else code

    def measure_name(self, code: str) -> str:
        """Return the name of a unit of measure, or its code if the factsheet does not carry it."""
        known = {one["code"]: one["names"] for one in self.factsheet["unit_measures"]}
        return self.name(known[code]) if code in known else code

    def word(self, group: str, key: str) -> str:
        """Return the pack's word for `key` in a group of its wording, or empty."""
        words = self.wording.get(group)
        return str(words.get(key, "")) if isinstance(words, Mapping) else ""

    def code_name(self, codelist: str, code: str) -> str:
        """Return the name of a code of the pack's codelists, or the code."""
        entry = self.codelists.get(codelist, {}).get(code)
        return self.name(entry.names) if entry else code


def speak(languages: Iterable[str], asked: str) -> str:
    """Return `asked` if it is among the languages, else the first of them."""
    known = list(languages)
    return asked if asked in known else known[0]


def grouped(records: Iterable[Record], key: str) -> Mapping[str, list[Record]]:
    """Return the records by the value of one of their keys, in their order."""
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        groups[record[key]].append(record)
    return groups


def found(records: Mapping[str, Record], key: str, noun: str) -> Record:
    """Return the record under `key`; NotFound naming the noun if there is none."""
    if key not in records:
        raise NotFound(f"There is no {noun} “{key}” in this round")
    return records[key]
