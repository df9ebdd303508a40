"""Indicators and units as lists: what was asked, who reported, and one indicator across all units."""

import pytest

from giaoban.queries import factsheets, packs
from tests.web.pages import ROUND, SCOREBOARD, figures, names, read

pytestmark = pytest.mark.usefixtures("site")

GROWTH = f"{SCOREBOARD}indicators/GRDP_GROWTH/"


def test_an_indicator_shows_all_units_that_reported_sorted_with_the_countrys_line(client):
    """34 bars from the highest to the lowest, the country's value, and the 29 that are missing by name."""
    response = client.get(GROWTH)
    text, rows = read(response)
    known = sorted((float(f["value"]) for f in figures(analysis="growth")), reverse=True)
    shown = [row[1] for row in rows if len(row) == 4][1:]
    assert shown == [one for one in shown if one.endswith("%")]
    assert [float(one.strip("%").replace(",", ".")) for one in shown] == known
    assert "Cả nước 5,05%" in text and "34/63" in text and 'class="line"' in response.content.decode()
    missing = text.split("chưa báo cáo (29):")[1]
    assert "Hà Giang" in missing and "Bắc Giang" not in missing.split(".")[0]


def test_the_period_stands_in_the_address(client):
    """Another period of the indicator is another address; one that is not there gives the round's own."""
    assert "quý I năm 2023; 17/63" in read(client.get(f"{GROWTH}?period=2023-Q1"))[0]
    assert "năm 2023; 34/63" in read(client.get(f"{GROWTH}?period=1066"))[0]


def test_every_indicator_has_a_page_in_both_languages_and_stands_in_the_list(client):
    """The list leads to each; in the other pack's round too."""
    for round_id in (ROUND, "imihigo-2021-22"):
        page = client.get(f"/vi/rounds/{round_id}/indicators/").content.decode()
        observed = {f["indicator"] for f in figures(round_id, rule="observed")}
        for code in observed:
            assert f"/indicators/{code}/" in page
            for language in ("vi", "en"):
                assert client.get(f"/{language}/rounds/{round_id}/indicators/{code}/").status_code == 200


def test_an_unknown_indicator_is_not_found(client):
    """So is one that no unit was asked for."""
    assert client.get(f"{SCOREBOARD}indicators/NOTHING/").status_code == 404


def test_the_units_stand_in_a_list_that_can_be_searched(client):
    """63 units by name, with region and how much each reported; the search needs no accents."""
    response = client.get(f"{SCOREBOARD}units/")
    assert len(names(response)) == 63 and names(response)[0] == "An Giang"
    found = client.get(f"{SCOREBOARD}units/", {"q": "hcm ", "sort": "known"})
    assert names(found) == []
    _, rows = read(client.get(f"{SCOREBOARD}units/", {"q": "ho chi minh"}))
    assert [row[2] for row in rows if len(row) == 4][1:] == ["Đông Nam Bộ"]


@pytest.mark.parametrize("page", ["units/", "indicators/", "indicators/GRDP_GROWTH/", "scoreboard.csv"])
def test_the_lists_ask_the_database_three_questions(client, django_assert_num_queries, page):
    """Which rounds are published, the latest digest, the installed packs."""
    with django_assert_num_queries(3):
        assert client.get(SCOREBOARD + page).status_code == 200


def test_lists_and_rankings_bear_the_names_that_the_pack_gives_them(client):
    """No title is put together from a rule and a condition: every such analysis has a name."""
    for pack in packs.installed():
        for review in pack.rounds.values():
            made = {
                one["analysis"]
                for one in review.settings["analyses"]
                if one["rule"] not in ("observed", "attainment")
            }
            for language, wording in pack.wording.items():
                assert made - set(wording["analyses"]) == set(), (pack.pack_id, language)
    text, _ = read(client.get(_page("negative_growth")))
    assert "Các địa phương tăng trưởng âm" in text and "Danh sách:" not in text


def _page(analysis: str) -> str:
    figure_id = factsheets.latest(ROUND)["analyses"][analysis][0]
    return f"{SCOREBOARD}figures/{figure_id}/"
