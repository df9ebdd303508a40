"""The report as PDF: blocks and layout go to the typesetter as data, so no text is read as markup."""

import json
from collections.abc import Mapping
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import typst

from giaoban.files.columns import fit_columns
from giaoban.files.layouts import filled, twips, words_of
from giaoban.files.writing import replace

_FONT_ROOTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
_STAND_IN = "LiberationSerif-Regular.ttf"
_TEMPLATE = Path(__file__).with_name("report.typ")


def write_report(
    path: Path,
    factsheet: Mapping[str, Any],
    language: str,
    layout: Mapping[str, Any],
    charts: Mapping[str, str],
) -> None:
    """Write the report of `language` as PDF; `charts` are its pictures as SVG.

    Edges:   the file carries no date of its own, so equal input gives equal bytes.
    """
    with TemporaryDirectory() as folder:
        room = Path(folder)
        copyfile(_TEMPLATE, room / _TEMPLATE.name)
        for name, picture in charts.items():
            (room / f"{name}.svg").write_text(picture, encoding="utf-8")
        data = json.dumps(_data(factsheet, language, layout), ensure_ascii=False)
        (room / "data.json").write_text(data, encoding="utf-8")
        printed = typst.compile(str(room / _TEMPLATE.name), root=folder, format="pdf", **_fonts())
    replace(path, lambda temporary: temporary.write_bytes(printed) and None)


def _fonts() -> dict[str, Any]:
    """Return which fonts to use where an old edition of the stand-in font would hide the new one.

    Some machines hold two editions of one family; the older, smaller one lacks many letters with marks.
    """
    roots = [root for root in _FONT_ROOTS if root.is_dir()]
    editions = sorted((p for r in roots for p in r.rglob(_STAND_IN)), key=lambda path: path.stat().st_size)
    if len(editions) < 2:
        return {}
    folders = {path.parent for root in roots for path in root.rglob("*.[ot]tf")}
    wanted = folders - {path.parent for path in editions[:-1]}
    return {"ignore_system_fonts": True, "font_paths": sorted(map(str, wanted))}


def _data(factsheet: Mapping[str, Any], language: str, layout: Mapping[str, Any]) -> dict[str, Any]:
    titles = factsheet["header"]["titles"]
    return {
        "language": language,
        "subject": titles.get(language) or next(iter(titles.values())),
        "digest": factsheet["digest"],
        "layout": _with_texts(layout, words_of(factsheet, language), language),
        **factsheet["documents"][language],
        "fitted": _fitted(factsheet["documents"][language]["tables"], layout),
    }


def _fitted(tables: Mapping[str, Any], layout: Mapping[str, Any]) -> dict[str, Any]:
    """Return the widths of each table's columns in points, and its type size."""
    page = layout["page"]
    width = twips(page["width_mm"] - page["left_mm"] - page["right_mm"])
    fitted = {name: fit_columns(table, width, layout["table"]["size"]) for name, table in tables.items()}
    return {
        name: {"widths": [w / 20 for w in widths], "size": size} for name, (widths, size) in fitted.items()
    }


def _with_texts(part: Any, words: Mapping[str, str], language: str) -> Any:
    """Return the layout with each line's text in one language."""
    if isinstance(part, Mapping) and "text" in part:
        return {**part, "text": filled(part["text"], words, language)}
    if isinstance(part, Mapping):
        return {key: _with_texts(value, words, language) for key, value in part.items()}
    return [_with_texts(entry, words, language) for entry in part] if isinstance(part, list) else part
