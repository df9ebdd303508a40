"""The scoreboard: every unit, sorted and searched by the address, with a reason where a value is missing."""

import re
import unicodedata

import pytest

from giaoban.web.components.tables import pads
from tests.web.pages import ROUND, SCOREBOARD, figures, names, read

pytestmark = pytest.mark.usefixtures("site")


def test_the_root_leads_to_the_latest_round_in_the_readers_language(client):
    """The conference held last, under the language that the browser asks for."""
    for asked, language in (("vi,en;q=0.5", "vi"), ("en-GB,en;q=0.9", "en")):
        response = client.get("/", headers={"accept-language": asked})
        assert response.status_code == 302
        assert response.headers["Location"] == f"/{language}/rounds/{ROUND}/"


def test_the_list_names_every_round_the_latest_first(client):
    """Two packs, two rounds; a title in its own language where the reader's is not spoken."""
    text, _ = read(client.get("/vi/"))
    titles = ("Kết quả thực hiện chỉ tiêu năm 2023", "District performance contracts")
    assert 0 < text.index(titles[0]) < text.index(titles[1])


def test_three_units_share_the_first_place_and_the_nine_that_missed_one_stand_in_one_band(client):
    """Ties are marked; the page says that the nine percentages differ only by the number of targets."""
    response = client.get(SCOREBOARD)
    text, rows = read(response)
    board = [row for row in rows if len(row) == 8]
    assert [row[1] for row in board if row[0].startswith("1=")] == ["Quảng Ninh", "Phú Thọ", "Hậu Giang"]
    one_missed = [row for row in board if row[4] == "1"]
    assert len(one_missed) == 9 and {row[6] for row in one_missed} == {"Tỷ lệ cao"}
    assert "chênh lệch nhau chỉ do tổng số chỉ tiêu" in text


def test_the_page_is_titled_with_the_finding_and_shows_the_main_figures_large(client):
    """Three reached the best band; the country's growth stands with its unit, period, territory and day."""
    page = client.get(SCOREBOARD).content.decode()
    text, _ = read(client.get(SCOREBOARD))
    assert "<h1" in page and "3 địa phương đạt và vượt tất cả chỉ tiêu" in page.split("<h1")[1][:200]
    assert "5,05%" in page.split('class="main-figure"')[2][:400]
    assert "Cả nước · năm 2023" in text and "Số liệu tính đến 17/01/2024" in text


@pytest.mark.parametrize(
    "query", ["dak lak", "Đắk Lắk", "ĐẮK  lắk", " DAK LAK ", unicodedata.normalize("NFD", "Đắk Lắk")]
)
def test_search_finds_a_unit_without_accents(client, query):
    """Case, marks and spaces do not matter; the text stays in the form."""
    response = client.get(SCOREBOARD, {"q": query})
    assert names(response) == ["Đắk Lắk"]
    assert f'value="{query.strip()}"' in response.content.decode()
    assert "1/63" in read(response)[0]


@pytest.mark.parametrize("query", ["ba ria vung tau", "Bà Rịa – Vũng Tàu", "ba ria-vung"])
def test_search_does_not_mind_hyphens(client, query):
    """A name is found whether its dash is typed, left out or another one."""
    assert names(client.get(SCOREBOARD, {"q": query})) == ["Bà Rịa - Vũng Tàu"]


@pytest.mark.parametrize(
    "query", ["\x00", "’", "😀", "a" * 5000, "%", "\ud800".encode("utf-8", "replace").decode()]
)
def test_a_search_for_what_is_no_name_finds_none(client, query):
    """Signs, zero bytes and endless texts are answered like any other."""
    response = client.get(SCOREBOARD, {"q": query})
    assert response.status_code == 200 and names(response) == []


def test_numbers_of_a_column_stand_with_their_decimal_marks_under_each_other(client):
    """7,2% stands back by one digit beside 13,45%; no digit is added that the source did not give."""
    page = client.get(SCOREBOARD).content.decode()
    assert re.search(r'class="plain pad-1"[^>]*>7,2%', page)
    assert re.search(r'class="plain"[^>]*>13,45%', page)
    assert pads(["7,2%", "13,45%", "–", "12%", "1.234,5", "3.000 triệu"]) == [1, 0, 0, 2, 1, 2]


def test_a_search_without_a_hit_says_so_and_offers_all_units(client):
    """An empty table never stands without a word; what was typed cannot become markup."""
    response = client.get(SCOREBOARD, {"q": "<b>nowhere</b>"})
    text, _ = read(response)
    assert names(response) == [] and "Không có địa phương nào có tên này" in text
    assert "<b>nowhere" not in response.content.decode()


def test_every_column_sorts_both_ways_and_missing_values_come_last(client):
    """The order is that of the values, and a unit without one stands at the end either way."""
    growth = {f["unit_key"]: f for f in figures(analysis="growth")}
    key = {unit["name"]: unit["unit_key"] for unit in _units()}
    for order in ("ascending", "descending"):
        shown = names(client.get(SCOREBOARD, {"sort": "main", "order": order}))
        values = [growth.get(key[name], {"value": None})["value"] for name in shown]
        known = [float(value) for value in values if value is not None]
        assert known == sorted(known, reverse=order == "descending")
        assert values[len(known) :] == [None] * (63 - len(known)) and len(known) > 30


def test_the_sort_stands_in_the_address_and_in_aria_sort(client):
    """One heading says how the table is sorted, and its link turns the order round and keeps the search."""
    page = client.get(SCOREBOARD, {"sort": "tally", "order": "descending", "q": "quang"}).content.decode()
    assert page.count("aria-sort=") == 1 and 'aria-sort="descending"' in page
    assert "sort=tally&amp;order=ascending&amp;q=quang" in page


def test_an_unknown_column_falls_back_to_the_rank(client):
    """A wrong address still gives the table."""
    assert names(client.get(SCOREBOARD, {"sort": "x", "order": "y"})) == names(client.get(SCOREBOARD))


def test_a_missing_value_is_a_dash_with_its_reason_and_never_zero(client):
    """A reader who hovers or listens learns why."""
    assert not figures(analysis="growth", unit_key="vn63-02")
    page = client.get(SCOREBOARD).content.decode()
    row = next(row for row in page.split("<tr>") if "/units/vn63-02/" in row)
    cell = row.split('column-main">')[1]
    assert 'title="chưa báo cáo">–<span class="unseen"> (chưa báo cáo)' in cell


def test_the_map_holds_every_unit_and_both_archipelagos(client):
    """Each tile leads to a unit's page; an archipelago leads to the unit that it belongs to."""
    page = client.get(SCOREBOARD).content.decode()
    tiles = page.split('<svg class="tiles"')[1].split("</svg>")[0]
    assert tiles.count('class="tile ') == 65
    for name, unit_key in (("Hoàng Sa", "vn63-48"), ("Trường Sa", "vn63-56")):
        tile = next(tile for tile in tiles.split("<a ") if f'aria-label="{name}' in tile)
        assert f"/units/{unit_key}/" in tile and "archipelago" in tile


def test_bars_start_at_zero_negative_ones_lie_left_of_it(client):
    """Every bar touches the line of zero; the national line is drawn and labelled."""
    page = client.get(SCOREBOARD).content.decode()
    bars = page.split('<table class="bars">')[1].split("</table>")[0]
    zero = _attribute(bars.split('class="zero"')[1], "x1")
    sides = {"left": 0, "right": 0}
    for bar in bars.split('<rect class="bar ')[1:]:
        x, width = _attribute(bar, "x"), _attribute(bar, "width")
        assert abs(x - zero) < 0.02 or abs(x + width - zero) < 0.02
        sides["left" if x < zero - 0.02 else "right"] += 1
    assert sides == {"left": 4, "right": 30}
    assert "Cả nước 5,05%" in bars and 'class="line"' in bars


def test_the_other_packs_round_has_the_same_page_in_its_own_words(client):
    """A pack that ranks by a score shows that score; nothing on the page is about tallies."""
    text, rows = read(client.get("/en/rounds/imihigo-2021-22/"))
    assert rows[1][:2] == ["1", "Nyagatare"]
    assert "81.64%" in text and "Targets met" not in text


def test_a_language_that_the_pack_does_not_speak_falls_back_with_a_note(client):
    """The frame is Vietnamese, what the pack says is English and marked as English."""
    page = client.get("/vi/rounds/imihigo-2021-22/").content.decode()
    assert '<html lang="vi">' in page and "chưa có tài liệu bằng tiếng Việt" in page
    assert '<h1 lang="en">' in page and "31/03/2023" in page and "31 March" not in page


def test_the_number_of_questions_to_the_database_does_not_grow_with_the_units(
    client, django_assert_num_queries
):
    """63 units or 30: which rounds are published, the latest digest, the installed packs."""
    for page in (SCOREBOARD, "/en/rounds/imihigo-2021-22/", f"{SCOREBOARD}?q=a&sort=share"):
        with django_assert_num_queries(3):
            client.get(page)


def _units():
    from giaoban.queries import factsheets

    return factsheets.latest(ROUND)["units"]


def _attribute(markup: str, name: str) -> float:
    return float(markup.split(f' {name}="')[1].split('"')[0])
