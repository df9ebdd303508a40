"""A figure's page: value, rule in words, working, sources with their vintages, and how to check it."""

import pytest

from giaoban.queries import factsheets
from tests.web.pages import ROUND, address, figure, figures, read

pytestmark = pytest.mark.usefixtures("site")


def test_an_observed_figure_shows_every_vintage_and_which_one_is_in_force(client):
    """What was superseded, and a later estimate beside a provisional figure, stay with their sources."""
    fallen = figure(analysis="growth", unit_key="vn63-27")
    text, rows = read(client.get(address(fallen)))
    states = [row[4] for row in rows if len(row) == 6][1:]
    assert states[:2] == ["cấp độ thấp hơn", "đang dùng"] and {*states[2:]} == {"đã được thay"}
    assert len(states) == len(fallen["inputs"])
    assert "-9,28%" in text and "-6,18%" in text and "https://" in text


def test_each_vintage_is_told_with_its_step_and_by_how_much_it_moved(client):
    """National growth of the first quarter: 3.32, revised by −0.04 points, then by +0.13."""
    revised = figure(analysis="national_q1")
    _, rows = read(client.get(address(revised)))
    told = [row[1:3] for row in rows if len(row) == 6][1:]
    assert told == [
        ["3,41%", "điều chỉnh +0,13 điểm %"],
        ["3,28%", "điều chỉnh -0,04 điểm %"],
        ["3,32%", "công bố lần đầu"],
    ]
    _, english = read(client.get(address(revised, "en")))
    assert [row[2] for row in english if len(row) == 6][1].startswith("revision +0.13 percentage point")


def test_a_stale_figure_says_which_release_was_due_when_and_by_what(client):
    """An estimate of the second quarter in January: the preliminary figure was due in September."""
    stale = figure(analysis="growth_q2", unit_key="vn63-79")
    text, _ = read(client.get(address(stale)))
    assert "Số đã cũ: số “sơ bộ” lẽ ra công bố ngày 25/09/2023 (Nghị định 94/2022/NĐ-CP, Điều 12)." in text
    assert "Stale" in read(client.get(address(stale, "en")))[0]
    yearly = figure(analysis="growth", unit_key="vn63-79")
    assert "Số đã cũ" not in read(client.get(address(yearly)))[0]


def test_the_rule_is_told_in_the_words_of_the_pack(client):
    """Vietnamese and English words come from the pack's wording."""
    growth = figure(analysis="growth", unit_key="vn63-24")
    assert "Số có cấp độ cao nhất được công bố tính đến ngày chốt" in read(client.get(address(growth)))[0]
    english, _ = read(client.get(address(growth, "en")))
    assert "13.45%" in english and "Số có cấp độ" not in english


def test_a_verdict_shows_its_working_its_target_version_and_its_instrument(client):
    """Range 12.7–13, result 10.34: short by 2.36 percentage points, not per cent."""
    missed = next(f for f in figures(rule="attainment", unit_key="vn63-31") if f["value"] == "not_met")
    text, rows = read(client.get(address(missed)))
    assert "Chênh lệch -2,36 điểm %" in text and "Phép so sánh trong khoảng" in text
    assert [row[1] for row in rows if len(row) == 3 and row[0] == "28/12/2023"] == ["10,34%"]
    assert "▽ không đạt" in text
    assert missed["target_version"] in text and "Văn bản giao" in text and "không đạt" in text


def test_a_change_between_two_years_is_in_percentage_points_and_its_ends_in_per_cent(client):
    """Points and per cent are never mixed up."""
    change = figure(analysis="growth_change", unit_key="vn63-24")
    text, _ = read(client.get(address(change)))
    working = change["working"]
    assert f"Từ {working['from'].replace('.', ',')}%" in text
    assert f"{change['value'].replace('.', ',')} điểm %" in text


def test_a_list_names_its_members_in_order_each_with_the_figure_behind_it(client):
    """Seven units of two-digit growth, falling."""
    two_digit = figure(analysis="two_digit_growth")
    page = client.get(address(two_digit)).content.decode()
    _, rows = read(client.get(address(two_digit)))
    members = [row[1:] for row in rows if len(row) == 3 and row[0].isdigit()]
    assert members[0] == ["Bắc Giang", "13,45%"] and members[-1] == ["Hưng Yên", "10,05%"]
    assert len(members) == 7
    assert all(f"/figures/{point['figure_id']}/" in page for point in two_digit["working"]["points"])


def test_a_ranking_says_how_ties_are_placed(client):
    """The rule for ties stands with the ranking, in the reader's language."""
    text, _ = read(client.get(address(figure(analysis="ranking"))))
    assert "bằng nhau thì cùng hạng tốt nhất, hạng kế tiếp bỏ trống" in text


def test_contradicting_sources_are_shown_and_none_is_chosen(client):
    """Two releases of one day with different values: a dash, and both rows marked as in contradiction."""
    doubted = figure("imihigo-2021-22", value=None, rule="observed", analysis="score", unit_key="rw-33")
    text, rows = read(client.get(address(doubted, "en", "imihigo-2021-22")))
    assert "sources contradict each other" in text
    assert [row[4] for row in rows if len(row) == 6][1:].count("in contradiction") > 1


def test_the_page_quotes_the_sentences_of_the_report_that_speak_of_the_figure(client):
    """From the number back to the text."""
    text, _ = read(client.get(address(figure(analysis="growth", unit_key="vn63-27"))))
    assert "4 địa phương tăng trưởng âm" in text.split("Báo cáo nhắc đến ở đâu?")[1]


def test_the_page_carries_content_id_pack_and_digest(client):
    """What a checker needs stands on the page."""
    growth = figure(analysis="growth", unit_key="vn63-24")
    text, _ = read(client.get(address(growth)))
    for part in (growth["figure_id"], growth["pack"], factsheets.latest(ROUND)["digest"], "giaoban verify"):
        assert part in text


@pytest.mark.parametrize("round_id", [ROUND, "imihigo-2021-22"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_kind_of_figure_has_a_page_in_both_languages(client, round_id, language):
    """Two of each analysis: the first, and the first without a value."""
    for analysis in factsheets.latest(round_id)["analyses"]:
        made = figures(round_id, analysis=analysis)
        chosen = made[:1] + [one for one in made if one["value"] is None][:1]
        for one in chosen:
            response = client.get(address(one, language, round_id))
            assert response.status_code == 200, (analysis, one["figure_id"])
            assert analysis not in read(response)[0] or "_" not in analysis


def test_an_unknown_figure_is_not_found(client):
    """A figure of an older factsheet is no longer there."""
    assert client.get(f"/vi/rounds/{ROUND}/figures/0123456789abcdef/").status_code == 404
