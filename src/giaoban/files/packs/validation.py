"""Schemas of rules/validation.yaml: each kind of rule with what it needs to be told."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from giaoban.files.packs.mappings import Bound, Rule, Slug
from giaoban.files.packs.schemas import Row, Text, Upper

Several = Annotated[list[Upper], Field(min_length=1)]
NotNegative = Annotated[Decimal, Field(ge=0)]
Positive = Annotated[Decimal, Field(gt=0)]


class ValidationRule(Rule):
    """A dated rule of validation: its name, its kind, and how grave what it finds is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: Slug
    kind: Text
    note: str = ""
    priority: Literal["blocking", "explanation", "notice"]


class RequiredRule(ValidationRule):
    """Figures that must be answered, always or where `given` has a value."""

    kind: Literal["required"]
    priority: Literal["blocking", "notice"]
    indicators: Several
    given: Upper | Literal[""] = ""


class RangeRule(ValidationRule):
    """Soft limits, of which one at least is set."""

    kind: Literal["range"]
    indicators: Several
    low: Bound = None
    high: Bound = None

    @model_validator(mode="after")
    def _bounds(self) -> "RangeRule":
        if self.low is None and self.high is None:
            raise ValueError("give low, high or both")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError("put the lower limit into low")
        return self


class ChangeRule(ValidationRule):
    """How far a value may move, in per cent of the earlier one or in points of its unit of measure."""

    kind: Literal["change"]
    indicators: Several
    against: Literal["last_year", "last_report"]
    by: Literal["percent", "points"]
    limit: Positive


class CumulativeRule(ValidationRule):
    """Figures that only grow within a period."""

    kind: Literal["cumulative"]
    indicators: Several


class SumRule(ValidationRule):
    """A whole and its parts."""

    kind: Literal["sum_of_parts"]
    whole: Upper
    parts: Several
    compare: Literal["=", "<="]
    tolerance: NotNegative

    @model_validator(mode="after")
    def _parts(self) -> "SumRule":
        if self.whole in self.parts or len(set(self.parts)) < len(self.parts):
            raise ValueError("a part stands once, and is not the whole")
        return self


class RelationRule(ValidationRule):
    """A stated per cent and the level that implies it."""

    kind: Literal["relation"]
    stated: Upper
    level: Upper
    implied: Literal["growth", "share_of_target"]
    tolerance: NotNegative

    @model_validator(mode="after")
    def _two(self) -> "RelationRule":
        if self.stated == self.level:
            raise ValueError("name two indicators")
        return self


class AgreementRule(ValidationRule):
    """The result of a target and the figure of the same indicator."""

    kind: Literal["agreement"]
    tolerance: NotNegative


class ExplainedRule(ValidationRule):
    """Which results need a written explanation."""

    kind: Literal["explained"]
    when: Annotated[list[Literal["missed", "verdict_differs"]], Field(min_length=1)]


class ControlTotalRule(ValidationRule):
    """Units together against the total published for the whole; units never see it before it is discussed."""

    kind: Literal["control_total"]
    priority: Literal["notice"]
    indicators: Several
    tolerance: NotNegative
    in_percent: bool = False


class OutlierRule(ValidationRule):
    """From which distance a value stands out; it is a signal and never more than a notice."""

    kind: Literal["own_past", "peers"]
    priority: Literal["notice"]
    minimum: Annotated[int, Field(ge=3)]
    distance: Positive
    least_percent: Positive
    least_points: Positive
    in_points: list[Text] = []


class ValidationFile(Row):
    """rules/validation.yaml: what is checked before a figure counts."""

    rules: Annotated[
        list[
            Annotated[
                RequiredRule
                | RangeRule
                | ChangeRule
                | CumulativeRule
                | SumRule
                | RelationRule
                | AgreementRule
                | ExplainedRule
                | ControlTotalRule
                | OutlierRule,
                Field(discriminator="kind"),
            ]
        ],
        Field(min_length=1),
    ]
