"""Schemas of a pack's YAML files: its identity, its dated rules, its rounds, its forms."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from giaoban.core.conduct.phases import Stage
from giaoban.core.conduct.schedules import Report
from giaoban.files.packs.schemas import Confidence, Names, OptionalDate, Row, Text, Upper

#: A text with a letter or a digit in it: a word without any would be found everywhere.
Word = Annotated[str, Field(pattern=r"[^\W_]")]


class Source(Row):
    """One source of a pack as a whole."""

    name: Text
    use: Text
    licence: Text


class PackFile(Row):
    """pack.yaml: the pack's identity, languages and licence."""

    pack_id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    names: Names
    languages: Annotated[list[Text], Field(min_length=1)]
    weekend: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(max_length=6)] = []
    licence: Text
    sources: Annotated[list[Source], Field(min_length=1)]


class Rule(BaseModel):
    """One dated rule; what it says beyond these fields is its own."""

    model_config = ConfigDict(extra="allow", frozen=True)

    rule: Text
    title: Text
    valid_from: date
    valid_to: OptionalDate
    source: Text
    confidence: Confidence


class RulesFile(Row):
    """rules/<topic>.yaml: dated rules of one topic."""

    rules: Annotated[list[Rule], Field(min_length=1)]


class ScreenRule(Rule):
    """A dated rule of a screen: the level of false discovery, and the fewest data that it judges."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    note: str = ""
    level: Annotated[Decimal, Field(gt=0, lt=1)]
    minimum: Annotated[int, Field(ge=1)]


class HeapingRule(ScreenRule):
    """How near a target is near, and what part of near results may lie above it without question."""

    rule: Literal["heaping"]
    window_steps: Annotated[int, Field(ge=1)]
    window_percent: Annotated[Decimal, Field(ge=0)]
    share_above: Annotated[Decimal, Field(ge=Decimal("0.5"), lt=1)]


class BiasRule(ScreenRule):
    """From how many units a common revision is taken out, and over how many years a habit is judged."""

    rule: Literal["estimate_bias"]
    peers: Annotated[int, Field(ge=3)]
    years: Annotated[int, Field(ge=1)]


class LateEditsRule(ScreenRule):
    """How many days before a deadline are late."""

    rule: Literal["late_edits"]
    days: Annotated[int, Field(ge=0)]


class EasyTargetsRule(ScreenRule):
    """Which part of the peers is the easiest, and how many own changes make a trend."""

    rule: Literal["easy_targets"]
    peers: Annotated[int, Field(ge=3)]
    easiest: Annotated[Decimal, Field(gt=0, lt=1)]
    changes: Annotated[int, Field(ge=1)]


class ReplyRule(Rule):
    """How many days a unit has to reply."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Literal["right_of_reply"]
    note: str = ""
    days: Annotated[int, Field(ge=1)]


class ScreensFile(Row):
    """rules/screens.yaml: the screens for gaming and the right of reply."""

    rules: Annotated[
        list[
            Annotated[
                HeapingRule | BiasRule | LateEditsRule | EasyTargetsRule | ReplyRule,
                Field(discriminator="rule"),
            ]
        ],
        Field(min_length=1),
    ]


class Spelt(Row):
    """One word of stamps, and how else it is spelt, as by codes of old fonts."""

    mark: Word
    also: list[Word] = []


class MarksRule(Rule):
    """The stamps of secrecy: their words, what may stand beside them, and what is only a doubt."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Literal["marks"]
    note: str = ""
    marks: Annotated[list[Spelt], Field(min_length=1)]
    before: list[Word] = []
    after: list[Word] = []
    doubts: list[Word] = []
    symbols: list[Annotated[str, Field(pattern=r"^[^\W_]+$")]] = []


class Declarable(Row):
    """One classification that an upload may be declared as, and whether such a file is taken in."""

    classification: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    names: Names
    is_taken: bool


class ClassificationsRule(Rule):
    """What an upload must choose from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Literal["classifications"]
    note: str = ""
    classifications: Annotated[list[Declarable], Field(min_length=1)]


class ClassificationFile(Row):
    """rules/classification.yaml: which marks keep a file out, and what is declared of it."""

    rules: Annotated[
        list[Annotated[MarksRule | ClassificationsRule, Field(discriminator="rule")]], Field(min_length=1)
    ]


class Band(BaseModel):
    """A half-open interval [from, to); an empty `to` has no end."""

    model_config = ConfigDict(extra="allow", frozen=True)

    start: Annotated[Decimal, Field(alias="from")]
    to: Annotated[Decimal | None, BeforeValidator(lambda bound: None if bound == "" else bound)]


class Control(Row):
    """A control total: the indicator's control unit against the units together, within a tolerance."""

    control: Text
    indicator: Text
    tolerance: Annotated[Decimal, Field(ge=0)]


class StageLine(Row):
    """The day on which a stage of a round is to begin."""

    stage: Stage
    begins_on: date


class RoundFile(BaseModel):
    """rounds/<round_id>/round.yaml: what one review cycle is about."""

    model_config = ConfigDict(extra="allow", frozen=True, coerce_numbers_to_str=True)

    round_id: Text
    titles: Names
    period: Text
    level: Text
    as_of: date
    conference_on: date
    reporting_deadline: date
    deadline_reason: str = ""
    report: Report | None = None
    schedule: list[StageLine] = []
    form: str = ""
    country_unit: Text
    tile_grid: str = ""
    bands: Annotated[list[Band], Field(min_length=1)]
    quantifiers: list[Band]
    controls: list[Control] = []
    analyses: Annotated[list[dict[str, Any]], Field(min_length=1)]


Bound = Annotated[Decimal | None, BeforeValidator(lambda cell: None if cell == "" else cell)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class FormLine(Row):
    """One line: an indicator of the period under review, or of one some years before."""

    indicator: Upper
    required: bool = True
    years_before: Annotated[int, Field(ge=0, le=9)] = 0
    low: Bound = None
    high: Bound = None


class FormSection(Row):
    """One section: lines of its own, or the results of the unit's targets.

    `counts_only` lines take a whole number and no words.
    """

    section: Slug
    titles: Names
    lines: list[FormLine] = []
    targets: bool = False
    counts_only: bool = False

    @model_validator(mode="after")
    def _holds_one_kind(self) -> "FormSection":
        if self.targets == bool(self.lines):
            raise ValueError("give the section lines, or set targets: true")
        if self.targets and self.counts_only:
            raise ValueError("targets may be answered in words: leave counts_only out")
        return self


class FormAttachment(Row):
    """One file that is owed beside the figures."""

    attachment: Slug
    titles: Names
    required: bool = False


class FormFile(Row):
    """forms/<form>.yaml: what each unit owes in a round that names this form."""

    form: Slug
    titles: Names
    source: Text
    #: What stands as source beside an approved figure; {unit} and {round} are filled in.
    provenance: Text
    sections: Annotated[list[FormSection], Field(min_length=1)]
    attachments: list[FormAttachment] = []
