"""Papers: as they came, for whom they are, late or in time, with their history and their readers."""

from datetime import timedelta

import pytest

from giaoban.actions import installation
from giaoban.actions import papers as bringing
from giaoban.core.conduct.papers import OFFICE
from giaoban.core.errors import Conflict, Invalid, NotAllowed, NotFound
from giaoban.queries import papers
from giaoban.records.models import AgendaItem, Conference, Event, Paper, PaperReading
from tests.factories.conferences import KEY, conference
from tests.factories.letters import IN_ADVANCE, MARKS
from tests.factories.packs import write_pack
from tests.factories.uploads import pdf, word

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def convened(db, tmp_path) -> Conference:
    """Return a conference under a pack that asks for papers three working days before and refuses secrets."""
    installation.initialise(packs=[write_pack(tmp_path / "pack", **IN_ADVANCE, **MARKS)])
    return conference()


def bring(content: bytes | None = None, **more: object) -> Paper:
    """Bring a paper as the clerk does."""
    told = {
        "name": "report.pdf",
        "title": "Report",
        "audience": "seats",
        "classification": "internal",
        **more,
    }
    return bringing.add(conference=KEY, content=content or pdf("Báo cáo"), by="clerk@centre.example", **told)


def titles(*roles: str) -> list[str]:
    """Return the titles of the papers that hold and that these roles may read."""
    return [one.title for one in papers.current(KEY, roles)]


def test_a_paper_is_read_by_those_whom_it_is_for_and_by_nobody_else():
    """All seats, delegates and the lead, the lead alone; the office that brings them reads all."""
    for audience in ("seats", "delegates", "leaders"):
        bring(title=audience, audience=audience)
    assert titles("observer") == titles("teller") == ["seats"]
    assert titles("delegate") == ["seats", "delegates"]
    assert titles("chair") == titles("clerk") == titles(OFFICE) == ["seats", "delegates", "leaders"]
    assert titles("analyst") == titles() == []
    hidden = papers.history(KEY)[0]
    assert papers.content(papers.paper(KEY, hidden.pk, {"chair"})) == pdf("Báo cáo")
    with pytest.raises(NotFound):
        papers.paper(KEY, hidden.pk, {"delegate", "observer"})


def test_a_file_with_a_mark_of_secrecy_is_refused_and_leaves_no_trace():
    """No row, no bytes, no name in the audit; so is one without a title or without readers."""
    with pytest.raises(Invalid) as caught:
        bring(word("Nội dung", header="TUYỆT MẬT"), name="secret.docx")
    assert "marked" in {one.code for one in caught.value.findings}
    with pytest.raises(Invalid) as caught:
        bring(title=" ", audience="everybody")
    assert {one.code for one in caught.value.findings} == {"title", "audience"}
    assert not Paper.objects.exists()
    assert "secret.docx" not in str(list(Event.objects.values_list("payload", flat=True)))


def test_a_paper_that_comes_late_is_taken_and_marked(convened):
    """Three working days before a Monday is the Wednesday; on the Thursday it is late."""
    begins_at = convened.begins_at.replace(year=2026, month=3, day=9, hour=9)
    Conference.objects.update(begins_at=begins_at, ends_at=begins_at + timedelta(hours=3))
    early, late = (bring(at=begins_at - timedelta(days=days)) for days in (5, 4))
    assert (early.is_late, late.is_late) == (False, True)


def test_a_replaced_or_withdrawn_paper_stays_with_its_history():
    """The new one holds, the old one and its readings stay; what no longer holds cannot be replaced again."""
    item = AgendaItem.objects.get(number=2)
    first = bring(title="First", item_id=item.pk)
    bringing.note_opened(paper=first, by="north@north.example")
    second = bring(title="Second", item_id=item.pk, replaces_id=first.pk)
    assert titles("delegate") == ["Second"] and second.item == item
    for again in (lambda: bring(replaces_id=first.pk), lambda: withdraw(first)):
        with pytest.raises(Conflict):
            again()
    with pytest.raises(Invalid):
        withdraw(second, " ")
    withdraw(second)
    assert titles("delegate") == []
    assert [one.title for one in papers.history(KEY)] == ["Second", "First"]
    for paper in (first, second):
        assert papers.paper(KEY, paper.pk, {"clerk"}) == papers.paper(KEY, paper.pk, {OFFICE}) == paper
        with pytest.raises(NotFound):
            papers.paper(KEY, paper.pk, {"chair", "delegate"})
    assert PaperReading.objects.get().paper == first


def withdraw(paper: Paper, reason: str = "Wrong table") -> None:
    """Take a paper back as the clerk does."""
    bringing.withdraw(conference=KEY, paper_id=paper.pk, reason=reason, by="clerk@centre.example")


def test_the_office_sees_who_has_opened_a_paper_and_who_has_not():
    """Only the first time is kept; readers are those whom it is for, in the office's order."""
    paper = bring(audience="delegates")
    for _ in range(2):
        bringing.note_opened(paper=paper, by="north@north.example")
    found = papers.readers(paper)
    assert [one.delegate.seat for one in found] == ["chair", "clerk", "delegate", "delegate", "delegate"]
    assert [one.delegate.email for one in found if one.reading] == ["north@north.example"]
    assert Event.objects.filter(verb="paper.opened").count() == 1
    assert papers.opened(KEY, "north@north.example") == {paper.pk}


def test_nothing_is_brought_to_a_conference_that_is_over():
    """Nor to an item that is not on its agenda."""
    with pytest.raises(NotFound):
        bring(item_id=0)
    Conference.objects.update(stage="concluded")
    with pytest.raises(NotAllowed):
        bring()
