"""A unit's page: tallies side by side, targets with both verdicts, figures, and what is missing."""

import re

import pytest

from tests.web.pages import SCOREBOARD, figure, figures, names, read

pytestmark = pytest.mark.usefixtures("site")


def page_of(client, unit_key, language="vi"):
    return client.get(SCOREBOARD.replace("/vi/", f"/{language}/") + f"units/{unit_key}/")


def test_tallies_that_disagree_stand_side_by_side_and_none_is_lost(client):
    """Where reported and computed differ, the page says so and shows all of them."""
    disagreement = next(f for f in figures(rule="disagreement") if f["value"])
    text, rows = read(page_of(client, disagreement["unit_key"]))
    assert "Các số tổng hợp chưa thống nhất" in text
    for tally in disagreement["value"]:
        assert any(cell.startswith(f"{tally['met']}/{tally['total']} (") for row in rows for cell in row)


def test_a_target_shows_what_was_set_what_came_and_the_verdict_as_shape_and_word(client):
    """A range below its lower bound is not met; the mark has a shape and a word beside its colour."""
    response = page_of(client, "vn63-31")
    row = next(row for row in read(response)[1] if "12,7% – 13%" in row)
    assert "10,34%" in row and "▽ không đạt" in row
    assert '<span class="shape" aria-hidden="true">▽</span> không đạt' in response.content.decode()


def test_a_confirmed_verdict_stands_beside_the_computed_one_with_its_reason(client):
    """Both are shown, never only the one that won."""
    confirmed = next(
        f for f in figures(rule="attainment") if f["working"]["confirmed"] and f["working"]["reason"]
    )
    text, _ = read(page_of(client, confirmed["unit_key"]))
    assert "tính: " in text and "xác nhận: " in text and confirmed["working"]["reason"] in text


def test_its_places_and_its_figures_lead_to_their_proofs(client):
    """Every value on the page is a link to its figure."""
    growth = figure(analysis="growth", unit_key="vn63-24")
    ranking = figure(rule="ranking", analysis="growth_ranking")
    page = page_of(client, "vn63-24").content.decode()
    assert f"/figures/{growth['figure_id']}/" in page and f"/figures/{ranking['figure_id']}/" in page
    assert "13,45%" in page and "1/34" in page


def test_what_was_not_reported_is_listed_with_the_reason(client):
    """A unit without growth says so by name of the indicator, and is not ranked."""
    assert not figures(analysis="growth", unit_key="vn63-02")
    text, _ = read(page_of(client, "vn63-02", "en"))
    before, missing = text.split("What this unit did not report")
    assert "2023: not reported" in missing
    assert "Ranking by share of targets met – (not ranked: not reported)" in before


def test_every_unit_of_the_round_has_a_page(client):
    """63 rows lead to 63 pages."""
    page = client.get(SCOREBOARD).content.decode()
    assert len(names(client.get(SCOREBOARD))) == 63
    keys = set(re.findall(r"/units/([\w-]+)/", page))
    assert len(keys) == 63
    assert {page_of(client, key).status_code for key in keys} == {200}


def test_an_unknown_unit_is_not_found(client):
    """So is a unit of another round."""
    assert page_of(client, "nowhere").status_code == 404
    assert page_of(client, "rw-11").status_code == 404


def test_a_unit_page_asks_the_database_no_more_for_more_targets(client, django_assert_num_queries):
    """One unit has many targets, another has none."""
    for unit_key in ("vn63-22", "vn63-24"):
        with django_assert_num_queries(3):
            page_of(client, unit_key)
