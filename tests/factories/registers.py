"""Registers: the small country with three counts, loaded for its districts and for the years before."""

from pathlib import Path

from giaoban.actions import figures, installation
from tests.factories.packs import FILES, ROUND, write_pack
from tests.factories.reporting import FORM, WITH_FORM
from tests.factories.tables import FIGURES, figure, write_csv
from tests.house.tree import PACKS

_INDICATORS, _MEASURES = "indicators/indicators.csv", "codelists/unit_measures.csv"
RULES = """\
rules:
  - rule: registers
    title: What is counted
    valid_from: "2020-01-01"
    valid_to: ""
    source: invented
    confidence: DER
    compared: [1, 2]
    registers:
      - register: measures
        names: {en: Measures by form}
        total: {en: Measures in all}
        lines:
          - {indicator: WARNED}
          - {indicator: EXPELLED}
      - register: members
        names: {en: Members}
        lines:
          - {indicator: ADMITTED, target: ADMITTED_TARGET}
          - {indicator: VISITS}
"""
DISCLOSURE = """\
rules:
  - rule: small_counts
    title: Small counts are hidden
    valid_from: "2020-01-01"
    valid_to: ""
    source: invented
    confidence: DER
    threshold: 5
"""
#: The pack's files that differ from the small pack's own.
WITH_REGISTERS = {
    **WITH_FORM,
    _INDICATORS: FILES[_INDICATORS]
    + "".join(
        f"{code},{name},{measure},0,none,count,sum,,,invented\n"
        for code, name, measure in (
            ("WARNED", "Warned", "PERSONS"), ("EXPELLED", "Expelled", "PERSONS"),
            ("ADMITTED", "Admitted", "PERSONS"), ("ADMITTED_TARGET", "To be admitted", "PERSONS"),
            ("VISITS", "Visits", "VISITS"),
        )
    ),
    _MEASURES: FILES[_MEASURES] + "unit_measures,VISITS,visits,visits,invented\n",
    "wording/en.yaml": (PACKS / "rw/wording/en.yaml").read_text("utf-8"),
    "rules/registers.yaml": RULES,
    "rules/disclosure.yaml": DISCLOSURE,
    "forms/annual.yaml": FORM.replace(
        "  - section: targets\n",
        "  - section: counts\n    titles: {en: Counts}\n    counts_only: true\n    lines:\n"
        '      - {indicator: WARNED, low: "0", required: false}\n  - section: targets\n',
    ),
}  # fmt: skip


def install(folder: Path, **changed: str) -> None:
    """Install the small pack with its registers."""
    installation.initialise(packs=[write_pack(folder / "pack", **{**WITH_REGISTERS, **changed})])


def count(folder: Path, indicator: str, period: str = "2023", **values: int | str) -> None:
    """Load what the districts counted in a period, by unit."""
    measure = "VISITS" if indicator == "VISITS" else "PERSONS"
    about = {"indicator": indicator, "period": period, "unit_measure": measure}
    rows = [figure(unit_key=key, value=str(value), **about) for key, value in values.items()]
    path = write_csv(folder / f"{indicator}-{period}.csv", FIGURES, *rows)
    figures.load(files=[path], round_id=ROUND, by="tester")
