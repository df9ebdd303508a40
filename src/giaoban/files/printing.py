"""How printed files write what a factsheet holds: numbers, dates, units, the words of a language."""

from collections.abc import Iterator, Mapping
from typing import Any


class Voice:
    """One factsheet in one language, with the pack's words for printed files."""

    def __init__(self, factsheet: Mapping[str, Any], language: str, words: Mapping[str, Any]) -> None:
        self.factsheet, self.language, self.words = factsheet, language, words
        self._units = {unit["unit_key"]: unit for unit in factsheet["units"]}
        self._indicators = {entry["indicator"]: entry for entry in factsheet["indicators"]}
        self._measures = {entry["code"]: entry for entry in factsheet["unit_measures"]}

    @property
    def document(self) -> Mapping[str, Any]:
        """Return the document of this language."""
        return self.factsheet["documents"][self.language]

    @property
    def title(self) -> str:
        """Return the round's title."""
        return _in_language(self.factsheet["header"]["titles"], self.language)

    def unit(self, unit_key: str) -> str:
        """Return the unit's name, or its key where the factsheet does not know it."""
        return self._units[unit_key]["name"] if unit_key in self._units else unit_key

    def code(self, unit_key: str) -> str:
        """Return the unit's official code."""
        return self._units[unit_key]["code"] if unit_key in self._units else ""

    def indicator(self, indicator: str) -> str:
        """Return the indicator's name, or its code where it has none."""
        entry = self._indicators.get(indicator)
        return _in_language(entry["names"], self.language) if entry else indicator

    def unit_measure(self, code: str) -> str:
        """Return the unit of measure's name; a free text stands for itself."""
        entry = self._measures.get(code)
        return _in_language(entry["names"], self.language) if entry else code

    def number(self, value: str) -> str:
        """Return a decimal in the language's style: grouped by thousands, with its decimal mark."""
        sign, digits = ("-", value[1:]) if value.startswith("-") else ("", value)
        whole, _, fraction = digits.partition(".")
        if not whole.isdigit():
            return value
        grouped = f"{int(whole):,}".replace(",", self.words["group"])
        return sign + grouped + (self.words["decimal"] + fraction if fraction else "")

    def date(self, released: str) -> str:
        """Return a day as the language writes it; a month or a year as it is known."""
        parts = released.split("-")
        if len(parts) != 3:
            return "/".join(reversed(parts))
        return self.words["date"].format(year=parts[0], month=parts[1], day=parts[2])

    def as_of(self) -> str:
        """Return the line that says until when figures were known."""
        return self.words["as_of"].format(date=self.date(self.factsheet["header"]["as_of"]))

    def proof(self) -> str:
        """Return the line that names the factsheet, the pack, and the event of the audit that froze it."""
        header = self.factsheet["header"]
        pack = f"{header['pack_id']} {header['pack_version']}"
        named = self.words["proof"].format(digest=self.factsheet["digest"][:16], pack=pack)
        audit = self.factsheet.get("audit")
        if not audit:
            return named
        return f"{named}, {self.words['audit'].format(number=audit['number'], hash=audit['hash'][:16])}"

    def coverage(self, table: Mapping[str, Any]) -> str:
        """Return how many units of how many a table holds figures of."""
        return self.words["coverage"].format(reported=table["reported"], of=table["of"])

    def figure_name(self, figure: Mapping[str, Any]) -> str:
        """Return what the figure is: unit, indicator or kind of computation, period."""
        rule = self.words["rules"].get(figure["rule"], figure["rule"])
        what = self.indicator(figure["indicator"]) if figure["indicator"] else rule
        if figure["indicator"] and figure["rule"] != "observed":
            what = f"{what} ({rule.lower()})"
        return ", ".join(part for part in (self.unit(figure["unit_key"]), what, figure["period"]) if part)

    def figure_value(self, figure: Mapping[str, Any]) -> str:
        """Return the figure's value in one short text; the dash where there is none."""
        value = figure["value"]
        if value is None:
            return self.words["none"]
        if isinstance(value, Mapping):
            return self._of_mapping(value)
        if isinstance(value, list):
            return self._of_list(value)
        return self.words["verdicts"].get(value) or self._with_symbol(value, figure["unit_measure"])

    def _of_mapping(self, value: Mapping[str, Any]) -> str:
        if "total" in value:
            return f"{value['met']}/{value['total']}"
        return "–".join(self.number(str(value[key])) for key in ("lowest", "highest") if key in value)

    def _of_list(self, value: list[Any]) -> str:
        if value and len(value) <= 3 and all(isinstance(entry, str) for entry in value):
            return ", ".join(self.unit(entry) for entry in value)
        return self.words["unit_count"].format(count=len(value))

    def _with_symbol(self, value: str, code: str) -> str:
        entry = self._measures.get(code)
        symbol = _in_language(entry["symbol"], self.language) if entry else ""
        space = "" if symbol in ("%", "‰") else " "
        return self.number(value) + (space + symbol if symbol else "")

    def used_figures(self) -> list[Mapping[str, Any]]:
        """Return the figures that text, tables and charts are bound to, in order of appearance."""
        figures = {figure["figure_id"]: figure for figure in self.factsheet["figures"]}
        used = dict.fromkeys(_bound(self.document))
        return [figures[figure_id] for figure_id in used if figure_id in figures]


def _in_language(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()), "")


def _bound(document: Mapping[str, Any]) -> Iterator[str]:
    for block in document["blocks"]:
        if block["kind"] == "paragraph":
            yield from (span["figure_id"] for span in block["spans"] if span.get("figure_id"))
        elif block["kind"] == "table":
            rows = document["tables"][block["table"]]["rows"]
            yield from (cell["figure_id"] for row in rows for cell in row if cell["figure_id"])
        elif block["kind"] == "chart":
            chart = document["charts"][block["chart"]]
            yield from (mark["figure_id"] for mark in chart["marks"] if mark["figure_id"])
            if chart["reference"]:
                yield chart["reference"]["figure_id"]
