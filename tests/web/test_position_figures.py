"""Figures in a position: what its text says of the round is held against the frozen figures, and doubted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from giaoban.actions import positions
from giaoban.core.conduct.positions import Content
from giaoban.queries import petition_rules
from giaoban.records.models import Conference, Site
from tests.factories.sessions import client_of, person
from tests.web.pages import ROUND, read

pytestmark = pytest.mark.django_db
KEY, UNIT = "2023-annual", "vn63-27"


@pytest.fixture(autouse=True)
def convened(site):
    """Let a conference be convened on the real round, at which one province takes part."""
    now = timezone.now()
    told = {"title": "Giao ban", "begins_at": now, "ends_at": now + timedelta(hours=3), "by": "tester"}
    found = Conference.objects.create(
        key=KEY, round_id=ROUND, stage="convened", place="Hà Nội", at=now, **told
    )
    Site.objects.create(conference=found, unit_key=UNIT, name="Bắc Ninh", number=1)


def doubts(text: str) -> list[dict[str, str]]:
    """Return what is doubted in a petition with this text."""
    content = Content("petition", text, subject="INDUSTRY_ENERGY_TRADE", addressee="GOVERNMENT")
    return [dict(one.values) for one in petition_rules.findings(petition_rules.setting(KEY), UNIT, content)]


def test_a_text_that_says_the_frozen_figure_is_not_doubted():
    """Growth of −9,28 %, told as a fall; and a text without a figure."""
    assert doubts("Năm 2023, GRDP giảm 9,28%. Đề nghị hỗ trợ ngành điện tử.") == []
    assert doubts("Đề nghị hỗ trợ ngành điện tử.") == []


def test_a_text_that_says_another_figure_is_a_warning_and_can_be_filed():
    """The page names both, in Vietnamese; nothing holds it back."""
    text = "Năm 2023, GRDP tăng 5,3%. Đề nghị hỗ trợ ngành điện tử."
    (found,) = doubts(text)
    assert (found["text"], found["period"], found["held"]) == ("5,3%", "2023", "-9.28")
    content = Content("petition", text, addressee="GOVERNMENT")
    position_id = positions.save(conference=KEY, unit_key=UNIT, content=content, by="officer")
    leader = client_of(person("binh@bn.example", "Bình", "bac-ninh", "leader", UNIT))
    page = f"/vi/conferences/{KEY}/units/{UNIT}/positions/{position_id}/"
    said = read(leader.get(page))[0]
    assert "Điểm nào nên xem lại?" in said and "kỳ 2023 là -9,28" in said
    assert leader.post(f"{page}file/", {"base": 1}).status_code == 302
    assert "2023-27/01" in read(leader.get(page))[0]
