"""Escalation: in which steps a pack follows up what bodies owe, and when it calls them silent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from giaoban.core.conduct import reminders
from giaoban.core.registry.rules import Rule, in_force

#: The file of a pack's rules, and the rule in it that lays down the steps.
TOPIC, RULE = "followup", "escalation"


@dataclass(frozen=True)
class Rules:
    """How a pack follows up: its steps, and after how many working days of silence how near a deadline.

    A step goes to `lead` (whoever works on it), `leader` (who leads that body), `analyst` or `approver`.
    """

    steps: reminders.Rules
    silent_days: int
    days_before: int


def rules_of(rules: Iterable[Rule], on: date) -> Rules | None:
    """Return how a pack follows up on a day; None where no rule is in force.

    Source:  packs/<id>/rules/followup.yaml
    """
    rule = in_force(rules, RULE, on)
    if rule is None:
        return None
    silence = rule["silence"]
    return Rules(reminders.steps_of(rule), int(silence["working_days"]), int(silence["days_before"]))
