"""The outline: a pack's order of headings, statements, tables and charts, written in every language."""

from collections.abc import Mapping
from typing import Any

from giaoban.core.registry.packs import Pack
from giaoban.core.writing.charts import draw
from giaoban.core.writing.sentences import Scope, say
from giaoban.core.writing.statements import read_sheet
from giaoban.core.writing.tables import tabulate
from giaoban.core.writing.voice import Voice

Block = dict[str, Any]
Pictures = Mapping[str, Mapping[str, Any]]
REPORT = "report"


def write(factsheet: Mapping[str, Any], pack: Pack) -> dict[str, Any]:
    """Return the report in each language of the factsheet, as blocks, tables and charts.

    Shape:   language → {"blocks": […], "tables": {table_id: …}, "charts": {chart_id: …}}.
    Edges:   what speaks of an analysis that the round does not make is left out, and so is a heading with
             nothing under it; an analysis without figures is said to have none.
    Raises:  Invalid if the wording lacks a statement of the outline, or asks for an unknown field.
    """
    sheet, outline = read_sheet(factsheet), pack.documents[REPORT]
    voices = (Voice(sheet, pack.wording[language], language) for language in factsheet["header"]["languages"])
    return {voice.language: _write(voice, outline) for voice in voices}


def _write(voice: Voice, outline: Mapping[str, Any]) -> dict[str, Any]:
    tables = {name: tabulate(voice, name, spec) for name, spec in outline["tables"].items()}
    charts = {name: draw(voice, name, spec) for name, spec in outline["charts"].items()}
    pictures = {"table": _made(tables), "chart": _made(charts)}
    blocks = [block for section in outline["sections"] for block in _section(voice, section, pictures)]
    return {"blocks": drop_empty_headings(blocks), "tables": pictures["table"], "charts": pictures["chart"]}


def _made(things: Mapping[str, Any]) -> dict[str, Any]:
    return {name: thing for name, thing in things.items() if thing is not None}


def _section(voice: Voice, section: Mapping[str, Any], pictures: Pictures) -> list[Block]:
    text = "".join(span.text for span in Scope(voice, {}).fill(section["heading"][voice.language]))
    blocks = [{"kind": "heading", "level": section["level"], "text": text}]
    for content in section.get("contents", ()):
        blocks.extend(_block(voice, content, pictures))
    return blocks


def _block(voice: Voice, content: Mapping[str, Any], pictures: Pictures) -> list[Block]:
    for kind, made in pictures.items():
        if kind in content:
            return [{"kind": kind, kind: content[kind]}] if content[kind] in made else []
    spans = say(voice, content["statement"], content.get("of", {}))
    records = [span.record() for span in spans]
    return [{"kind": "paragraph", "statement": content["statement"], "spans": records}] if records else []


def drop_empty_headings(blocks: list[Block]) -> list[Block]:
    """Return the blocks without a heading that nothing stands under."""
    kept: list[Block] = []
    for block in reversed(blocks):
        follower = kept[-1] if kept else {"kind": "heading", "level": 0}
        is_heading = block["kind"] == "heading"
        if is_heading and follower["kind"] == "heading" and follower["level"] <= block["level"]:
            continue
        kept.append(block)
    return kept[::-1]
