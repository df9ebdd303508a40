"""The steps of reminding in a pack: those of the real one, and faults named with their place."""

from datetime import date
from pathlib import Path

import pytest

from giaoban.core.conduct.reminders import TOPIC, rules_of
from giaoban.core.errors import Invalid
from giaoban.files.packs import read_pack
from tests.factories.packs import write_pack
from tests.factories.reminding import REMINDERS

PACKS = Path(__file__).parents[2] / "packs"


def test_the_pack_reminds_before_and_after_the_deadline():
    """Whoever holds it 5, 2 and 0 working days before; the leader too 1 and 3 after; then the analyst."""
    found = rules_of(read_pack(PACKS / "vn").rules[TOPIC], date(2026, 12, 1))
    assert [(step.days_left, *step.to) for step in found.steps] == [
        (5, "turn"),
        (2, "turn"),
        (0, "turn"),
        (-1, "turn", "leader"),
        (-3, "turn", "leader"),
        (-5, "analyst"),
    ]
    assert found.from_hour == 7


@pytest.mark.parametrize(
    ("written", "planted", "said"),
    [
        ("days_left: 5", "days_left: 1", "in their order"),
        ("step: five_before", "step: two_before", "a name of its own"),
        ("to: [turn]}\n      - {step: two", "to: [minister]}\n      - {step: two", "to"),
        ("from_hour: 7", "from_hour: 24", "from_hour"),
        ("from_hour: 7", "from_hour: 7\n    until_hour: 9", "until_hour"),
    ],
)
def test_a_fault_of_the_steps_is_named_with_its_place(tmp_path, written, planted, said):
    """Out of order, twice, to nobody known, at no hour, with a word that means nothing."""
    assert written in REMINDERS
    with pytest.raises(Invalid) as caught:
        read_pack(write_pack(tmp_path, **{"rules/reminders.yaml": REMINDERS.replace(written, planted, 1)}))
    (found,) = caught.value.findings
    assert found.where.file == "rules/reminders.yaml" and said in f"{found} {found.where.column}"
