"""Progress: units in every state at once: rows as people leave them behind, without their clicking."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import cycle

from django.db import transaction

from giaoban.actions import events
from giaoban.core.figures.forms import Form
from giaoban.queries import forms, packs
from giaoban.records.models import Entry, Membership, Organisation, Person, RoundStage, Submission

#: In their order over the units, again and again.
STATES = ("approved", "submitted", "drafting", "not_begun", "completed", "submitted", "returned", "accepted",
          "not_begun", "drafting", "approved", "reopened")  # fmt: skip
#: Typed by the units and not to be seen by anybody else before it is sent.
CANARY = "7.3190042"


def mixed(round_id: str, now: datetime, has_people: bool = True) -> dict[str, str]:
    """Let a round collect with its units in all states; return the state of each."""
    for stage in ("opened", "collecting"):
        told = {"at": now - timedelta(days=30), "by": "tester"}
        RoundStage.objects.get_or_create(round_id=round_id, stage=stage, defaults=told)
    pairs = list(zip(forms.of_round(round_id).values(), cycle(STATES), strict=False))
    with transaction.atomic():
        for number, (form, state) in enumerate(pairs):
            bring(form, state, now - timedelta(days=1 + number % 9), number)
    if has_people:
        _employ(round_id, [form.unit_key for form, _ in pairs])
    return {form.unit_key: state for form, state in pairs}


def bring(form: Form, state: str, at: datetime, number: int = 0) -> None:
    """Bring a unit into a state at that time; drafts are half filled in, every third with a faulty line."""
    if state == "not_begun":
        return
    is_draft = state == "drafting"
    submission = Submission.objects.create(
        round_id=form.round_id, unit_key=form.unit_key, status=state, by="tester", at=None if is_draft else at
    )
    required = [line.line_id for line in form.lines if line.is_required]
    filled = required[: len(required) // 2 + number % 3] if is_draft else required
    texts = [CANARY] * len(filled)
    if is_draft and number % 3 == 0 and texts:
        texts[0] = "nhiều"
    Entry.objects.bulk_create(
        Entry(submission=submission, line_id=line_id, text=text, version=1, saved_at=at, saved_by="tester")
        for line_id, text in zip(filled, texts, strict=True)
    )
    _note(form, "submission.begun", at - timedelta(days=1))
    if state in ("submitted", "returned", "accepted", "approved", "reopened"):
        _note(form, "submission.submitted", at)


def _note(form: Form, verb: str, at: datetime) -> None:
    events.note(verb=verb, by="tester", object=f"{form.round_id}/{form.unit_key}", at=at, payload={})


def _employ(round_id: str, unit_keys: Sequence[str]) -> None:
    """Give every unit an officer and a leader, but the last one nobody; and the central office its people."""
    pack, review = packs.of_round(round_id)
    names = {unit.unit_key: unit.full_name for unit in pack.units_of(review)}
    for unit_key in unit_keys[:-1]:
        office = Organisation.objects.create(
            key=unit_key, kind="province", unit_key=unit_key, name=names[unit_key]
        )
        for role, name in (("officer", "Nguyễn Thị Hà"), ("leader", "Trần Văn Bình")):
            _hire(office, role, name)
    centre = Organisation.objects.create(key="centre", kind="centre", name="Cơ quan trung ương")
    for role, name in (("analyst", "Lê An"), ("approver", "Phạm Minh")):
        _hire(centre, role, name)


def _hire(office: Organisation, role: str, name: str) -> None:
    email = f"{role}@{office.key}.example"
    person = Person.objects.create(
        email=email, name=name, language="vi", created_at=datetime.fromisoformat("2024-01-01T00:00Z")
    )
    Membership.objects.create(person=person, organisation=office, role=role, valid_from="2020-01-01")
