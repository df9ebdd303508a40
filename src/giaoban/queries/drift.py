"""Drift of a published review: what has changed since, by what is known on a later day."""

from collections.abc import Mapping
from typing import Any

from giaoban.core.review.analyses import assess
from giaoban.core.review.drift import Drift, drift
from giaoban.queries import figures, packs
from giaoban.queries.moments import Moment


def since(published: Mapping[str, Any], at: Moment) -> tuple[Drift, ...]:
    """Return what the published factsheet would say otherwise by what is known at the moment `at`.

    Raises:  NotFound if no installed pack has its round.
    """
    pack, review = packs.of_round(published["header"]["round_id"])
    known = figures.known(pack.pack_id, at.recorded_by)
    present = assess(pack, review, known.observations, known.targets, known.results, at.day)
    return drift(published, present)
