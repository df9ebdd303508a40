"""Vintages: what was learned of a figure, when, and by which recording."""

from dataclasses import dataclass
from datetime import datetime

from giaoban.core.figures.observations import Observation


@dataclass(frozen=True)
class Recorded:
    """One row as it was stored: the observation, and when and by whom it was recorded."""

    observation: Observation
    recorded_at: datetime
    recorded_by: str
