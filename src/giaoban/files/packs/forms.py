"""Checks of a pack's forms: indicators that exist, titles in every language, nothing twice."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from giaoban.core.errors import Finding, Place
from giaoban.files.packs.mappings import FormFile
from giaoban.files.packs.shelves import Shelves


def check_forms(shelves: Shelves, languages: tuple[str, ...]) -> Iterator[Finding]:
    """Yield every fault of a form: its name, its indicators, its titles, what stands twice; and of rounds."""
    forms = {file: content for file, content in shelves.mappings.items() if file.startswith("forms/")}
    for file, content in forms.items():
        form = FormFile(**content)
        yield from _names(file, form)
        yield from _lines(file, form, shelves.named.get("indicators/indicators.csv", set()))
        yield from _titles(file, form, languages)
    yield from _asked(shelves, {PurePosixPath(file).stem for file in forms})


def _names(file: str, form: FormFile) -> Iterator[Finding]:
    if form.form != PurePosixPath(file).stem:
        title = f"The form “{form.form}” lies in a file of another name"
        yield Finding("unknown_reference", title, "Name both alike.", Place(file, column="form"))
    for column, names in (
        ("sections", [one.section for one in form.sections]),
        ("attachments", [one.attachment for one in form.attachments]),
        ("lines", [f"{line.indicator}@{line.years_before}" for one in form.sections for line in one.lines]),
    ):
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Finding("duplicate", f"“{name}” stands twice", "Keep one.", Place(file, column=column))


def _lines(file: str, form: FormFile, indicators: set[str]) -> Iterator[Finding]:
    for section in form.sections:
        for place, line in enumerate(section.lines):
            where = Place(file, column=f"sections.{section.section}.lines.{place}")
            if line.indicator not in indicators:
                title = f"There is no indicator “{line.indicator}”"
                yield Finding("unknown_reference", title, "Correct it, or add it to indicators.csv.", where)
            if line.low is not None and line.high is not None and line.high < line.low:
                yield Finding("limits", "The limits are upside down", "Put the lower one into low.", where)


def _titles(file: str, form: FormFile, languages: tuple[str, ...]) -> Iterator[Finding]:
    titled = (("", form), *((one.section, one) for one in form.sections))
    attached = ((one.attachment, one) for one in form.attachments)
    for name, one in (*titled, *attached):
        for language in set(languages) - set(one.titles):
            title = f"“{name or form.form}” has no title in “{language}”"
            yield Finding("missing_translation", title, "Add it.", Place(file, column=f"titles.{language}"))


def _asked(shelves: Shelves, forms: set[str]) -> Iterator[Finding]:
    for file, content in shelves.mappings.items():
        name = str(content.get("form", "")) if file.startswith("rounds/") else ""
        if name and name not in forms:
            title = f"There is no form “{name}”"
            detail = f"Forms of the pack: {', '.join(sorted(forms)) or 'none'}."
            yield Finding("unknown_reference", title, detail, Place(file, column="form"))
