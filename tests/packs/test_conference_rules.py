"""What a pack lays down for conferences: that of the real one, and faults named with their place."""

from datetime import date

import pytest

from giaoban.core.conduct.agenda import TOPIC, limits_of, programme_of, total
from giaoban.core.errors import Invalid
from giaoban.files.packs import read_pack
from tests.factories.convening import PACK, RULES
from tests.factories.packs import write_pack
from tests.house.tree import PACKS


def test_the_pack_has_limits_from_their_day_on_and_a_programme_in_both_languages():
    """Three working days; fifty minutes of speech since the end of 2025; the same items in each language."""
    rules = read_pack(PACKS / "vn").rules[TOPIC]
    before, now = (limits_of(rules, day) for day in (date(2024, 1, 17), date(2027, 1, 15)))
    assert (before.notice_days, before.speech_minutes) == (3, None)
    assert (now.notice_days, now.conclusion_days, now.speech_minutes) == (3, 5, 50)
    own, english = (programme_of(rules, date(2027, 1, 15), language) for language in ("vi", "en"))
    assert [one.minutes for one in own] == [one.minutes for one in english] and total(own) == 240
    assert [one.title for one in own if one.kind == "conclusion"] == ["Phát biểu kết luận"]


@pytest.mark.parametrize(
    ("written", "planted", "said"),
    [
        ("working_days: 3", "working_days: -1", "working_days"),
        ("working_days: 3", "minutes: 3", "minutes"),
        ("minutes: 90", "minutes: 0", "minutes"),
        ("kind: conclusion", "kind: song", "kind"),
        ("titles: {en: Opinions}", "titles: {fr: Avis}", "rules.3.sections.1.titles.en"),
        ("decision_sought: {en: Tasks}", "decision_sought: {fr: x}", "items.0.decision_sought.en"),
    ],
)
def test_a_fault_of_the_rules_is_named_with_its_place(tmp_path, written, planted, said):
    """Days below zero, the wrong measure, no time, an unknown kind, a language that is missing."""
    assert written in RULES
    changed = {**PACK, f"rules/{TOPIC}.yaml": RULES.replace(written, planted, 1)}
    with pytest.raises(Invalid) as caught:
        read_pack(write_pack(tmp_path, **changed))
    assert {one.where.file for one in caught.value.findings} == {f"rules/{TOPIC}.yaml"}
    assert any(said in f"{one} {one.where.column}" for one in caught.value.findings)
