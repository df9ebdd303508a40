"""Drift of a published review: what has changed since, by what is known on a later day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from giaoban.core.review.analyses import assess
from giaoban.core.review.drift import Drift, drift
from giaoban.queries import figures, packs


def since(published: Mapping[str, Any], as_of: date) -> tuple[Drift, ...]:
    """Return what the published factsheet would say otherwise by what is known at `as_of`.

    Raises:  NotFound if no installed pack has its round.
    """
    pack, review = packs.of_round(published["header"]["round_id"])
    known = figures.known(pack.pack_id)
    present = assess(pack, review, known.observations, known.targets, known.results, as_of.isoformat())
    return drift(published, present)
