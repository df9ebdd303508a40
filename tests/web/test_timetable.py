"""The timetable and the working calendar on pages: who may read, who may change, and what is said."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from giaoban.actions import installation, stages
from giaoban.queries import jobs, rounds
from giaoban.records.models import CalendarDay, RoundStage
from giaoban.web.access import declares
from tests.factories.packs import ROUND, write_pack
from tests.factories.people import signed_in
from tests.factories.schedules import ASKING, LIVE, TODAY, at_noon
from tests.web.pages import read

pytestmark = pytest.mark.django_db

LIST, PAGE = "/vi/centre/rounds/", f"/vi/centre/rounds/{ROUND}/"
OPEN, ADVANCE = f"{PAGE}open/", f"{PAGE}advance/"
YEAR = "/vi/centre/calendar/test/2026/"
CHANGE = f"{YEAR}change/"
DAY = {"day": "2026-12-25", "kind": "off", "name": "Ngày mới", "reason": "Quyết định 1"}


@pytest.fixture(autouse=True)
def clock(monkeypatch, settings):
    """Set the day on which collecting begins, and return a way to set another."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]

    def set_day(day: date) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at_noon(day))

    set_day(TODAY)
    return set_day


@pytest.fixture
def pack(workspace: Path, tmp_path: Path):
    """Install the small pack with its schedule."""
    installation.initialise(packs=[write_pack(tmp_path / "pack", **LIVE)])


@pytest.fixture
def steward(pack) -> Client:
    """Return a client signed in as the steward."""
    return signed_in("an@office.example", "office", "steward")


def test_the_list_tells_stage_deadline_and_what_comes_next(steward):
    """In words of the page's language; the days left are working days."""
    text, rows = read(steward.get(LIST))
    assert rows[1:] == [
        ["Review of 2023", "chưa mở", "25/12/2026 · còn 18 ngày làm việc", "đã mở · 20/11/2026", "15/01/2027"]
    ]
    assert "Mỗi kỳ giao ban đang ở giai đoạn nào?" in text
    text, rows = read(steward.get(LIST.replace("/vi/", "/en/")))
    assert rows[1][1:3] == ["not open yet", "25/12/2026 · 18 working days left"]


@pytest.mark.parametrize(
    ("day", "left"),
    [(date(2026, 12, 24), "còn 1 ngày làm việc"), (date(2026, 12, 25), "hôm nay là hạn cuối"),
     (date(2026, 12, 26), "đã quá hạn")],
)  # fmt: skip
def test_the_last_days_before_a_deadline_are_told_in_words(pack, clock, day, left):
    """One day left, the day itself, the day after while figures may still be sent."""
    clock(day)
    stages.open(round_id=ROUND, by="an")
    stages.advance(round_id=ROUND, to="collecting", by="an", reason="x")
    client = signed_in("an@office.example", "office", "steward")
    assert f"25/12/2026 · {left}" in read(client.get(LIST))[0]


def test_the_steward_opens_a_round_and_lets_it_go_on(steward):
    """Two forms, each once; the page then says where the round stands, since when and by whom."""
    assert steward.post(OPEN).headers["Location"] == f"{PAGE}?done#now"
    assert steward.post(ADVANCE, {"to": "collecting", "reason": ""}).status_code == 302
    text, rows = read(steward.get(f"{PAGE}?done"))
    assert "Kỳ giao ban nay ở giai đoạn: thu thập số liệu." in text
    assert rows[2] == [
        "2. thu thập số liệu · hiện nay",
        "01/12/2026",
        "01/12/2026 12:00",
        "an@office.example",
        "–",
    ]
    assert rounds.stage(ROUND) == "collecting"


def test_a_step_that_needs_a_reason_says_so_and_keeps_what_was_typed(steward):
    """What is in the way stands in the page's language, with its day; a reason then is enough."""
    stages.open(round_id=ROUND, by="an")
    stages.advance(round_id=ROUND, to="collecting", by="an")
    refused = steward.post(ADVANCE, {"to": "verifying", "reason": "  "})
    text, _ = read(refused)
    assert refused.status_code == 422 and "Chuyển giai đoạn này cần có lý do." in text
    assert "Giai đoạn sẽ bắt đầu sớm hơn dự kiến (1): 28/12/2026. Hãy nêu lý do." in text
    assert steward.post(ADVANCE, {"to": "verifying", "reason": "Đã nhận đủ"}).status_code == 302
    assert "Đã nhận đủ" in read(steward.get(PAGE))[0]
    english = read(steward.get(PAGE.replace("/vi/", "/en/")))[0]
    assert "The stage would begin earlier than planned (1): 06/01/2027. Say why." in english


def test_a_page_that_is_out_of_date_gets_a_conflict_that_can_be_read(steward):
    """Somebody else was faster: nothing is done twice, and the typed reason is still there."""
    stages.open(round_id=ROUND, by="an")
    stages.advance(round_id=ROUND, to="collecting", by="binh")
    late = steward.post(ADVANCE, {"to": "collecting", "reason": "my reason"})
    assert late.status_code == 409 and "Kỳ giao ban đã vào giai đoạn này" in read(late)[0]
    assert "my reason</textarea>" in late.content.decode()
    assert steward.post(OPEN).status_code == 409


def test_what_no_reason_overrides_offers_no_button(steward):
    """Before the conference there is a factsheet, or the page says that it has to be settled first."""
    stages.open(round_id=ROUND, by="an")
    for stage in ("collecting", "verifying", "replying", "frozen"):
        stages.advance(round_id=ROUND, to=stage, by="an", reason="x")
    page = steward.get(PAGE)
    text, _ = read(page)
    assert "Kỳ giao ban chưa có bảng số liệu gốc" in text and "nêu lý do là chưa đủ" in text
    assert ADVANCE not in page.content.decode()
    assert steward.post(ADVANCE, {"to": "conference", "reason": "x"}).status_code == 422


def test_units_in_the_way_are_told_once_with_all_their_names(workspace, tmp_path):
    """Not one line each."""
    installation.initialise(packs=[write_pack(tmp_path / "pack", **ASKING)])
    stages.open(round_id=ROUND, by="an")
    text, _ = read(signed_in("an@office.example", "office", "steward").get(PAGE))
    assert "Chưa có người gửi số liệu (3): North, South, Split." in text


def test_a_closed_round_has_no_next_stage(steward, monkeypatch):
    """Nothing is offered any more."""
    monkeypatch.setattr("giaoban.actions.stages.blockers", lambda round_id, to: ())
    stages.open(round_id=ROUND, by="an")
    for stage in ("collecting", "verifying", "replying", "frozen", "conference", "following_up", "closed"):
        stages.advance(round_id=ROUND, to=stage, by="an")
    page = steward.get(PAGE)
    assert "Không còn giai đoạn nào sau giai đoạn này." in read(page)[0]
    assert ADVANCE not in page.content.decode()
    assert steward.post(ADVANCE, {"to": "closed", "reason": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("organisation", "role"), [("north", "officer"), ("office", "analyst"), ("watch", "inspector")]
)
def test_who_reports_or_verifies_reads_and_changes_nothing(pack, organisation, role):
    """The pages are open, without a form; a form that is sent all the same is refused."""
    stages.open(round_id=ROUND, by="an")
    client = signed_in("ha@example.example", organisation, role)
    for address in (LIST, PAGE, YEAR):
        page = client.get(address)
        assert page.status_code == 200
        assert page.content.decode().count('<form method="post"') == 1, "signing out"
    assert client.post(ADVANCE, {"to": "collecting"}).status_code == 403
    assert client.post(OPEN).status_code == 403
    assert client.post(CHANGE, DAY).status_code == 403
    assert rounds.stage(ROUND) == "opened" and not CalendarDay.objects.exists()


def test_who_has_not_signed_in_is_asked_to(pack):
    """For every page alike; a form is refused."""
    for address in (LIST, PAGE, YEAR, "/vi/centre/calendar/"):
        assert Client().get(address).headers["Location"] == f"/vi/sign-in/?next={address}"
    assert Client().post(CHANGE, DAY).status_code == 403


def test_a_form_without_the_mark_of_this_site_does_nothing(steward):
    """None of the three."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = steward.cookies
    for address, told in ((OPEN, {}), (ADVANCE, {"to": "collecting"}), (CHANGE, DAY)):
        assert strict.post(address, told).status_code == 403
    assert rounds.stage(ROUND) == "unpublished" and not CalendarDay.objects.exists()


def test_what_does_not_exist_is_not_found(steward):
    """A round, a pack, a year out of bounds."""
    for address in (
        "/vi/centre/rounds/unknown/",
        YEAR.replace("test", "nowhere"),
        YEAR.replace("2026", "1492"),
    ):
        assert steward.get(address).status_code == 404
    assert steward.post("/vi/centre/rounds/unknown/open/").status_code == 404
    assert steward.post(CHANGE.replace("test", "nowhere"), DAY).status_code == 404


def test_the_steward_makes_a_day_off_and_sees_what_moves(steward):
    """On the page of its year, and in the list of changes, in both languages."""
    done = steward.post(CHANGE, DAY)
    assert done.headers["Location"] == f"{YEAR}?changed=2026-12-25"
    text, rows = read(steward.get(done.headers["Location"]))
    assert "25/12/2026 nay là ngày nghỉ. Các thời hạn sau đã dời:" in text
    moved = "Review of 2023: hạn gửi báo cáo · 25/12/2026 chuyển thành 28/12/2026"
    assert text.count(moved) == 2
    assert ["12/2026 · 22 ngày làm việc"] in rows
    assert [
        "Thứ 6, 25/12/2026",
        "ngày nghỉ",
        "Ngày mới",
        "Quyết định 1 · người sửa: an@office.example",
    ] in rows
    english, rows = read(steward.get(YEAR.replace("/vi/", "/en/")))
    assert "Review of 2023: reports are due · 25/12/2026 becomes 28/12/2026" in english
    assert ["12/2026 · 22 working days"] in rows
    assert "quy định là ngày 25/12/2026, trúng ngày nghỉ" in read(steward.get(PAGE))[0]


@pytest.mark.parametrize(
    ("told", "status", "words"),
    [
        ({"day": "2026-11-30"}, 422, "Ngày này đã qua. Việc đúng hạn hay quá hạn"),
        ({"day": "2026-12-26"}, 409, "Ngày này vốn đã như vậy"),
        ({"day": "31/02/2026"}, 200, "Đây không phải là ngày tháng."),
        ({"reason": ""}, 200, "Theo quyết định nào?"),
    ],
)  # fmt: skip
def test_a_day_that_is_refused_is_told_beside_what_was_typed(steward, told, status, words):
    """Nothing is kept but the text on the page."""
    page = steward.post(CHANGE, {**DAY, **told})
    assert page.status_code == status and words in read(page)[0]
    assert 'value="Ngày mới"' in page.content.decode()
    assert not CalendarDay.objects.exists()


def test_the_calendar_is_found_from_the_navigation_by_who_has_a_role(steward):
    """It leads to this year; the public pages do not show it to others."""
    assert steward.get("/vi/centre/calendar/").headers["Location"] == YEAR
    mine, anybodys = steward.get("/vi/").content.decode(), Client().get("/vi/").content.decode()
    assert "/vi/centre/rounds/" in mine and "/vi/centre/calendar/" in mine
    assert "/centre/" not in anybodys


def test_a_round_without_a_schedule_has_stages_without_days(workspace, tmp_path):
    """And goes on all the same, on any day, without a reason."""
    installation.initialise(packs=[write_pack(tmp_path / "pack")])
    stages.open(round_id=ROUND, by="an")
    client = signed_in("an@office.example", "office", "steward")
    _, rows = read(client.get(PAGE))
    assert rows[2] == ["2. thu thập số liệu", "–", "–", "–", "–"]
    assert client.post(ADVANCE, {"to": "collecting", "reason": ""}).status_code == 302


def test_the_phase_of_a_round_decides_on_pages_of_the_portal(pack, rf):
    """`declares` asks the round's stage: the same page is hidden, then open, then says when it was."""
    from django.core.exceptions import PermissionDenied
    from django.http import Http404, HttpResponse

    from giaoban.core.conduct.people import Actor, Held

    @declares("draft.save", "unit_key", unit="unit_key", phase=rounds.stage)
    def save(request, round_id, unit_key):
        return HttpResponse("saved")

    request = rf.get("/")
    request.actor = Actor("ha", frozenset({Held("officer", "north", "north")}))
    address = {"round_id": ROUND, "unit_key": "north"}
    with pytest.raises(Http404):
        save(request, **address)
    stages.open(round_id=ROUND, by="an")
    with pytest.raises(PermissionDenied) as refused:
        save(request, **address)
    assert refused.value.args[1:] == ("collecting", "verifying", "replying")
    stages.advance(round_id=ROUND, to="collecting", by="an")
    assert save(request, **address).content == b"saved"


def test_whoever_may_publish_asks_the_worker_once_the_round_is_frozen(steward):
    """Before that the page offers nothing and refuses; asked twice it waits once; an analyst may not."""
    publish = f"{PAGE}publish/"
    RoundStage.objects.create(round_id=ROUND, stage="opened", at=timezone.now(), by="t")
    for stage in ("collecting", "verifying", "replying", "frozen"):
        assert "Chốt và in" not in read(steward.get(PAGE))[0] and steward.post(publish).status_code == 403
        RoundStage.objects.create(round_id=ROUND, stage=stage, at=timezone.now(), by="t")
    assert "Chốt và in" in read(steward.get(PAGE))[0]
    for _ in range(2):
        assert steward.post(publish).status_code == 302
    assert [one.job for one in jobs.latest()] == ["publish"]
    assert "Đang thực hiện" in read(steward.get(PAGE))[0]
    assert signed_in("kim@office.example", "office", "analyst").post(publish).status_code == 403
