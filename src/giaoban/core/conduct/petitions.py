"""Petitions: by which way they come, whose business they are, where they stand, and how they are answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, get_args

from giaoban.core.conduct.volumes import alike
from giaoban.core.errors import Finding, Place
from giaoban.core.registry.rules import Rule, in_force

#: The rule of a pack that offers deadlines, among those on what units write.
RULE = "petition_deadlines"
#: How a petition came: before a conference, in its course, after it, or with a report.
Channel = Literal["before", "during", "after", "report"]
#: Whose business it is: the centre's, the unit's own level's, or somebody else's.
Competence = Literal["centre", "province", "other"]
#: `lodged` it waits to be assigned · `assigned` a body has it · `answered` the petitioner is to say whether
#: that settles it · `accepted` it is closed · `withdrawn` by the unit · `split` its parts go on in its place.
Stage = Literal["lodged", "assigned", "answered", "accepted", "withdrawn", "split"]
#: How it is answered: settled · in progress, with the day by which it will be · explained · out of remit ·
#: forwarded to the body that is named.
Class = Literal["settled", "in_progress", "explained", "out_of_remit", "forwarded"]

CHANNELS: tuple[Channel, ...] = get_args(Channel)
COMPETENCES: tuple[Competence, ...] = get_args(Competence)
STAGES: tuple[Stage, ...] = get_args(Stage)
CLASSES: tuple[Class, ...] = get_args(Class)
#: The stages in which somebody still has to do something.
OPEN: tuple[Stage, ...] = ("lodged", "assigned", "answered")
#: In whose hands a petition is before it is assigned: the central office's, which has no key of its own.
OFFICE = ""

Step = Literal[
    "split",
    "cluster",
    "leave_cluster",
    "route",
    "assign",
    "ask",
    "contribute",
    "pause",
    "resume",
    "transfer",
    "extend",
    "answer",
    "accept",
    "reopen",
    "withdraw",
]
#: Step → the stages in which it is taken. What was accepted may come back: a road map can fail.
STEPS: Mapping[Step, tuple[Stage, ...]] = {
    "split": ("lodged",),
    "cluster": ("lodged",),
    "leave_cluster": ("lodged", "assigned"),
    "route": ("lodged", "assigned"),
    "assign": ("lodged",),
    "ask": ("assigned",),
    "contribute": ("assigned",),
    "pause": ("assigned",),
    "resume": ("assigned",),
    "transfer": ("assigned",),
    "extend": ("assigned",),
    "answer": ("assigned",),
    "accept": ("answered",),
    "reopen": ("answered", "accepted"),
    "withdraw": OPEN,
}
#: The steps that a cluster takes as one: what one of its petitions is given, all of them are.
TOGETHER: frozenset[Step] = frozenset(
    {"route", "assign", "ask", "contribute", "pause", "resume", "transfer", "extend", "answer"}
)
#: code → what is wrong, and what to do.
TEXTS: Mapping[str, tuple[str, str]] = {
    "other_stage": ("The petition is not at this step any more", "Reload the page to see how it stands."),
    "paused": ("The petition is paused", "Let it go on first."),
    "not_paused": ("The petition is not paused", "Reload the page to see how it stands."),
    "no_cluster": ("The petition lies in no cluster", "Nothing was changed."),
    "in_cluster": ("The petition lies in a cluster", "Take it out of the cluster first."),
    "unknown_class": ("It is not said how the petition is answered", "Choose one of the classes."),
    "no_answer": ("The answer has no text", "Write what is answered."),
    "no_road_map": ("It is not said by when it will be settled", "Give the day of the road map."),
    "settled_in_the_past": ("The day of the road map has passed", "Give a day that is still to come."),
    "no_body": ("No body leads", "Choose the one body that answers."),
    "unknown_body": ("There is no such body", "Choose one of the list."),
    "lead_co_ordinates": ("The body that leads also co-ordinates", "Name it once."),
    "no_deadline": ("There is no deadline", "Say by when it is due."),
    "deadline_passed": ("The deadline has passed already", "Set a day that is still to come."),
}


@dataclass(frozen=True)
class Standing:
    """Where one petition stands: its stage, whether it is paused, and whether it lies in a cluster."""

    stage: Stage
    is_paused: bool = False
    is_clustered: bool = False


@dataclass(frozen=True)
class Reply:
    """What a body answers: how, in which words, and by when what is in progress will be settled."""

    answer_class: str
    text: str
    settled_by: date | None = None


@dataclass(frozen=True)
class Preset:
    """One deadline that the rules of a pack offer to who assigns, with its names by language and its source.

    Units:   `working_days` after the day of the assignment.
    """

    preset: str
    names: Mapping[str, str]
    working_days: int
    source: str
    confidence: str


@dataclass(frozen=True)
class Tally:
    """How one body has answered: each of its petitions is counted in one of these."""

    body: str
    in_time: int = 0
    late: int = 0
    open_in_time: int = 0
    open_overdue: int = 0

    @property
    def volume(self) -> int:
        """Return how many it was given."""
        return self.in_time + self.late + self.open_in_time + self.open_overdue

    @property
    def due(self) -> int:
        """Return how many were answered or should have been: what its rates are of."""
        return self.in_time + self.late + self.open_overdue


def obstacle(step: Step, standing: Standing) -> str:
    """Return the code of what keeps a petition from taking a step, as in `TEXTS`; empty where nothing does.

    Edges:   while it is paused it is not paused again, nor handed on; an answer ends the pause.
    """
    if standing.stage not in STEPS[step]:
        return "other_stage"
    if step in ("pause", "transfer") and standing.is_paused:
        return "paused"
    if step == "resume" and not standing.is_paused:
        return "not_paused"
    if step == "leave_cluster" and not standing.is_clustered:
        return "no_cluster"
    return "in_cluster" if step in ("cluster", "split") and standing.is_clustered else ""


def steps(standing: Standing) -> tuple[Step, ...]:
    """Return the steps that a petition can take where it stands; who may take them, the policy says."""
    return tuple(step for step in STEPS if not obstacle(step, standing))


def check_reply(reply: Reply, on: date) -> tuple[Finding, ...]:
    """Return everything that keeps an answer from being given on a day."""
    is_in_progress = reply.answer_class == "in_progress"
    rules = (
        ("unknown_class", "answer_class", reply.answer_class not in CLASSES),
        ("no_answer", "text", not reply.text.strip()),
        ("no_road_map", "settled_by", is_in_progress and reply.settled_by is None),
        ("settled_in_the_past", "settled_by", reply.settled_by is not None and reply.settled_by < on),
    )
    return tuple(fault(code, column) for code, column, is_broken in rules if is_broken)


def check_assignment(
    lead: str, others: tuple[str, ...], known: frozenset[str], due_on: date | None, on: date
) -> tuple[Finding, ...]:
    """Return everything that keeps a petition from being given to these bodies until a day."""
    rules = (
        ("no_body", "lead", not lead),
        ("unknown_body", "lead", bool({lead, *others} - {""} - known)),
        ("lead_co_ordinates", "others", lead in others),
        ("no_deadline", "due_on", due_on is None),
        ("deadline_passed", "due_on", due_on is not None and due_on < on),
    )
    return tuple(fault(code, column) for code, column, is_broken in rules if is_broken)


def fault(code: str, column: str) -> Finding:
    """Return the finding of this code on a part of what was sent."""
    return Finding(code, *TEXTS[code], Place(column=column))


def presets_of(
    rules: Iterable[Rule], on: date, *, role: str, competence: str = "", addressee: str = ""
) -> tuple[Preset, ...]:
    """Return the deadlines that a pack offers for the `lead` or for `co_ordination`, the closest fit first.

    Edges:   none where the pack offers none: a deadline is always set by who assigns.
    Source:  packs/<id>/rules/petitions.yaml
    """
    rule = in_force(rules, RULE, on)
    asked = {"competence": competence, "addressee": addressee}
    fitting = [
        one
        for one in (rule["presets"] if rule else ())
        if one["role"] == role and all(one.get(name, "") in ("", said) for name, said in asked.items())
    ]
    fitting.sort(key=lambda one: -sum(bool(one.get(name)) for name in asked))
    return tuple(
        Preset(one["preset"], one["names"], int(one["working_days"]), one["source"], one["confidence"])
        for one in fitting
    )


def like_groups(tallies: Iterable[Tally]) -> tuple[tuple[int, int | None, tuple[Tally, ...]], ...]:
    """Return bodies among those that were given about as many, the busiest group first.

    Shape:   each group with the volume from which and below which it takes, None without an end; in it the
             body with the least overdue and late of what was due first.
    Edges:   whoever was given nothing stands in no group; of equals the one with more due comes first.
    """
    known = {one.body: one for one in sorted(tallies, key=_by_lateness)}
    found = alike({body: one.volume for body, one in known.items()})
    return tuple((one.begin, one.end, tuple(known[body] for body in one.keys)) for one in found)


def _by_lateness(one: Tally) -> tuple[Fraction, int, str]:
    share = Fraction(one.late + one.open_overdue, one.due) if one.due else Fraction(0)
    return share, -one.due, one.body
