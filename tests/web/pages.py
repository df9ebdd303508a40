"""What tests read in a page: its text, its tables, and the figures that they look for."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from giaoban.queries import factsheets

ROUND = "2023-annual"
SCOREBOARD = f"/vi/rounds/{ROUND}/"


#: Elements that do not separate words.
_INLINE = ("a", "span", "strong", "code", "b")


class _Reader(HTMLParser):
    """Gathers the text of a page and the rows of its tables."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.rows: list[list[str]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag, attrs):
        if tag not in _INLINE:
            self.text.append(" ")
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self._cell is not None:
            self.rows[-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data):
        self.text.append(data)
        if self._cell is not None:
            self._cell.append(data)


def read(response) -> tuple[str, list[list[str]]]:
    """Return the text of a page and all rows of its tables, each a list of the cells' texts."""
    reader = _Reader()
    reader.feed(response.content.decode())
    return " ".join("".join(reader.text).split()), reader.rows


def names(response) -> list[str]:
    """Return the units of the scoreboard in their order."""
    page = response.content.decode()
    found = re.findall(r'<th scope="row" class="unit column-unit"><a href="[^"]*">([^<]*)</a>', page)
    return [unescape(name) for name in found]


def figures(round_id: str = ROUND, **wanted: Any) -> list[dict[str, Any]]:
    """Return the figures of a round with these values."""
    known = factsheets.latest(round_id)["figures"]
    return [one for one in known if all(one[key] == value for key, value in wanted.items())]


def figure(round_id: str = ROUND, **wanted: Any) -> dict[str, Any]:
    """Return the first figure of a round with these values."""
    return figures(round_id, **wanted)[0]


def address(one: dict[str, Any], language: str = "vi", round_id: str = ROUND) -> str:
    """Return the address of a figure's page."""
    return f"/{language}/rounds/{round_id}/figures/{one['figure_id']}/"
