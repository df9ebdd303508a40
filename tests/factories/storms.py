"""The last evening before a deadline: a real country whose forms are nearly full, and everybody signed in.

A program for the environment of an installation in which the packs lie: `python -m tests.factories.storms …`.
It tells as JSON who may come, and afterwards what does not fit with what they were told.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

ROUND = "2023-annual"
OFFICERS_A_UNIT, ANALYSTS = 2, 3
_CLASSIFICATION = "public"


def prepare() -> dict[str, Any]:
    """Load the round, let it collect, fill every form in; tell who may come, each with a session."""
    from giaoban.actions import figures, stages
    from giaoban.queries import forms, packs

    figures.load(files=packs.files_of_round(ROUND), round_id=ROUND, by="tester")
    stages.open(round_id=ROUND, by="tester")
    stages.advance(round_id=ROUND, to="collecting", by="tester", reason="The last evening.")
    people: dict[str, list[dict[str, Any]]] = {"Officer": [], "Leader": [], "Analyst": []}
    for unit_key, form in forms.of_round(ROUND).items():
        lines = _fill_in(form)
        told = {"unit": unit_key, "lines": lines}
        people["Officer"] += [
            {**_person(f"officer-{number}@{unit_key}.example", unit_key, "officer"), **told}
            for number in range(OFFICERS_A_UNIT)
        ]
        people["Leader"].append({**_person(f"leader@{unit_key}.example", unit_key, "leader"), **told})
    people["Analyst"] = [
        _person(f"analyst-{number}@centre.example", "", "analyst") for number in range(ANALYSTS)
    ]
    return {"round": ROUND, "people": people}


def _person(email: str, unit_key: str, role: str) -> dict[str, Any]:
    from tests.factories import sessions

    somebody = sessions.person(email, email, unit_key or "centre", role, unit_key)
    return {"email": email, "session": sessions.begin(somebody)}


def _fill_in(form: Any) -> dict[str, str]:
    """Fill in a form so that it can be completed; return the text of each line that holds a number."""
    from giaoban.actions import drafts, evidence
    from giaoban.core.figures.entries import Entry
    from giaoban.queries import checks
    from tests.factories.uploads import word

    place = {"round_id": ROUND, "unit_key": form.unit_key}
    entries = {line.line_id: _answer(line) for line in form.lines}
    sent = [drafts.Sent(entry, 0) for entry in entries.values()]
    drafts.save(**place, sent=sent, by="tester", via="workbook", is_whole=True)
    evidence.attach(
        **place, content=word(form.unit_key), name="report.docx", classification=_CLASSIFICATION,
        attachment="report", by="tester",
    )  # fmt: skip
    # What a rule finds in old and invented values together is answered as not concerning the unit.
    doubtful = {one.where.column for one in checks.of_submission(**place) if one.severity != "warning"}
    sent = [drafts.Sent(Entry(line_id, "", "–", is_not_applicable=True), 1) for line_id in doubtful]
    drafts.save(**place, sent=sent, by="tester", via="workbook", is_whole=True)
    return {line_id: entry.text for line_id, entry in entries.items() if line_id not in doubtful}


def _answer(line: Any) -> Any:
    """Return what was known of a line, else some number that its limits allow."""
    from giaoban.core.figures.entries import Entry

    past = line.last_report or line.last_year
    text = str(past.value).replace(".", ",") if past and past.value is not None else "5"
    return Entry(line.line_id, text, "Như kỳ trước")


def faults(folder: str) -> list[str]:
    """Tell what does not fit: what was acknowledged and is not there, what is there twice or unasked."""
    from tests.factories.oracles import torn

    lines = (Path(folder) / "saves.jsonl").read_text("utf-8").splitlines()
    saves = [save for outcome, save in map(json.loads, lines) if outcome == "saved"]
    return [*torn(), *_lost(saves), *_unsent()]


def _lost(saves: list[list[Any]]) -> Iterator[str]:
    """Yield acknowledged saves that are not there as that version, and versions that nobody was told of."""
    from giaoban.records.models import EntryVersion

    rows = EntryVersion.objects.exclude(by="tester").values_list(
        "entry__submission__unit_key", "entry__line_id", "version", "by", "explanation"
    )
    there, told = Counter(rows.iterator()), Counter(tuple(save) for save in saves)
    yield from (f"{save} was acknowledged {count} times too often" for save, count in (told - there).items())
    yield from (f"{save} is there and was never acknowledged" for save in there - told)


def _unsent() -> Iterator[str]:
    """Yield lines of a submission at the central office that are not those of its last step."""
    from giaoban.records.models import Entry, Event

    sendings = Event.objects.filter(verb="submission.submitted").order_by("number")
    last = {event.object: event.payload["versions"] for event in sendings}
    for row in Entry.objects.exclude(sent=None).select_related("submission"):
        where = f"{row.submission.round_id}/{row.submission.unit_key}"
        if last[where][row.line_id] != row.sent:
            yield f"{row} is sent as version {row.sent}, the audit says {last[where][row.line_id]}"


def main(mode: str, *words: str) -> None:
    """Do what was asked and print what came of it."""
    django.setup()
    sys.stdout.write(json.dumps({"prepare": prepare, "faults": faults}[mode](*words)))


if __name__ == "__main__":
    main(*sys.argv[1:])
