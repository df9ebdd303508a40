"""Documents: printed from a factsheet and nothing else, and held against it again when edited."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace as with_changes
from pathlib import Path
from typing import Any

from giaoban.core.errors import Invalid, Place
from giaoban.core.registry.packs import Pack
from giaoban.core.writing.claims import Claim, check, likeness
from giaoban.core.writing.proofs import source_rows
from giaoban.files.charts import render
from giaoban.files.excel.tables import write_tables
from giaoban.files.pages import reports as pages
from giaoban.files.pdf import reports as pdf
from giaoban.files.word import reports as word
from giaoban.files.word.reading import read_paragraphs
from giaoban.files.writing import replace

Progress = Callable[[str, int, int], None]


def print_documents(
    *, factsheet: Mapping[str, Any], pack: Pack, directory: Path, progress: Progress = lambda *_: None
) -> list[Path]:
    """Write every document of the factsheet into `directory`; return the files in the order written.

    Shape:   `progress(name, done, of)` is called before each file.
    Edges:   each file is complete or absent; one that stood there before stays until its successor is whole.
    """
    tasks = list(_tasks(factsheet, pack, directory))
    for done, (path, write) in enumerate(tasks):
        progress(path.name, done, len(tasks))
        write()
    return [path for path, _ in tasks]


def _tasks(
    factsheet: Mapping[str, Any], pack: Pack, directory: Path
) -> Iterator[tuple[Path, Callable[[], None]]]:
    layouts = pack.documents["report"]["layouts"]
    for language in [language for language in pack.languages if language in factsheet["documents"]]:
        printer = _Printer(factsheet, pack, language, directory)
        suffix = "" if language == pack.languages[0] else f"-{language}"
        yield from printer.charts(suffix)
        yield directory / f"report{suffix}.docx", printer.word(f"report{suffix}.docx", layouts[0])
        if not suffix:
            for layout in layouts[1:]:
                yield directory / f"report-{layout}.docx", printer.word(f"report-{layout}.docx", layout)
        yield directory / f"report{suffix}.pdf", printer.pdf(f"report{suffix}.pdf", layouts[0])
        yield directory / f"report{suffix}.html", printer.page(f"report{suffix}.html")
        if not suffix:
            yield directory / "tables.xlsx", printer.tables("tables.xlsx")


class _Printer:
    """Prints one language of one factsheet; each chart is drawn once as SVG and once as PNG."""

    def __init__(self, factsheet: Mapping[str, Any], pack: Pack, language: str, directory: Path) -> None:
        self.factsheet, self.pack, self.language, self.directory = factsheet, pack, language, directory
        self.words = pack.documents[f"printing.{language}"]["printing"]
        self._svgs: dict[str, str] = {}
        self._pngs: dict[str, bytes] = {}

    def charts(self, suffix: str) -> Iterator[tuple[Path, Callable[[], None]]]:
        for name in self._charts():
            path = self.directory / "charts" / f"{name}{suffix}.svg"
            yield path, lambda path=path, name=name: _write_text(path, self._svg()[name])

    def word(self, name: str, layout: str) -> Callable[[], None]:
        path, data = self.directory / name, self.pack.documents[layout]
        return lambda: word.write_report(path, self.factsheet, self.language, data, self._png())

    def pdf(self, name: str, layout: str) -> Callable[[], None]:
        path, data = self.directory / name, self.pack.documents[layout]
        return lambda: pdf.write_report(path, self.factsheet, self.language, data, self._svg())

    def page(self, name: str) -> Callable[[], None]:
        path = self.directory / name
        return lambda: pages.write_report(path, self.factsheet, self.language, self.words, self._inline())

    def tables(self, name: str) -> Callable[[], None]:
        return lambda: write_tables(self.directory / name, self.factsheet, self.language, self.words)

    def _charts(self) -> Mapping[str, Any]:
        return self.factsheet["documents"][self.language]["charts"]

    def _svg(self) -> dict[str, str]:
        if not self._svgs:
            self._svgs = {name: render.svg(chart) for name, chart in self._charts().items()}
        return self._svgs

    def _inline(self) -> dict[str, str]:
        return {name: render.inline(picture) for name, picture in self._svg().items()}

    def _png(self) -> dict[str, bytes]:
        if not self._pngs:
            self._pngs = {name: render.png(chart) for name, chart in self._charts().items()}
        return self._pngs


def _write_text(path: Path, text: str) -> None:
    replace(path, lambda temporary: temporary.write_text(text, encoding="utf-8") and None)


def check_claims(*, document: Path, factsheet: Mapping[str, Any]) -> tuple[Claim, ...]:
    """Return each claim of the edited Word file that the factsheet does not bear out, with its source rows.

    Edges:   the language is the one whose printed text is most alike; the layout does not matter.
    Raises:  Invalid if the file is no Word document, or is none of this factsheet's.
    """
    found = read_paragraphs(document)
    printed = {language: likeness(content, found) for language, content in factsheet["documents"].items()}
    language = max(printed, key=lambda name: printed[name], default="")
    if not printed.get(language):
        detail = (
            "Not one paragraph is like the report printed from it; name the factsheet it was printed from."
        )
        raise Invalid("The document was not printed from this factsheet", detail, Place(file=document.name))
    names = {unit["name"] for unit in factsheet["units"]}
    claims = check(factsheet["documents"][language], found, names)
    return tuple(with_changes(claim, sources=_sources(factsheet, claim)) for claim in claims)


def _sources(factsheet: Mapping[str, Any], claim: Claim) -> tuple[str, ...]:
    rows = (
        row for figure_id, unit_key in claim.bindings for row in source_rows(factsheet, figure_id, unit_key)
    )
    return tuple(dict.fromkeys(rows))
