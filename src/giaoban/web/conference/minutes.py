"""Minutes: written by the clerks as the conference goes, followed by its delegates, signed, and printed."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from giaoban.actions import minutes as writing
from giaoban.actions.minutes import Sent
from giaoban.core.conduct.minutes import LONGEST, Step, standing, tidy
from giaoban.core.errors import Conflict, Invalid, NotAllowed, Refusal
from giaoban.queries import conferences, minutes, people
from giaoban.queries.documents import MEDIA_TYPES
from giaoban.web import problems
from giaoban.web.access import FORM, WRITING, allows, declares
from giaoban.web.actors import actor_of
from giaoban.web.components.minuted import say_part, say_version, sections_of, tell_saved
from giaoban.web.components.obstacles import say_refusal
from giaoban.web.components.pages import Crumb, show
from giaoban.web.components.standings import say_moment
from giaoban.web.typed import whole

_PLACE = "conference_key"


class _Text(BaseModel):
    """One text of a document: its name, what stands in it, and the version that it was typed over."""

    model_config = ConfigDict(extra="forbid", strict=True)

    line_id: Annotated[str, Field(pattern=r"^\d{1,4}/[a-z]{1,10}$")]
    text: Annotated[str, Field(max_length=LONGEST)]
    base: Annotated[int, Field(ge=0)]

    def sent(self) -> Sent:
        """Return the text as the minutes take it."""
        item, _, part = self.line_id.partition("/")
        return Sent(int(item), part, self.text, self.base)


class _Texts(BaseModel):
    """A document of the page: who typed, and the texts in their order."""

    model_config = ConfigDict(extra="forbid", strict=True)

    person: str
    lines: Annotated[list[_Text], Field(max_length=200)]


@declares("minutes.read", _PLACE, conference=_PLACE, phase=conferences.stage)
def show_minutes(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Show the minutes: to write in for the clerks, to read for all others, to sign in the end."""
    _require_readable(request, conference_key)
    return _page(request, conference_key)


@declares("minutes.read", _PLACE, conference=_PLACE, phase=conferences.stage)
def tell_minutes(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Tell what stands in the texts by now, for the page's script."""
    _require_readable(request, conference_key)
    # Asked first: what is changed between the two questions is not signed unseen.
    seen = minutes.digest(conference_key)
    told = [
        {
            "line_id": one.line_id,
            "version": one.version,
            "entry": {"text": one.text},
            "said": one.said,
            "proposal": one.proposal,
        }
        for section in sections_of(conference_key)
        for one in section.fields
    ]
    is_closed = minutes.standing(conference_key).is_closed
    return JsonResponse({"lines": told, "is_closed": is_closed, "seen": seen})


@declares("minutes.write", _PLACE, conference=_PLACE, methods=WRITING, phase=conferences.stage)
def keep_texts(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Keep the texts of a document as they were typed, and tell of each what became of it."""
    try:
        kept = writing.save(conference=conference_key, sent=_read(request), by=actor_of(request).person)
    except (Invalid, Conflict) as refusal:
        return problems.of_refusal(refusal)
    names = people.names(one.there.by for one in kept)
    return JsonResponse({"lines": [tell_saved(one, names.get(one.there.by, one.there.by)) for one in kept]})


@declares("minutes.write", _PLACE, conference=_PLACE, methods=FORM, phase=conferences.stage)
def save_minutes(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Keep the texts of the page, where there are no scripts; what two typed is shown, both in one."""
    sent = [one for one in _posted(request.POST) if _is_changed(conference_key, one)]
    try:
        kept = writing.save(conference=conference_key, sent=sent, by=actor_of(request).person)
    except (Invalid, Conflict) as refusal:
        return _page(request, conference_key, refusal)
    pairs = zip(kept, sent, strict=True)
    refused = [(one, typed.text) for one, typed in pairs if one.outcome == "conflict"]
    if refused:
        page = _page(request, conference_key, refused=refused)
        page.status_code = 409
        return page
    return HttpResponseRedirect(_address(conference_key) + "?done#now")


@declares("minutes.follow", _PLACE, conference=_PLACE, phase=conferences.stage)
def show_history(request: HttpRequest, conference_key: str, item: int, part: str) -> HttpResponse:
    """Show every version of one text with its author and its time, and one of them in full."""
    versions = minutes.history(conference_key, item, part)
    names = people.names(one.by for one in versions)
    asked = request.GET.get("version", "")
    chosen = next((one for one in versions if str(one.number) == asked), standing(versions))
    title = f"{item}. {minutes.item_of(conference_key, item, part).title}"
    crumbs = [*_crumbs(conference_key), Crumb(f"{title}: {say_part(part)}")]
    return show(
        request,
        "conference/minute_history.html",
        crumbs,
        title=title,
        part=say_part(part),
        versions=[
            (one, names.get(one.by, one.by), say_moment(one.at), one == chosen) for one in reversed(versions)
        ],
        chosen=chosen,
        said=say_version(chosen, names.get(chosen.by, chosen.by)),
    )


@declares("minutes.sign", _PLACE, conference=_PLACE, methods=FORM, phase=conferences.stage)
def sign_minutes(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Sign the minutes as the clerk, as they were shown."""
    seen = request.POST.get("seen", "")
    return _carry_out(
        request, conference_key, lambda by: writing.sign(conference=conference_key, seen=seen, by=by)
    )


@declares("minutes.confirm", _PLACE, conference=_PLACE, methods=FORM, phase=conferences.stage)
def confirm_minutes(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Sign the minutes as the chair, as they were shown."""
    seen = request.POST.get("seen", "")
    return _carry_out(
        request, conference_key, lambda by: writing.confirm(conference=conference_key, seen=seen, by=by)
    )


@declares("minutes.reopen", _PLACE, conference=_PLACE, methods=FORM, phase=conferences.stage)
def reopen_minutes(request: HttpRequest, conference_key: str) -> HttpResponse:
    """Open signed minutes again, with the reason that was typed."""
    reason = request.POST.get("reason", "")
    return _carry_out(
        request, conference_key, lambda by: writing.reopen(conference=conference_key, reason=reason, by=by)
    )


@declares("minutes.read", _PLACE, conference=_PLACE, phase=conferences.stage)
def download_minutes(request: HttpRequest, conference_key: str, layout: str) -> HttpResponse:
    """Send the minutes as a Word file in one layout."""
    _require_readable(request, conference_key)
    name, content = minutes.document(conference_key, layout)
    response = HttpResponse(content, content_type=MEDIA_TYPES[".docx"])
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _require_readable(request: HttpRequest, conference_key: str) -> None:
    """Hide minutes that are not signed from whoever does not follow them.

    Raises:  Http404.
    """
    may_follow = allows(request, "minutes.follow", "", conferences.stage(conference_key), conference_key)
    if not may_follow and minutes.standing(conference_key).confirmed is None:
        raise Http404("These minutes are not signed")


def _page(
    request: HttpRequest, conference_key: str, refusal: Refusal | None = None, **context: Any
) -> HttpResponse:
    found, stand = conferences.by_key(conference_key), minutes.standing(conference_key)
    seen = minutes.digest(conference_key)  # asked first: what is changed meanwhile is not signed unseen
    stage = conferences.stage(conference_key)

    def may(step: str) -> bool:
        return allows(request, f"minutes.{step}", "", stage, conference_key)

    page = show(
        request,
        "conference/minutes.html",
        _crumbs(conference_key),
        conference=found,
        sections=sections_of(conference_key, context.pop("refused", ())),
        stand=stand,
        signatures=_signatures(stand.signed, stand.confirmed),
        seen=seen,
        person=actor_of(request).person,
        layouts=_layouts(conference_key),
        writes=may("write") and not stand.is_closed,
        follows=may("follow"),
        may_sign=may("sign") and not stand.is_closed,
        may_confirm=may("confirm") and stand.is_closed and stand.confirmed is None,
        may_reopen=may("reopen") and stand.is_closed,
        refusal=say_refusal(refusal) if refusal else None,
        is_done="done" in request.GET,
        **context,
    )
    if refusal:
        page.status_code = 409 if isinstance(refusal, Conflict) else 422
    return page


def _carry_out(request: HttpRequest, conference_key: str, step: Callable[[str], None]) -> HttpResponse:
    """Take a step with the minutes and show them; where it is refused, say why."""
    if request.method == "POST":
        try:
            step(actor_of(request).person)
        except (Invalid, Conflict) as refusal:
            return _page(request, conference_key, refusal)
    return HttpResponseRedirect(_address(conference_key) + "#now")


def _signatures(*steps: Step | None) -> list[tuple[str, str]]:
    names = people.names(one.by for one in steps if one)
    return [(names.get(one.by, one.by), say_moment(one.at)) for one in steps if one]


def _layouts(conference_key: str) -> list[tuple[str, str]]:
    """Return the layouts of the minutes, each with its name in the language of the page, or in its own."""
    language = get_language() or ""
    found = minutes.layouts(conference_key)
    return [(one, names.get(language) or next(iter(names.values()))) for one, names in found.items()]


def _crumbs(conference_key: str) -> list[Crumb]:
    title = conferences.by_key(conference_key).title
    return [Crumb(title), Crumb(_("Minutes of the conference"), _address(conference_key))]


def _address(conference_key: str) -> str:
    return reverse("minutes", kwargs={"conference_key": conference_key})


def _read(request: HttpRequest) -> list[Sent]:
    """Return the texts of a document that whoever asks has typed.

    Raises:  Invalid, with every fault, if it is no such document; NotAllowed if another person typed it.
    """
    try:
        texts = _Texts.model_validate_json(request.body)
    except ValidationError as faults:
        raise problems.not_understood(faults) from faults
    if texts.person != actor_of(request).person:
        raise NotAllowed(_("Another person typed this; sign in as that person to store it."))
    return [one.sent() for one in texts.lines]


def _posted(typed: QueryDict) -> list[Sent]:
    """Return the texts of a posted page."""
    found = []
    for name in (name for name in typed if name.startswith("text:")):
        item, _, part = name.removeprefix("text:").partition("/")
        base = typed.get(f"base:{item}/{part}", "")
        if number := whole(item):
            found.append(Sent(number, part, typed[name], whole(base)))
    return found


def _is_changed(conference_key: str, sent: Sent) -> bool:
    """Return whether something else was sent than stood there in the version that the page showed."""
    versions = minutes.history(conference_key, sent.item, sent.part)
    shown = next((one.text for one in versions if one.number == sent.base), "")
    return tidy(sent.text) != shown
