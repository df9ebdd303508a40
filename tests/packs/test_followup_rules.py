"""The rules of following up in a pack: those of the real one, and faults named with their place."""

from datetime import date
from pathlib import Path

import pytest

from giaoban.core.conduct.escalation import TOPIC, rules_of
from giaoban.core.errors import Invalid
from giaoban.files.packs import read_pack
from tests.factories.packs import small_pack, write_pack
from tests.factories.tasks import ESCALATION

PACKS = Path(__file__).parents[2] / "packs"


def test_the_pack_goes_from_whoever_works_on_it_up_to_the_tracking_office():
    """Before the deadline to the body alone; after it to its leader, then to the office that tracks it."""
    found = rules_of(read_pack(PACKS / "vn").rules[TOPIC], date(2026, 12, 1))
    assert [(step.days_left, *step.to) for step in found.steps.steps] == [
        (10, "lead"),
        (3, "lead"),
        (0, "lead", "leader"),
        (-1, "lead", "leader"),
        (-5, "leader", "analyst"),
        (-10, "leader", "approver"),
    ]
    assert (found.steps.from_hour, found.silent_days, found.days_before) == (7, 10, 10)


def test_a_pack_can_do_without(tmp_path):
    """Then nothing is followed up of its own accord."""
    assert TOPIC not in small_pack(tmp_path).rules and TOPIC not in read_pack(PACKS / "rw").rules
    assert rules_of((), date(2026, 12, 1)) is None


@pytest.mark.parametrize(
    ("written", "planted", "said"),
    [
        ("days_left: 5", "days_left: -1", "in their order"),
        ("step: five_before", "step: due_today", "a name of its own"),
        ("step: five_before", "step: new", "another name"),
        ("to: [approver]", "to: [minister]", "to"),
        ("from_hour: 7", "from_hour: 24", "from_hour"),
        ("working_days: 10", "working_days: 0", "working_days"),
        ("from_hour: 7", "from_hour: 7\n    colour: red", "colour"),
    ],
)
def test_a_fault_of_the_rules_is_named_with_its_place(tmp_path, written, planted, said):
    """Out of order, twice, a taken name, to nobody known, at no hour, silent at once, a strange word."""
    assert written in ESCALATION
    with pytest.raises(Invalid) as caught:
        read_pack(write_pack(tmp_path, **{"rules/followup.yaml": ESCALATION.replace(written, planted, 1)}))
    (found,) = caught.value.findings
    assert found.where.file == "rules/followup.yaml" and said in f"{found} {found.where.column}"
