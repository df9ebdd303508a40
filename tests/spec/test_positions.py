"""Positions, difficulties and petitions: numbers, splitting, clustering, and what is to be mended."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from giaoban.core.conduct import clustering, splitting
from giaoban.core.conduct.clustering import Text, Vocabulary
from giaoban.core.conduct.positions import (
    TOPIC,
    Choices,
    Content,
    check,
    check_split,
    ended_items,
    number_of,
    part_number,
    rules_of,
)
from giaoban.files.packs import read_pack

PACK = read_pack(Path(__file__).parents[2] / "packs" / "vn")
RULES = rules_of(PACK.rules[TOPIC], date(2024, 1, 17))
SUBJECTS = Choices(frozenset(PACK.codelists["subjects"]), frozenset(PACK.codelists["addressees"]))
ROAD = "Đề nghị Chính phủ sớm bố trí đủ vốn đầu tư công trung hạn cho dự án cao tốc."
ROAD_TOO = "Kiến nghị Trung ương bố trí vốn đầu tư công trung hạn 2021-2025 để hoàn thành các dự án cao tốc."
TEACHERS = "Đề nghị bổ sung biên chế giáo viên mầm non, tiểu học."


def parts_of(text: str) -> tuple[str, ...]:
    """Return the parts that are proposed for a text by the rules of the pack."""
    found = splitting.propose(text, RULES.letters, RULES.fewest_words)
    return found.texts if found else ()


def codes(content: Content) -> list[str]:
    """Return what is to be mended in a content."""
    return [one.code for one in check(content, RULES, SUBJECTS)]


def test_a_number_names_the_period_the_unit_and_its_count():
    """The seventh of Hà Nội (code 01) on 2023 is 2023-01/07; its second part is 2023-01/07.2."""
    number = number_of(RULES, period="2023", code="01", number=7)
    assert (number, part_number(number, 2)) == ("2023-01/07", "2023-01/07.2")


def test_a_letter_enumeration_is_split_and_each_part_keeps_who_is_asked():
    """“Đề nghị Chính phủ: a) …; b) …” gives two petitions, each of them to the Government."""
    assert parts_of("Đề nghị Chính phủ: a) Bố trí đủ vốn; b) Sửa quy định về giá đất.") == (
        "Đề nghị Chính phủ: a) Bố trí đủ vốn;",
        "Đề nghị Chính phủ: b) Sửa quy định về giá đất.",
    )


def test_an_enumeration_inside_another_one_stays_in_its_part():
    """1. with a) and b) below it, and 2.: two parts; what stands before the call goes with the first."""
    text = "Tỉnh còn khó khăn. Kính đề nghị:\n1. Sửa luật:\na) về đất\nb) về thuế\n2. Thêm biên chế."
    assert parts_of(text) == (
        "Tỉnh còn khó khăn. Kính đề nghị: 1. Sửa luật:\na) về đất\nb) về thuế",
        "Kính đề nghị: 2. Thêm biên chế.",
    )


def test_the_letters_of_an_enumeration_follow_the_pack():
    """After d) comes đ), as in Vietnamese documents; e) in its place would not count on."""
    text = "Đề nghị: a) một; b) hai; c) ba; d) bốn; đ) năm; e) sáu."
    assert [one.removeprefix("Đề nghị: ")[:2] for one in parts_of(text)] == [
        "a)",
        "b)",
        "c)",
        "d)",
        "đ)",
        "e)",
    ]


def test_dashes_at_the_beginning_of_lines_are_an_enumeration():
    """Two lines that begin with a dash are two parts; a dash inside a line is none."""
    assert parts_of("- Bố trí vốn\n- Thêm biên chế") == ("- Bố trí vốn", "- Thêm biên chế")
    assert parts_of("Giai đoạn 2021 - 2025 và 2026 - 2030") == ()


def test_semicolons_split_where_whole_clauses_stand_between_them():
    """Three clauses of four words and more are three parts; “đường; cầu; cống” is one list."""
    text = "Bố trí đủ vốn trung hạn; sửa quy định về giá đất; bổ sung biên chế giáo viên."
    assert len(parts_of(text)) == 3
    assert parts_of("Đầu tư đường; cầu; cống.") == ()


def test_a_number_that_does_not_count_from_one_is_no_enumeration():
    """“Nghị quyết 2. …”, a lone “1.”, and years are text."""
    for text in ("Theo điểm 2. và điểm 3. của nghị quyết", "Chỉ có 1. việc", "Năm 2023. Năm 2024."):
        assert parts_of(text) == ()


def test_a_split_keeps_every_word_and_adds_none():
    """A word left out, or one of another hand, is named, and the split is refused."""
    text = "Bố trí vốn và thêm biên chế"
    assert check_split(text, ("Bố trí vốn và", "thêm biên chế")) == ()
    (lost,) = check_split(text, ("Bố trí vốn", "thêm biên chế"))
    (added,) = check_split(text, ("Bố trí vốn và", "thêm ngay biên chế"))
    assert (lost.code, dict(lost.values)) == ("words_lost", {"text": "và"})
    assert (added.code, dict(added.values)) == ("words_added", {"text": "ngay"})


def test_like_petitions_are_proposed_with_the_words_that_speak_for_it():
    """Two on the motorway, one on teachers: the first two are laid side by side, with their common words."""
    texts = [Text(number, "petition", text) for number, text in enumerate((ROAD, TEACHERS, ROAD_TOO), 1)]
    (found,) = clustering.propose(texts, RULES.vocabulary)
    (other,) = found.others
    assert (found.lead, other.key) == (1, 3)
    assert {"vốn", "đầu", "tư", "công", "trung", "hạn", "cao", "tốc"} <= set(other.words)
    assert other.share >= RULES.vocabulary.threshold


def test_words_are_compared_without_marks_and_without_common_phrases():
    """“hoà” is “hòa”; “Đề nghị Chính phủ” and figures say nothing of the matter, and “tư” is not “từ”."""
    said = clustering.content_words("Đề nghị Chính phủ hoà mạng 35 trạm, từ vốn đầu tư", RULES.vocabulary)
    assert list(said) == ["hoa", "mang", "tram", "von", "dau", "tu"]


def test_a_position_and_a_petition_are_never_proposed_together():
    """Also where they say the same: they are answered in different ways."""
    texts = [Text(1, "petition", ROAD), Text(2, "difficulty", ROAD)]
    assert clustering.propose(texts, RULES.vocabulary) == ()


def test_what_is_like_a_cluster_is_proposed_to_join_it():
    """A cluster on the motorway is there; a third petition on it is offered to it, not a new cluster."""
    texts = [Text(1, "petition", ROAD, 9), Text(2, "petition", ROAD_TOO, 9), Text(3, "petition", ROAD)]
    (found,) = clustering.propose(texts, RULES.vocabulary)
    assert (found.cluster, found.lead, [one.key for one in found.others]) == (9, 1, [3])
    assert clustering.propose(texts[:2], RULES.vocabulary) == ()


def test_the_threshold_is_reached_at_its_exact_share():
    """Two of four words in common are alike at 0.5, and not at anything above it."""
    texts = [Text(1, "petition", "cầu đường sông"), Text(2, "petition", "cầu đường núi")]
    words = Vocabulary(threshold=Decimal("0.5"), fewest=2)
    assert len(clustering.propose(texts, words)) == 1
    assert clustering.propose(texts, replace(words, threshold=Decimal("0.51"))) == ()
    assert clustering.propose(texts, replace(words, fewest=3)) == ()


def test_what_holds_a_petition_back_and_what_is_only_doubtful():
    """Without an addressee it cannot be filed; without a subject it can, and is asked for one."""
    whole = Content("petition", ROAD, subject="TRANSPORT", addressee="GOVERNMENT")
    assert codes(whole) == []
    assert codes(replace(whole, addressee="")) == ["no_addressee"]
    assert codes(replace(whole, addressee="", body="Bộ Giao thông vận tải")) == []
    assert codes(replace(whole, kind="difficulty", addressee="")) == []
    (doubt,) = check(replace(whole, subject=""), RULES, SUBJECTS)
    assert (doubt.code, doubt.severity) == ("no_subject", "warning")
    assert codes(replace(whole, text="x" * 4001)) == ["too_long"]
    assert codes(replace(whole, subject="MOON")) == ["unknown_code"]


def test_a_cause_belongs_to_the_shortfall_of_an_indicator():
    """Given alone it is a warning: nobody could follow it from the figure to the petition."""
    (doubt,) = check(Content("difficulty", ROAD, subject="LAND", cause="Thiếu vốn"), RULES, SUBJECTS)
    assert (doubt.code, doubt.severity) == ("cause_of_nothing", "warning")


def test_an_item_of_the_agenda_ends_when_another_one_begins():
    """1, 2: the first is over. 1, 2, 1: the room went back to it, and the second is over."""
    assert ended_items([]) == ended_items([1]) == frozenset()
    assert ended_items([1, 2]) == {1}
    assert ended_items([1, 2, 1]) == {2}
