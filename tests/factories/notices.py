"""A notice of the small pack's conference: its words and layout, and the tasks that it may set."""

from datetime import timedelta

import yaml
from django.utils import timezone

from giaoban.core.conduct.resolutions import Assignment
from giaoban.records.models import Conference, Organisation
from tests.factories.conferences import KEY, conference
from tests.house.tree import PACKS

_PLAIN = (PACKS / "rw/documents/plain.yaml").read_text("utf-8")
_ENGLISH = yaml.safe_load((PACKS / "vn/wording/en.yaml").read_text("utf-8"))
#: The words of a notice for wording/en.yaml of another pack.
WORDS = {"notices": _ENGLISH["notices"], "lists": _ENGLISH["lists"]}
_LAYOUT = {
    "header": {
        "left_mm": 68,
        "rows": [
            {
                "left": [
                    {"when": "draft", "text": "DRAFT", "size": 13},
                    {"when": "issued", "text": "No. {symbol}", "size": 13},
                ],
                "right": [{"when": "issued", "text": "{date}", "size": 13}],
            }
        ],
    },
    "title": [{"text": "Conclusions of {chair} at {title}", "size": 14, "bold": True}],
    "closing": {
        "left_mm": 82,
        "recipients": [{"text": "To all", "size": 11}],
        "signature": [{"text": "{signer}", "size": 14}],
    },
}
#: What a pack needs besides its words.
DOCUMENTS = {
    "documents/plain.yaml": _PLAIN,
    "documents/notice.yaml": "layouts: [plain]\nassessment: []\n",
    "documents/notice.plain.yaml": yaml.safe_dump(_LAYOUT),
    "rules/notices.yaml": (PACKS / "vn/rules/notices.yaml").read_text("utf-8"),
    "rules/classification.yaml": (PACKS / "vn/rules/classification.yaml").read_text("utf-8"),
}
#: What the small pack needs to have notices.
FILES = {**DOCUMENTS, "wording/en.yaml": yaml.safe_dump({"statements": {}, **WORDS})}
BY = {"conference": KEY, "by": "clerk@centre.example"}


def body(key: str, name: str, kind: str = "ministry", unit_key: str = "") -> Organisation:
    """Return an organisation that may be given a task."""
    return Organisation.objects.create(key=key, kind=kind, name=name, unit_key=unit_key)


def whole(lead: str = "finance", *others: str, task_id: int = 0, what: str = "submit the plan") -> Assignment:
    """Return a task that lacks nothing, due in the month after next."""
    on = timezone.localdate() + timedelta(days=60)
    told = {"responsibility": "the minister", "authority": "within its own", "product": "a plan"}
    return Assignment(task_id, (lead,), others, what, on, "month", **told)


def real(round_id: str = "2023-annual") -> Conference:
    """Return an adjourned conference on a real round, with what it decided and one petition."""
    found = conference("adjourned")
    told = {"round_id": round_id, "title": "Hội nghị giao ban năm 2023 với các tỉnh, thành phố"}
    Conference.objects.filter(pk=found.pk).update(place="Hà Nội", **told)
    posts = {"chair": "Chủ trì hội nghị", "delegate": "Vụ trưởng"}
    for seat, post in posts.items():
        found.delegates.filter(seat=seat).update(post=post)
    decision = "Đẩy nhanh giải ngân vốn đầu tư công, tháo gỡ vướng mắc về giải phóng mặt bằng."
    found.items.filter(number=2).update(decision_sought=decision)
    petition = "Về kiến nghị hỗ trợ vốn xây dựng cầu qua sông"
    found.items.filter(number=3).update(title=petition, takes_up="petition/7")
    found.refresh_from_db()
    return found
