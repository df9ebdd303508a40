"""A small pack with screens, and files in which one unit's results lie all just above target."""

from pathlib import Path

from tests.factories.tables import RESULTS, TARGETS, result, target, write_csv

RULES = """rules:
  - {rule: heaping, title: Heaping, valid_from: "2020-01-01", valid_to: "", source: invented, confidence: DER,
     level: "0.05", minimum: 8, window_steps: 3, window_percent: "2", share_above: "0.55"}
  - {rule: late_edits, title: Late edits, valid_from: "2020-01-01", valid_to: "", source: invented,
     confidence: DER, level: "0.05", minimum: 8, days: 5}
  - {rule: right_of_reply, title: Reply, valid_from: "2020-01-01", valid_to: "", source: invented,
     confidence: DER, days: 10}
"""
SCREENS = {"rules/screens.yaml": RULES}


def heaped(folder: Path, *more: str) -> list[Path]:
    """Write targets of 100 and results: North's all at 100.5, South's and Split's at 99 and 101 by turns."""
    margins = {"north": ["100.5"] * 12 + list(more), "south": ["99", "101"] * 6, "split": ["101", "99"] * 6}
    ids = [(unit, f"{unit}-{n}", value) for unit, values in margins.items() for n, value in enumerate(values)]
    goals = [
        target(target_id=name, unit_key=unit, number=name, indicator="", target="100.0")
        for unit, name, _ in ids
    ]
    reached = [result(target_id=name, value=value) for _, name, value in ids]
    return [
        write_csv(folder / "targets.csv", TARGETS, *goals),
        write_csv(folder / "results.csv", RESULTS, *reached),
    ]
