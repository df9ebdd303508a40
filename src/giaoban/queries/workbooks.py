"""Workbooks: the words that one is written and read with, and what was handed out."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.signing import BadSignature, Signer

from giaoban.core.errors import NotFound
from giaoban.core.figures.answers import Vocabulary
from giaoban.core.figures.blocks import key_of
from giaoban.core.figures.entries import Entry
from giaoban.core.figures.forms import Form
from giaoban.core.registry.packs import Pack
from giaoban.core.writing.periods import say_period
from giaoban.queries.submissions import entry_of
from giaoban.records.models import EntryVersion, IssuedWorkbook

_SIGNER = {"salt": "giaoban.workbook"}


def words(pack: Pack, form: Form, language: str = "") -> dict[str, Any]:
    """Return every text of the unit's workbook in one language of the pack, else in the pack's own.

    Raises:  NotFound if the pack has no words for workbooks.
    """
    own = next((one for one in (language, *pack.languages) if f"workbook.{one}" in pack.documents), "")
    if not own:
        raise NotFound(
            f"The pack {pack.pack_id} has no words for workbooks", "Add documents/workbook.….yaml."
        )
    wording = pack.wording[own]
    measures = pack.codelists.get("unit_measures", {})
    periods = {past.period for line in form.lines for past in (line.last_year, line.last_report) if past}
    return {
        **pack.documents[f"workbook.{own}"]["workbook"],
        "title": form.titles[own],
        "sections": {section: titles[own] for section, titles in form.sections.items()},
        "numbers": wording["numbers"],
        "targets": wording["targets"],
        "measures": {code: one.symbol.get(own) or one.names[own] for code, one in measures.items()},
        "periods": {period: say_period(period, wording) for period in periods},
    }


def vocabulary(pack: Pack, said: Mapping[str, Any]) -> Vocabulary:
    """Return the words by which answers are read: those of every language that the workbook is written in."""
    every = [content["workbook"] for name, content in pack.documents.items() if name.startswith("workbook.")]
    verdicts = {key_of(text): verdict for one in every for verdict, text in one["verdicts"].items()}
    absences = frozenset(key_of(text) for one in every for text in (one["absence"], *one["other_absences"]))
    states = frozenset(key_of(text) for one in every for text in one["states"].values())
    return Vocabulary(verdicts, absences, said["measures"], said["numbers"]["decimal"], states)


def sign(manifest: str) -> str:
    """Return the signature of a manifest, by the key of this installation."""
    return Signer(**_SIGNER).signature(manifest)


def is_signed(manifest: str, signature: str) -> bool:
    """Return whether this installation signed the manifest."""
    signer = Signer(**_SIGNER)
    try:
        signer.unsign(f"{manifest}{signer.sep}{signature}")
    except BadSignature:
        return False
    return True


def was_issued(key: str) -> bool:
    """Return whether a workbook of this key was handed out."""
    return IssuedWorkbook.objects.filter(key=key).exists()


def as_issued(round_id: str, unit_key: str, versions: Mapping[str, int]) -> dict[str, Entry]:
    """Return what stood in the lines in the versions that a workbook was written from."""
    return dict(_as_issued(round_id, unit_key, versions))


def _as_issued(round_id: str, unit_key: str, versions: Mapping[str, int]) -> Iterator[tuple[str, Entry]]:
    rows = EntryVersion.objects.filter(
        entry__submission__round_id=round_id,
        entry__submission__unit_key=unit_key,
        version__in=set(versions.values()),
    ).select_related("entry")
    for row in rows:
        if versions.get(row.entry.line_id) == row.version:
            yield row.entry.line_id, entry_of(row, row.entry.line_id)
