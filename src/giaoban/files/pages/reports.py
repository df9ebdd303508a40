"""The report as a page: every number leads to the row that says where it comes from."""

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from giaoban.files.columns import SHORT_TEXT
from giaoban.files.printing import Voice
from giaoban.files.writing import replace

_STYLE = Path(__file__).with_name("report.css")
_MOST_SOURCES = 3


def write_report(
    path: Path,
    factsheet: Mapping[str, Any],
    language: str,
    words: Mapping[str, Any],
    charts: Mapping[str, str],
) -> None:
    """Write the report of `language` as one HTML file; `charts` are its pictures as SVG."""
    page = _Page(Voice(factsheet, language, words), charts).html()
    replace(path, lambda temporary: temporary.write_text(page, encoding="utf-8") and None)


class _Page:
    def __init__(self, voice: Voice, charts: Mapping[str, str]) -> None:
        self.voice, self.charts = voice, charts
        self.used = voice.used_figures()
        self.known = {figure["figure_id"] for figure in self.used}

    def html(self) -> str:
        voice, words = self.voice, self.voice.words
        body = "\n".join(self._blocks())
        return f"""<!doctype html>
<html lang="{escape(voice.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(voice.title)}</title>
<style>
{_STYLE.read_text(encoding="utf-8")}</style>
</head>
<body>
<header>
<p class="draft">{escape(words["draft"])}</p>
<h1>{escape(voice.title)}</h1>
<p class="proof">{escape(voice.as_of())}. {escape(voice.proof())}.</p>
</header>
<main>
{body}
{self._sources()}
</main>
</body>
</html>
"""

    def _blocks(self) -> Iterator[str]:
        document = self.voice.document
        for block in document["blocks"]:
            if block["kind"] == "heading":
                level = block["level"] + 1
                yield f"<h{level}>{escape(block['text'])}</h{level}>"
            elif block["kind"] == "paragraph":
                yield f"<p>{''.join(self._span(span) for span in block['spans'])}</p>"
            elif block["kind"] == "table":
                yield self._table(block["table"], document["tables"][block["table"]])
            else:
                yield f'<figure id="chart-{escape(block["chart"])}">{self.charts[block["chart"]]}</figure>'

    def _span(self, span: Mapping[str, Any]) -> str:
        text, figure = escape(span["text"]), span.get("figure_id")
        if not figure or not text:
            return text
        bound = f'data-figure="{escape(figure)}"'
        if figure not in self.known:
            return f"<span {bound}>{text}</span>"
        return f'<a class="figure" {bound} href="#figure-{escape(figure)}">{text}</a>'

    def _table(self, name: str, table: Mapping[str, Any]) -> str:
        kinds = [column["kind"] for column in table["columns"]]
        titles = zip(kinds, table["columns"], strict=True)
        head = "".join(
            f'<th scope="col" class="{kind}">{escape(column["title"])}</th>' for kind, column in titles
        )
        heading = kinds.index("text") if "text" in kinds else -1
        rows = "\n".join(self._row(row, kinds, self._heading_cell(table, heading)) for row in table["rows"])
        return f"""<div class="wide" role="region" tabindex="0" aria-labelledby="table-{escape(name)}">
<table>
<caption id="table-{escape(name)}">{escape(table["title"])}</caption>
<thead><tr>{head}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</div>
<p class="note">{escape(table["note"])}</p>"""

    @staticmethod
    def _heading_cell(table: Mapping[str, Any], first: int) -> int:
        """Return the column that names the row: the first text column that no code fills."""
        texts = [place for place, column in enumerate(table["columns"]) if column["kind"] == "text"]
        named = [
            place for place in texts if not all(row[place]["text"][:1].isdigit() for row in table["rows"])
        ]
        return named[0] if named else first

    def _row(self, row: list[Mapping[str, Any]], kinds: list[str], heading: int) -> str:
        cells = []
        for place, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
            tag = 'th scope="row"' if place == heading else "td"
            look = "text short" if kind == "text" and len(cell["text"]) <= SHORT_TEXT else kind
            cells.append(f'<{tag} class="{look}">{self._span(cell)}</{tag[:2]}>')
        return f"<tr>{''.join(cells)}</tr>"

    def _sources(self) -> str:
        words = self.voice.words
        titles = [words[key] for key in ("figure", "value", "sources", "release")]
        head = "".join(f'<th scope="col" class="text">{escape(title)}</th>' for title in titles)
        rows = "\n".join(self._source_row(figure) for figure in self.used)
        return f"""<section class="sources">
<h2 id="sources">{escape(words["figures_title"])}</h2>
<p>{escape(words["figures_intro"])}</p>
<div class="wide" role="region" tabindex="0" aria-labelledby="sources">
<table>
<thead><tr>{head}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</div>
</section>"""

    def _source_row(self, figure: Mapping[str, Any]) -> str:
        voice = self.voice
        cells = [
            f'<th scope="row" class="text">{escape(voice.figure_name(figure))}</th>',
            f'<td class="text">{escape(voice.figure_value(figure))}</td>',
            f'<td class="text">{self._source_list(figure["sources"])}</td>',
            f'<td class="text">{escape(voice.date(figure["vintage"])) if figure["vintage"] else "–"}</td>',
        ]
        return f'<tr id="figure-{escape(figure["figure_id"])}">{"".join(cells)}</tr>'

    def _source_list(self, sources: list[str]) -> str:
        words = self.voice.words
        if not sources:
            return escape(words["derived"])
        shown = [_source(source) for source in sources[:_MOST_SOURCES]]
        if len(sources) > _MOST_SOURCES:
            shown.append(escape(words["more_sources"].format(count=len(sources) - _MOST_SOURCES)))
        return "<br>".join(shown)


def _source(source: str) -> str:
    text = escape(source)
    return f'<a href="{text}">{text}</a>' if source.startswith(("https://", "http://")) else text
