"""Canaries: a round in which each kind of text that only some may read holds a word found nowhere else."""

import io
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from giaoban.actions import (
    answers,
    assignments,
    cascades,
    clauses,
    comments,
    contributions,
    directive_reviews,
    directives,
    evidence,
    feeds,
    figures,
    filters,
    inspections,
    notices,
    papers,
    petitions,
    positions,
    publications,
    replies,
    submissions,
    substitutes,
    tasks,
    tokens,
)
from giaoban.core.conduct.positions import Content
from giaoban.queries.uploads import Upload
from giaoban.records.models import Conference, Delegate, Person
from tests.factories.conferences import KEY, conference
from tests.factories.directives import WITH_DIRECTIVES, own, stated
from tests.factories.inspections import WITH_INSPECTIONS, row
from tests.factories.notices import BY, body, whole
from tests.factories.notices import DOCUMENTS as NOTICES
from tests.factories.notices import WORDS as NOTICE_WORDS
from tests.factories.packs import ROUND
from tests.factories.people import PASSWORD
from tests.factories.programs import holder
from tests.factories.reporting import GROWTH, PEOPLE, TARGET, WITH_FORM, enter, install, pass_on, save, typed
from tests.factories.sessions import client_of, person
from tests.factories.tables import TARGETS, target, write_csv
from tests.factories.tasks import directive
from tests.factories.uploads import word
from tests.factories.votes import PACK as VOTING
from tests.factories.votes import TELLERS
from tests.factories.votes import plant as plant_votes
from tests.factories.workbooks import DOCUMENTS
from tests.house.tree import PACKS

#: Every canary begins so: whoever searches for this finds them all.
SONG = "chimyen"
#: The southern target whose result is words.
WORDS = "south-1"
_WORDING = {
    **yaml.safe_load((PACKS / "rw/wording/en.yaml").read_text("utf-8")),
    "tables": {"growth": {"title": "Growth", "columns": {"unit": "District", "value": "Growth"}}},
    "charts": {},
    "notices": NOTICE_WORDS["notices"],
}
_REPORT = """\
layouts: [plain]
tables:
  growth:
    rows: growth
    columns: [{key: unit, field: name}, {key: value, of: growth, field: value}]
charts: {}
sections:
  - {level: 1, heading: {en: Growth}, contents: [{table: growth}]}
"""
_PACK = {
    **WITH_FORM,
    **NOTICES,
    "documents/plain.yaml": (PACKS / "rw/documents/plain.yaml").read_text("utf-8"),
    "documents/printing.en.yaml": (PACKS / "rw/documents/printing.en.yaml").read_text("utf-8"),
    "documents/report.yaml": _REPORT,
    "documents/workbook.en.yaml": (DOCUMENTS / "workbook.en.yaml").read_text("utf-8"),
    "wording/en.yaml": yaml.safe_dump(_WORDING),
    **VOTING,
    **WITH_INSPECTIONS,
    "rules/directives.yaml": WITH_DIRECTIVES["rules/directives.yaml"],
    "rules/classification.yaml": (PACKS / "vn/rules/classification.yaml").read_text("utf-8"),
}
_NORTH, _SOUTH = ({"round_id": ROUND, "unit_key": key} for key in ("north", "south"))
_FORM = "/en/rounds/{round_id}/units/{unit_key}/form/"


def canary(name: str) -> str:
    """Return the word that is planted in one place; in letters and digits, so that no encoding hides it."""
    assert name.replace(" ", "").isalpha()
    return f"{SONG}{name.replace(' ', '')}7f3a"


@dataclass(frozen=True)
class Planted:
    """The people of the round, by who they are, each with the token of a program; and the token canary.

    `votes` are canaries that nobody chose: receipts, and numbers.
    """

    people: dict[str, Person]
    tokens: dict[str, str]
    votes: dict[str, str] = field(default_factory=dict)
    #: The secret in the address of the northern leader's feed.
    feed: str = ""

    @property
    def secret(self) -> str:
        """Return what nobody may find: the secret of the northern officer's token."""
        return self.tokens["northern officer"].removeprefix(tokens.PREFIX)


def plant(folder: Path) -> Planted:
    """Let the split district be approved and published, the north get a line back, the south only draft."""
    install(folder, **_PACK)
    words = target(
        target_id=WORDS,
        unit_key="south",
        text="Order",
        indicator="",
        op="text",
        target="",
        unit_measure="TEXT",
    )
    figures.load(files=[write_csv(folder / "w.csv", TARGETS, words)], round_id=ROUND, by="tester")
    people = _people()
    planted = Planted(
        people, {who: tokens.create(person=one, name="program", days=9) for who, one in people.items()}
    )
    enter("collecting")
    _publish(folder)
    _report(planted)
    _draft(planted)
    _convene(people)
    _vote(planted)
    _conclude()
    _inspect(people)
    enter("replying")
    replies.write(**_NORTH, text=canary("reply"), by=people["northern leader"].email)
    _seat(people)
    _follow(people)
    _petition(people)
    filters.save(person=people["northern leader"], name=canary("saved view"), address="/vi/petitions/")
    _direct(people)
    return replace(planted, feed=feeds.renew(person=people["northern leader"]))


def _people() -> dict[str, Person]:
    office = {role: holder(role) for role in ("analyst", "approver", "steward", "inspector", "respondent")}
    found = {
        "northern officer": holder("officer"),
        "northern leader": holder("leader"),
        "southern officer": person("nam@south.example", "Nam", "south", "officer", "south"),
        "southern leader": person("sa@south.example", "Sa", "south", "leader", "south"),
        **office,
    }
    for one in found.values():
        one.set_password(PASSWORD)
        one.save()
    return found


def _publish(folder: Path) -> None:
    """Approve what the split district says, and print the round as it is known today."""
    save(typed(GROWTH, "8,1", explanation=canary("approved explanation")), unit_key="split")
    pass_on("complete", "submit", "accept", "approve", unit_key="split")
    today = timezone.localdate().isoformat()
    publications.publish(
        round_id=ROUND, as_of=today, directory=folder / "printed", by="tester", progress=lambda *_: None
    )


def _convene(people: dict[str, Person]) -> None:
    """Convene a conference at which the north's delegate cannot be, and for which it has something to say."""
    conference()
    _write(people)
    own = Delegate.objects.get(conference__key=KEY, email="north@north.example").pk
    told = {"name": "Deputy", "email": "deputy@north.example", "reason": canary("substitute reason")}
    by = people["northern leader"].email
    one = substitutes.ask(conference=KEY, delegate=own, by=by, **told)
    substitutes.refuse(conference=KEY, substitute=one.pk, reason=canary("refusal reason"), by="chair")


def _vote(planted: Planted) -> None:
    """Let the conference sit and vote; its tellers read the site, too."""
    planted.votes.update(plant_votes(canary))
    for who, email in zip(("first teller", "second teller"), TELLERS, strict=True):
        found = planted.people[who] = Person.objects.get(email=email)
        planted.tokens[who] = tokens.create(person=found, name="program", days=9)


def _conclude() -> None:
    """Let the notice be drafted once the conference is over: a clause and its task."""
    Conference.objects.update(stage="adjourned")
    body("finance", "Finance")
    notices.draft(**BY)
    clause = clauses.add(**BY, section="task", text=canary("draft clause")).pk
    tasks.assign(**BY, clause=clause, sent=whole(what=canary("draft task")))


def _write(people: dict[str, Person]) -> None:
    """Let the north file a petition and write on it, and keep another one as a draft."""
    officer, leader = (people[f"northern {who}"].email for who in ("officer", "leader"))
    told = {"conference": KEY, "unit_key": "north"}

    def save(name: str, **over: int) -> int:
        content = Content("petition", canary(name), body=canary(f"{name} body"))
        return positions.save(**told, content=content, by=officer, **over)

    save("draft position")
    filed = save("filed position")
    positions.file(**told, position_id=filed, base=1, by=leader)
    save("changed position", position_id=filed, base=1)


def _report(planted: Planted) -> None:
    """Let the north send its figures, get a line back and begin to correct it."""
    save(typed(GROWTH, "8,1", explanation=canary("sent explanation")), typed(PEOPLE, "5"), typed(TARGET, "8"))
    _attach("sent file", GROWTH)
    pass_on("complete", "submit")
    officer, analyst = (planted.people[who].email for who in ("northern officer", "analyst"))
    comments.write(**_NORTH, line_id=GROWTH, text=canary("own comment"), by=officer)
    comments.write(**_NORTH, text=canary("central comment"), by=analyst)
    submissions.return_(**_NORTH, reasons={PEOPLE: canary("return reason")}, by=analyst)
    save(typed(PEOPLE, "6", base=1, explanation=canary("correction")))
    _attach("late file", PEOPLE)
    _refuse(planted)


def _draft(planted: Planted) -> None:
    """Let the south write and attach what it has not sent, and look at a workbook that it does not store."""
    save(
        typed(GROWTH, "9,9", explanation=canary("draft explanation")),
        typed(WORDS, canary("draft value")),
        unit_key="south",
    )
    officer = planted.people["southern officer"]
    comments.write(**_SOUTH, line_id=GROWTH, text=canary("draft comment"), by=officer.email)
    client, address = client_of(officer), _FORM.format(**_SOUTH) + "workbook/"
    book = load_workbook(io.BytesIO(client.post(f"{address}new/").content))
    page = book["Figures"]
    columns = {cell.value: cell.column for cell in page[5]}
    row = next(
        one[0].row for one in page.iter_rows(min_row=6) if one[columns["Line code"] - 1].value == GROWTH
    )
    page.cell(row, columns["Explanation"]).value = canary("workbook content")
    saved = io.BytesIO()
    book.save(saved)
    file = SimpleUploadedFile(f"{canary('workbook name')}.xlsx", saved.getvalue())
    looked = client.post(address, {"classification": "internal", "file": file})
    assert looked.status_code == 200 and canary("workbook content") in looked.content.decode()


def _inspect(people: dict[str, Person]) -> None:
    """Plan two inspections of one office in this year, and decide what is done about it."""
    begins_on, by = timezone.localdate(), people["analyst"].email
    about = {"objects": (canary("inspected office"),), "begins_on": begins_on, "last_on": begins_on}
    rows = [
        inspections.plan(pack_id="test", year=begins_on.year, sent=row(number, **about, **more), by=by)
        for number, more in (("P-1", {"body": canary("inspecting body")}), ("S-1", {"branch": "STATE"}))
    ]
    told = {"decision": "kept", "reason": canary("overlap reason"), "by": people["inspector"].email}
    inspections.decide(first=rows[0].pk, second=rows[1].pk, seen=(1, 1), **told)


def _seat(people: dict[str, Person]) -> None:
    """Let four of them have seats at the conference, with papers for all, for the lead, and one withdrawn."""
    seats = {"chair": "approver", "clerk": "analyst", "delegate": "northern leader", "observer": "respondent"}
    for number, (seat, who) in enumerate(seats.items(), 1):
        row = Delegate.objects.filter(
            seat=seat, stands_for=None, site__unit_key="north" if number == 3 else ""
        )
        row.filter(precedence=row.values("precedence")[:1]).update(
            email=people[who].email, badge=f"b-{number}"
        )
    steward = people["steward"].email
    for name, audience in (("common", "seats"), ("restricted", "leaders"), ("withdrawn", "seats")):
        told = {"title": canary(f"{name} paper title"), "audience": audience, "classification": "internal"}
        content, file = word(canary(f"{name} paper content")), f"{canary(f'{name} paper name')}.docx"
        paper = papers.add(conference=KEY, content=content, name=file, **told, by=steward)
    papers.withdraw(conference=KEY, paper_id=paper.pk, reason="Wrong table", by=steward)


def _petition(people: dict[str, Person]) -> None:
    """Let the north lodge two petitions; the ministry answers one, is asked again, and answers."""
    leader, analyst, minister = (people[who].email for who in ("northern leader", "analyst", "respondent"))
    told = {"round_id": ROUND, "unit_key": "north", "channel": "report", "by": leader}
    petitions.lodge(**told, text=canary("lodged petition"))
    more = {"body": canary("petition body"), "indicator": "GROWTH", "cause": canary("petition cause")}
    pk = petitions.lodge(**told, text=canary("led petition"), **more).pk
    day = timezone.localdate() + timedelta(days=30)
    given, asked = {"petition": pk, "by": analyst}, {"petition": pk, "by": minister}
    assignments.assign(**given, lead="ministry", others=["office"], due_on=day)
    assignments.pause(**given, reason=canary("pause reason"))
    assignments.resume(**given)
    contributions.contribute(**given, body="office", text=canary("contribution"))
    content, name = word(canary("signed answer content")), f"{canary('signed answer name')}.docx"
    file = Upload(content, name, "internal")
    answers.answer(**asked, answer_class="explained", text=canary("first answer"), file=file)
    answers.reopen(petition=pk, reason=canary("reopening reason"), by=leader)
    answers.answer(**asked, answer_class="settled", text=canary("second answer"))
    # Still with the ministry: whoever has the address of a feed reads what waits, and not what was asked.
    waiting = petitions.lodge(**told, text=canary("waiting petition")).pk
    assignments.assign(petition=waiting, by=analyst, lead="ministry", due_on=day)


def _follow(people: dict[str, Person]) -> None:
    """Let a directive set a task of the ministry, which reports and asks for time, and one of another."""
    minister = people["respondent"].email
    told = {"directive": directive().pk, "round_id": ROUND, "by": "steward"}
    one = tasks.set_by_directive(**told, sent=replace(whole("ministry"), authority=canary("given task")))
    tasks.set_by_directive(**told, sent=whole("finance", what=canary("task of another")))
    tasks.report(task=one.pk, text=canary("task report"), by=minister)
    day = one.due_on + timedelta(days=30)
    tasks.ask_extension(task=one.pk, to_on=day, reason=canary("extension reason"), by=minister)
    content, name = word(canary("product content")), f"{canary('product name')}.docx"
    tasks.attach(task=one.pk, content=content, name=name, classification="internal", by=minister)


def _direct(people: dict[str, Person]) -> None:
    """Let the north carry a document of the centre out by one of its own, and say why another needs none."""
    analyst, leader = ({"by": people[who].email} for who in ("analyst", "northern leader"))
    content, name = word(canary("directive text content")), f"{canary('directive text name')}.docx"
    about = {"title": canary("directive title"), "reference": canary("directive reference")}
    file = {"content": content, "name": name, "classification": "internal"}
    one = directives.register(stated=stated(**about, is_cascaded=True), **file, **analyst).pk
    other = directives.register(stated=stated("59-NQ/TW", is_cascaded=True), **analyst).pk
    document = own(title=canary("own directive title"))
    cascades.concretise(directive=one, unit_key="north", stated=document, **leader)
    cascades.waive(directive=other, unit_key="north", reason=canary("waiver reason"), **leader)
    edge = directives.relate(source=other, target=one, kind="amends", **analyst)
    directives.unrelate(edge=edge.pk, reason=canary("relation reason"), **analyst)
    mended = stated("59-NQ/TW", is_cascaded=True, title="Mended")
    directives.correct(directive=other, stated=mended, reason=canary("mending reason"), **analyst)
    day = timezone.localdate()
    for kind in directive_reviews.KINDS:
        review = directive_reviews.plan(directive=one, kind=kind, due_on=day, **analyst).pk
    later = {"to_on": day + timedelta(days=9), "reason": canary("putting off reason")}
    directive_reviews.put_off(review=review, **later, **analyst)
    directive_reviews.hold(review=review, held_on=day, outcome=canary("review outcome"), **analyst)
    directives.end(directive=other, on=day, reason=canary("end reason"), **analyst)


def _attach(name: str, line_id: str) -> None:
    told = {"classification": "internal", "line_id": line_id, "by": "officer"}
    content = word(canary(f"{name} content"))
    evidence.attach(**_NORTH, content=content, name=f"{canary(f'{name} name')}.docx", **told)


def _refuse(planted: Planted) -> None:
    """Let the north send a file that bears a mark, on its page."""
    content = word(canary("refused content"), header="TUYỆT MẬT")
    file = SimpleUploadedFile(f"{canary('refused name')}.docx", content)
    sent = {"line_id": PEOPLE, "classification": "internal", "file": file}
    refused = client_of(planted.people["northern officer"]).post(_FORM.format(**_NORTH) + "evidence/", sent)
    # The name is told to whoever has just chosen it; of the content not a word.
    assert refused.status_code == 422 and canary("refused content") not in refused.content.decode()
