"""Notices: the conclusions of a conference are drafted, written, issued, and then read by everybody there."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions import jobs, notice_files
from giaoban.actions import notices as acting
from giaoban.core.errors import Refusal
from giaoban.queries import conclusions, conferences, notices
from giaoban.web.access import FORM, WRITING, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components import clauses as words
from giaoban.web.components.classifications import classifications_of
from giaoban.web.components.days import say_left
from giaoban.web.components.pages import Crumb, show
from giaoban.web.conference.conferences import crumbs_of
from giaoban.web.conference.steps import answered, attempt, told

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Issuing(forms.Form):
    """Under which number the notice goes out, and who signs it."""

    symbol = forms.CharField(
        label=gettext_lazy("Number and symbol"),
        max_length=60,
        help_text=gettext_lazy("As the document system gave them."),
    )
    signer = forms.CharField(label=gettext_lazy("Who signs"), max_length=200)


@declares("notice.read", "conference_key", conference="conference_key", phase=conferences.stage)
def show_notice(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show the draft to whoever writes it, and to everybody else what it says."""
    return notice_page(request, conference_key)


@declares(
    "notice.edit", "conference_key", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def draft_notice(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Begin the notice."""
    refusal = attempt(lambda: acting.draft(conference=conference_key, by=actor_of(request).person))
    return notice_page(request, conference_key, refusal) if refusal else to_notice(conference_key)


@declares("notice.read", "conference_key", conference="conference_key", phase=conferences.stage)
def preview_notice(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show how the notice reads as one text."""
    notice = notices.by_conference(conference_key)
    found = notice.conference
    return show(
        request,
        "conference/preview.html",
        [*crumbs_of(found), Crumb(_("Conclusion notice"), _address(conference_key)), Crumb(_("Preview"))],
        conference=found,
        notice=notice,
        language=notices.wording(found)[0],
        blocks=notices.document(notice)["blocks"],
    )


@declares("notice.read", "conference_key", conference="conference_key", phase=conferences.stage)
def download_notice(request: HttpRequest, conference_key: str, layout: str) -> HttpResponse:
    """Send the notice as a Word file in one of its layouts."""
    content = notice_files.write(conference=conference_key, layout=layout)
    response = HttpResponse(content, content_type=_DOCX)
    name = f"{conference_key}-notice-{layout}.docx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@declares(
    "notice.edit", "conference_key", conference="conference_key", methods=WRITING, phase=conferences.stage
)
def take_notice(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Take an edited Word file back, and tell what became of each clause."""
    file, taken = request.FILES.get("file"), []
    sent = {"content": file.read() if file else b"", "name": file.name if file else ""}
    by, classification = actor_of(request).person, request.POST.get("classification", "")
    refusal = attempt(
        lambda: taken.append(
            notice_files.take(conference=conference_key, by=by, classification=classification, **sent)
        )
    )
    return notice_page(request, conference_key, refusal, at="word", taken=_taken(taken, conference_key))


@declares(
    "notice.issue", "conference_key", conference="conference_key", methods=FORM, phase=conferences.stage
)
def issue_notice(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Issue the notice, and let whoever leads a task be told of it."""
    form, refusal = Issuing(request.POST or None), None
    if form.is_valid():
        by, said = actor_of(request).person, form.cleaned_data
        refusal = attempt(lambda: acting.issue(conference=conference_key, by=by, **said))
        if refusal is None:
            round_id = conferences.by_key(conference_key).round_id
            jobs.enqueue(job="announce", by=by, round_id=round_id)
            return to_notice(conference_key)
    return notice_page(request, conference_key, refusal, at="issue", issuing=form)


def to_notice(conference_key: str, place: str = "") -> HttpResponse:
    """Lead back to the notice, to one of its places if one is named."""
    return HttpResponseRedirect(_address(conference_key) + (f"#{place}" if place else ""))


def notice_page(
    request: HttpRequest, conference_key: str, refusal: Refusal | None = None, at: str = "", **typed: Any
) -> HttpResponse:
    """Return the page of a notice; what was refused is told at its place, beside what was typed there."""
    found, notice = conferences.by_key(conference_key), notices.of_conference(conference_key)
    told_here = {**told(refusal), "at": at}
    if notice is None:
        page = _show(request, found, "conference/no_notice.html", {**told_here, "due": _due(found)})
    elif notice.stage == "issued" or not _may(request, "notice.edit", found):
        page = _show(request, found, "conference/issued.html", {**_reading(notice), **told_here})
    else:
        page = _show(
            request, found, "conference/notice.html", {**_writing(request, notice), **told_here, **typed}
        )
    return answered(page, refusal)


def _show(request: HttpRequest, found: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    crumbs = [*crumbs_of(found), Crumb(_("Conclusion notice"))]
    return show(
        request, template, crumbs, conference=found, may_edit=_may(request, "notice.edit", found), **context
    )


def _reading(notice: Any) -> dict[str, Any]:
    return {
        "notice": notice,
        "language": notices.wording(notice.conference)[0],
        "sections": words.sections(notice),
        "layouts": _layouts(notice),
        "is_as_issued": notice.stage != "issued" or notices.is_as_issued(notice),
        "due": _due(notice.conference),
    }


def _writing(request: HttpRequest, notice: Any) -> dict[str, Any]:
    """Return what the page of a draft needs: its clauses, what holds it back, and what may be quoted."""
    found, key = notice.conference, notice.conference.key
    said = words.say_findings(notices.findings(notice, timezone.localdate()), notices.clauses(key))
    return {
        **_reading(notice),
        "sections": words.sections(notice, said),
        "findings": said,
        "is_held": any(one.holds for one in said),
        "quotable": conclusions.quotable(found),
        "classifications": classifications_of(found.round_id),
        "may_issue": _may(request, "notice.issue", found),
        "issuing": Issuing(),
    }


def _layouts(notice: Any) -> list[tuple[str, str]]:
    language = notices.wording(notice.conference)[0]
    return [(key, one["names"].get(language, key)) for key, one in notices.layouts(notice.conference).items()]


def _due(found: Any) -> dict[str, Any]:
    """Return by when the notice is to be issued, and how long that is."""
    day, today = notices.due_on(found), timezone.localdate()
    if day is None:
        return {}
    return {"on": day, "left": say_left(notices.days_left(found, day, today), day, today)}


def _taken(found: list[Any], conference_key: str) -> dict[str, Any]:
    """Return what became of an edited file: clauses by their numbers, and what stands in none."""
    if not found:
        return {}
    (one,) = found
    labels = words.labels(conference_key)
    return {
        "stored": [(each.clause_id, labels[each.clause_id]) for each in one.changes if each.is_stored],
        "kept": [(labels[each.clause_id], each) for each in one.changes if not each.is_stored],
        "left": [
            (_(each.title), _(each.detail), each.where.file, dict(each.values)["text"])
            for each in one.findings
        ],
    }


def _may(request: HttpRequest, action: str, found: Any) -> bool:
    return allows(request, action, "", found.stage, found.key)


def _address(conference_key: str) -> str:
    return reverse("notice", kwargs={"conference_key": conference_key})
