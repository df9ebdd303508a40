"""The rules and words of notices in a pack: those of the real one, and faults named with their place."""

from datetime import date
from string import Formatter

import pytest

from giaoban.core.conduct.resolutions import RULE, TOPIC, Assignment
from giaoban.core.errors import Invalid
from giaoban.core.registry.rules import in_force
from giaoban.core.writing.notices import fill, say_task
from giaoban.files.packs import read_pack
from tests.factories.notices import FILES
from tests.factories.packs import write_pack
from tests.house.tree import PACKS

RULES = FILES["rules/notices.yaml"]


def test_the_pack_says_within_how_many_working_days_a_notice_is_due():
    """Five, since 2018; before that no rule is known."""
    rules = read_pack(PACKS / "vn").rules[TOPIC]
    assert in_force(rules, RULE, date(2026, 7, 6))["working_days"] == 5
    assert in_force(rules, RULE, date(2018, 1, 1)) is None


@pytest.mark.parametrize(
    "planted", ["working_days: 0", "working_days: soon", "working_days: 5\n    hours: 3"]
)
def test_a_faulty_rule_is_named_with_its_place(tmp_path, planted):
    """No days, no number, and a setting that nobody knows."""
    faulty = RULES.replace("working_days: 5", planted)
    with pytest.raises(Invalid) as refusal:
        read_pack(write_pack(tmp_path, **{"rules/notices.yaml": faulty}))
    assert [one for one in refusal.value.findings if one.where.file == "rules/notices.yaml"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_words_of_a_notice_ask_only_for_what_there_is(language):
    """In every language of the pack, with everything known and with nothing."""
    wording = read_pack(PACKS / "vn").wording[language]
    told = ("day", "place", "chair", "conference", "sites", "attendees", "reporters")
    for form in ("opening", "closing"):
        asked = {name.lower() for _text, name, *_rest in Formatter().parse(wording["notices"][form]) if name}
        assert asked <= set(told)
        assert "[" not in fill(wording["notices"][form], dict.fromkeys(told, "x"))
        assert "[" not in fill(wording["notices"][form], dict.fromkeys(told, ""))
    empty = say_task(Assignment(leads=("a",)), {"a": "A"}, wording)
    assert "A" in empty and "[" not in empty and "  " not in empty


def test_a_task_is_said_as_an_office_writes_it():
    """By a day or in a month, with one body or several beside the one that leads."""
    wording, names = read_pack(PACKS / "vn").wording["vi"], {"a": "Bộ A", "b": "Bộ B", "c": "Bộ C"}
    task = Assignment(1, ("a",), ("b", "c"), "báo cáo Chính phủ.", date(2026, 8, 31), "month")
    assert say_task(task, names, wording) == (
        "Giao Bộ A chủ trì, phối hợp với Bộ B và Bộ C, báo cáo Chính phủ, hoàn thành trong tháng 8 năm 2026."
    )
    alone = Assignment(1, ("a",), (), "báo cáo", date(2026, 8, 5), "day", product="báo cáo")
    assert say_task(alone, names, wording) == (
        "Giao Bộ A chủ trì, báo cáo, hoàn thành chậm nhất ngày 05/08/2026; sản phẩm: báo cáo."
    )
