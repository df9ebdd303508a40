"""A loop: the real round of 2023, its conference with a petition from Bắc Ninh, and a next round after it.

The next round is made here, in a copy of the pack: its target and result are invented for the tests.
"""

import csv
import io
import shutil
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from unittest import mock

import yaml

from giaoban.actions import (
    answers,
    assignments,
    clauses,
    figures,
    installation,
    notices,
    petitions,
    positions,
    rounds,
    tasks,
)
from giaoban.core.conduct.positions import Content
from giaoban.core.conduct.resolutions import Assignment
from giaoban.queries import packs
from giaoban.records.models import Clause, Conference, Organisation, Petition, Task
from tests.factories.conferences import conference
from tests.factories.schedules import at_noon
from tests.house.tree import PACKS

FIRST, NEXT, UNIT, GROWTH = "2023-annual", "2024-annual", "vn63-27", "GRDP_GROWTH"
#: The days on which things happen, in their order.
HELD, ISSUED, DUE, DONE, FROZEN = (
    date(2024, 1, 17), date(2024, 1, 19), date(2024, 6, 28), date(2024, 6, 20), date(2025, 1, 17),
)  # fmt: skip
TEXT = "Đề nghị Bộ Công Thương hỗ trợ các doanh nghiệp điện tử tìm thị trường mới."
CAUSE = "Đơn hàng của các doanh nghiệp điện tử giảm mạnh."
TASK = "trình phương án hỗ trợ doanh nghiệp điện tử mở rộng thị trường"
MINISTRY = "cong-thuong"
_STAGES = ("2024-11-20", "2024-12-02", "2024-12-26", "2025-01-06", "2025-01-13", "2025-01-17", "2025-01-20",
           "2025-12-31")  # fmt: skip
_MADE = ("national_growth", "growth", "attainment", "computed_tally", "growth_ranking")
_LOOKING_BACK = (
    {"analysis": "concluded_tasks", "rule": "counted", "matter": "task"},
    {"analysis": "lodged_petitions", "rule": "counted", "matter": "petition"},
    {"analysis": "aftermath", "rule": "aftermath", "of": "attainment"},
)
_TARGET = {
    "target_id": "N014", "unit_key": UNIT, "period": "2024", "number": "1", "text": "Tốc độ tăng GRDP",
    "group": "ECONOMY", "indicator": GROWTH, "op": "range", "target": "5", "target_to": "6",
    "unit_measure": "PCT", "direction": "higher", "counts": "true", "instrument": "Chỉ tiêu giả định",
    "valid_from": "2024-01-01", "source": "số giả định để kiểm thử",
}  # fmt: skip
_TERM = {
    **_TARGET, "target_id": "N500", "period": "2021-01-01/P5Y", "op": ">=", "target": "7", "target_to": "",
    "text": "Tốc độ tăng GRDP bình quân 2021-2025", "valid_from": "2021-01-01",
}  # fmt: skip
_RESULT = {
    "target_id": "N014", "value": "5.50", "verdict": "", "verdict_reason": "", "obs_status": "E",
    "released": "2024-12-29", "source": "số giả định để kiểm thử",
}  # fmt: skip


def on(day: date) -> AbstractContextManager:
    """Let it be noon of a day."""
    return mock.patch("django.utils.timezone.now", return_value=at_noon(day))


def install(folder: Path) -> Path:
    """Install the pack with a next round, and freeze the round of 2023."""
    pack = folder / "vn"
    shutil.copytree(PACKS / "vn", pack)
    _write_next(pack)
    installation.initialise(packs=[pack])
    _load(pack, FIRST)
    rounds.freeze(round_id=FIRST, by="tester")
    return pack


def sit() -> Conference:
    """Return the conference on the round of 2023, convened for the day on which it was held."""
    found, begins_at = conference("convened"), at_noon(HELD)
    days = {"begins_at": begins_at, "ends_at": begins_at + timedelta(hours=4)}
    title = "Hội nghị giao ban năm 2023 với các tỉnh, thành phố"
    Conference.objects.filter(pk=found.pk).update(round_id=FIRST, title=title, place="Hà Nội", **days)
    for known, key, name in (("north", UNIT, "Bắc Ninh"), ("south", "vn63-24", "Bắc Giang")):
        found.sites.filter(unit_key=known).update(unit_key=key, name=name)
        Organisation.objects.filter(unit_key=known).update(unit_key=key, name=f"Văn phòng {name}")
    Organisation.objects.create(key=MINISTRY, kind="ministry", name="Bộ Công Thương")
    found.refresh_from_db()
    return found


def ask(held: Conference) -> Petition:
    """File Bắc Ninh's petition, with its cause; after the conference it goes on under its own number."""
    content = Content(
        "petition", TEXT, indicator=GROWTH, cause=CAUSE, addressee="MINISTRY", subject=_subject()
    )
    place = {"conference": held.key, "unit_key": UNIT}
    position_id = positions.save(**place, content=content, position_id=0, base=0, by="officer")
    positions.file(**place, position_id=position_id, base=1, by="leader")
    Conference.objects.filter(pk=held.pk).update(stage="adjourned")
    (found,) = petitions.take_from_positions(conference=held.key, by="office")
    held.items.filter(number=3).update(title="Về kiến nghị của Bắc Ninh", takes_up=f"petition/{found.pk}")
    return found


def conclude(held: Conference) -> Task:
    """Draft the notice, give the petition's clause its task, and issue it."""
    begun(held.key)
    row = Clause.objects.get(section="petition")
    tasks.assign(conference=held.key, clause=row.pk, sent=given(), by="clerk")
    notices.issue(conference=held.key, symbol="29-TB/TW", signer="Lê Văn Ký", by="chair")
    return Task.objects.get(clause=row)


def begun(held: str) -> None:
    """Draft the notice; what it assesses is left out, and so is every decision but the petition's."""
    notices.draft(conference=held, by="clerk")
    for row in Clause.objects.filter(section__in=("task", "assessment"), is_removed=False):
        clauses.remove(conference=held, clause=row.pk, reason="ngoài phạm vi", by="clerk")


def given() -> Assignment:
    """Return the task that the petition's clause gives."""
    told = {"responsibility": "Bộ trưởng", "authority": "theo thẩm quyền", "product": "phương án"}
    return Assignment(leads=(MINISTRY,), what=TASK, due_on=DUE, **told, indicator=GROWTH, unit_key=UNIT)


def answer(found: Petition) -> None:
    """Assign the petition and answer it."""
    assignments.assign(petition=found.pk, lead=MINISTRY, due_on=DUE, by="office")
    answers.answer(petition=found.pk, answer_class="in_progress", text="Đang xây dựng phương án.",
                   settled_by=date(2024, 12, 31), by="clerk@ministry.example")  # fmt: skip


def carry_out(task: Task) -> None:
    """Report the task as done, and let a second person close it."""
    tasks.report(task=task.pk, text="Đã trình phương án.", done_on=DONE, by="clerk@ministry.example")
    tasks.close(task=task.pk, no_file="Phương án gửi kèm văn bản.", by="office")


def go_round() -> None:
    """Let everything happen from the conference until the eve of the next round, each on its day."""
    with on(date(2024, 1, 16)):
        held = sit()
        petition = ask(held)
    with on(ISSUED):
        task = conclude(held)
        answer(petition)
    with on(DONE):
        carry_out(task)


def freeze_next(folder: Path) -> rounds.FrozenRound:
    """Load the figures of the next round and freeze it."""
    _load(folder / "vn", NEXT)
    with on(FROZEN):
        return rounds.freeze(round_id=NEXT, by="tester")


def _load(pack: Path, round_id: str) -> None:
    files = [pack / name for name in packs.of_round(round_id)[1].files]
    figures.load(files=files, round_id=round_id, by="tester")


def _write_next(pack: Path) -> None:
    review = yaml.safe_load((pack / f"rounds/{FIRST}/round.yaml").read_text("utf-8"))
    made = [one for one in review["analyses"] if one["analysis"] in _MADE]
    days = [{**one, "begins_on": day} for one, day in zip(review["schedule"], _STAGES, strict=True)]
    dated = dict.fromkeys(("as_of", "conference_on", "reporting_deadline"), FROZEN.isoformat())
    titles = {"vi": "Kết quả thực hiện chỉ tiêu năm 2024", "en": "Provincial target attainment in 2024"}
    changed = {
        "round_id": NEXT,
        "titles": titles,
        "period": "2024",
        "schedule": days,
        "controls": [],
        **dated,
    }
    folder = pack / f"rounds/{NEXT}"
    folder.mkdir()
    whole = {**review, **changed, **dated, "analyses": [*made, *_LOOKING_BACK]}
    text = yaml.safe_dump(whole, allow_unicode=True)
    (folder / "round.yaml").write_text(text, "utf-8")
    for name, rows in (("targets", (_TARGET, _TERM)), ("results", (_RESULT,))):
        (folder / f"{name}.csv").write_text(_table(*rows), "utf-8")


def _table(*rows: dict[str, str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _subject() -> str:
    pack, _ = packs.of_round(FIRST)
    return next(iter(pack.codelists["subjects"]))
