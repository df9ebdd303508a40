"""A whole conference on a real round: who prepares it, and who sits in the hall or elsewhere."""

import json
import sys
from typing import Any

ROUND = "2023-annual"
#: who · name · seat · post · site
DELEGATES = (
    ("chair", "Trần Thị Chủ", "chair", "Chủ trì hội nghị", ""),
    ("clerk", "Lê Văn Ghi", "clerk", "Thư ký hội nghị", ""),
    ("hall", "Phạm Văn Sảnh", "delegate", "Vụ trưởng", ""),
    ("bacninh", "Nguyễn Thị Hà", "delegate", "Bí thư Tỉnh ủy", "Bắc Ninh"),
    ("haiphong", "Vũ Văn Nam", "delegate", "Bí thư Thành ủy", "Hải Phòng"),
    ("cantho", "Đỗ Thị Lan", "delegate", "Bí thư Thành ủy", "Cần Thơ"),
    ("ministry", "Hồ Văn Bộ", "observer", "Vụ trưởng Bộ Tài chính", ""),
)


def address(who: str) -> str:
    """Return the e-mail address of somebody."""
    return f"{who}@conference.example"


def listed() -> bytes:
    """Return the list of delegates as the office has it."""
    rows = [
        f"{number},{name},{seat},{post},{site},{address(who)}"
        for number, (who, name, seat, post, site) in enumerate(DELEGATES, 1)
    ]
    return "\n".join(["precedence,name,seat,post,site,email", *rows, ""]).encode()


def furnish() -> str:
    """Let everybody be known and signed in, and the round begin; tell the sessions as JSON."""
    from django.utils import timezone

    from giaoban.actions import stages
    from giaoban.records.models import Person
    from tests.factories import sessions

    stages.open(round_id=ROUND, by="tester")
    steward = sessions.person(address("steward"), "Nguyễn Văn Phòng", "office", "steward")
    sessions.person(address("ministry"), "Hồ Văn Bộ", "finance", "respondent")
    told: dict[str, Any] = {"steward": sessions.begin(steward)}
    for who, name, *_ in DELEGATES:
        known = {"name": name, "language": "vi", "created_at": timezone.now()}
        person, _ = Person.objects.get_or_create(email=address(who), defaults=known)
        told[who] = sessions.begin(person)
    sys.stdout.write(json.dumps(told))
    return json.dumps(told)
