"""The report page: the same text as the documents, each bound number a link to its proof."""

import pytest

from giaoban.queries import factsheets
from tests.web.pages import ROUND, SCOREBOARD, read

pytestmark = pytest.mark.usefixtures("site")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_report_holds_every_paragraph_of_the_factsheet_word_for_word(client, language):
    """What is printed and what is shown cannot disagree."""
    text, _ = read(client.get(f"/{language}/rounds/{ROUND}/report/"))
    blocks = factsheets.latest(ROUND)["documents"][language]["blocks"]
    paragraphs = ["".join(s["text"] for s in b["spans"]) for b in blocks if b["kind"] == "paragraph"]
    assert len(paragraphs) > 10
    for paragraph in paragraphs:
        assert " ".join(paragraph.split()) in text


def test_every_bound_span_leads_to_its_figure(client):
    """As many links as bound spans, each to a figure that is there."""
    page = client.get(f"{SCOREBOARD}report/").content.decode()
    factsheet = factsheets.latest(ROUND)
    spans = [
        s for b in factsheet["documents"]["vi"]["blocks"] if b["kind"] == "paragraph" for s in b["spans"]
    ]
    bound = [s["figure_id"] for s in spans if s.get("figure_id")]
    links = [
        link.split("/")[0] for link in page.split('class="bound" href="/vi/rounds/2023-annual/figures/')[1:]
    ]
    assert links == bound and set(links) <= {f["figure_id"] for f in factsheet["figures"]}


def test_tables_and_charts_of_the_report_stand_on_the_page(client):
    """Each has its title; a table says how many reported."""
    text, _ = read(client.get(f"{SCOREBOARD}report/"))
    document = factsheets.latest(ROUND)["documents"]["vi"]
    shown = [b.get("table") or b.get("chart") for b in document["blocks"] if b["kind"] in ("table", "chart")]
    for name in shown:
        part = document["tables"].get(name) or document["charts"][name]
        assert part["title"] in text
    assert "20/63 có số liệu" in text
