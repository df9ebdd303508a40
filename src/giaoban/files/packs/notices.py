"""Schemas of a pack's rules on notices: within how many working days the conclusions are sent out."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from giaoban.files.packs.mappings import Rule
from giaoban.files.packs.schemas import Row


class NoticeRule(Rule):
    """Within how many working days after a conference its conclusion notice is to be issued."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Literal["conclusion_notice"]
    working_days: Annotated[int, Field(ge=1, le=60)]


class NoticesFile(Row):
    """rules/notices.yaml: when a conclusion notice is due."""

    rules: Annotated[list[NoticeRule], Field(min_length=1)]
