"""Rounds: what was known is assessed, written out and frozen; the factsheet is the only door to printing."""

import os
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from giaoban.actions import controls, events
from giaoban.core.review.analyses import assess
from giaoban.core.review.factsheet import attest, seal_text
from giaoban.core.review.reconciliation import reconcile_round
from giaoban.core.writing.outline import write
from giaoban.queries import events as reading
from giaoban.queries import factsheets, figures, matters, packs
from giaoban.queries.moments import moment
from giaoban.records.models import FrozenFactsheet, InstalledPack


@dataclass(frozen=True)
class FrozenRound:
    """A factsheet and the file it lies in."""

    factsheet: dict[str, Any]
    path: Path


def freeze(*, round_id: str, as_of: str | None = None, by: str) -> FrozenRound:
    """Assess the round with what was known at `as_of` and freeze the result as a factsheet.

    Edges:   without `as_of`, the day that the round names; a date and time leaves out what was recorded
             later too; the same knowledge gives the same bytes.
    Raises:  NotFound if there is no such round; Invalid if `as_of` is no date, or if a control total lies
             outside its tolerance and nobody has recorded why.
    """
    pack, review = packs.of_round(round_id)
    at = moment(str(review.settings["as_of"]) if as_of is None else as_of)
    known = figures.known(pack.pack_id, at.recorded_by)
    controls.require_explained(round_id, reconcile_round(pack, review, known.observations, at.day))
    left = matters.of_round(round_id, date.fromisoformat(at.day))
    facts = assess(pack, review, known.observations, known.targets, known.results, at.day, left)
    return _record(*seal_text({**facts, "documents": write(facts, pack)}), by)


def _keep(digest: str, text: str) -> Path:
    path = factsheets.path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".writing-", delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
    return path


def _record(factsheet: dict[str, Any], text: str, by: str) -> FrozenRound:
    """Record the freezing, then keep the factsheet with the head of the chain as it was frozen first."""
    header, digest = factsheet["header"], factsheet["digest"]
    with transaction.atomic():
        InstalledPack.objects.select_for_update().get(pack_id=header["pack_id"])
        _note(header, digest, by)
        head = reading.freezing(header["round_id"], digest)
        attested, text = attest(factsheet, text, head.number, head.hash)
        # Before the transaction ends: where there is a row, there is a whole file with its head.
        return FrozenRound(attested, _keep(digest, text))


def _note(header: dict[str, Any], digest: str, by: str) -> None:
    named = {name: header[name] for name in ("pack_id", "round_id", "as_of")}
    last = FrozenFactsheet.objects.filter(**named).order_by("id").last()
    if last and last.digest == digest:
        return
    at = timezone.now()
    FrozenFactsheet.objects.create(**named, digest=digest, frozen_at=at, frozen_by=by)
    payload = {"digest": digest, "as_of": header["as_of"]}
    events.note(verb=reading.FROZEN, by=by, object=header["round_id"], at=at, payload=payload)
