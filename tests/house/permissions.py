"""Write docs/permissions.md: who may do what in which phase, and what each page asks. `make docs`."""

import ast
import os
import re
from collections.abc import Iterator, Mapping

import django
from django.urls import URLPattern, get_resolver

from giaoban.core.conduct.grants import ACTIONS, GRANTS
from giaoban.core.conduct.people import GIVEN, ROLES, SEATS, Actor, Held
from giaoban.core.conduct.phases import PHASES, SESSIONS, STAGES
from giaoban.core.conduct.policy import Subject, may
from tests.house.tree import ROOT, SRC

PAGE = ROOT / "docs" / "permissions.md"
OWN, OTHER = "own", "other"
#: At the command line of whoever runs the installation, who holds its files and its database anyway.
OPERATOR = "(command line)"
#: Inside another verb, in its transaction.
INSIDE = "(inside)"
#: Every verb of the actions room → the action of the policy that its page or call must declare.
VERBS: Mapping[str, str] = {
    "announcements.tell": INSIDE,
    "answers.accept": "petition.accept",
    "answers.answer": "petition.answer",
    "answers.reopen": "petition.reopen",
    "assignments.assign": "petition.assign",
    "assignments.extend": "petition.extend",
    "assignments.pause": "petition.pause",
    "assignments.resume": "petition.pause",
    "assignments.set_anew": INSIDE,
    "assignments.transfer": "petition.transfer",
    "contributions.ask": "petition.assign",
    "contributions.contribute": "petition.contribute",
    "deadlines.change": INSIDE,
    "deadlines.move_deadlines": INSIDE,
    "deadlines.require_day": INSIDE,
    "petition_clusters.form": "petition.arrange",
    "petition_clusters.leave": "petition.arrange",
    "petitions.lodge": "petition.lodge",
    "petitions.route": "petition.assign",
    "petitions.split": "petition.arrange",
    "petitions.take_from_positions": "petition.arrange",
    "petitions.withdraw": "petition.withdraw",
    "turns.lock": INSIDE,
    "turns.take": INSIDE,
    "clauses.add": "notice.edit",
    "clauses.begin": INSIDE,
    "clauses.lock": INSIDE,
    "clauses.move": "notice.edit",
    "clauses.remove": "notice.edit",
    "clauses.save": "notice.edit",
    "notice_files.take": "notice.edit",
    "clauses.waive": "notice.edit",
    "notices.draft": "notice.edit",
    "notices.issue": "notice.issue",
    "notice_files.write": "notice.read",
    "task_extensions.ask_extension": "task.ask",
    "task_extensions.extend": "task.extend",
    "task_extensions.refuse_extension": "task.extend",
    "task_reports.attach": "task.report",
    "task_reports.lock": INSIDE,
    "task_reports.report": "task.report",
    "task_verdicts.close": "task.close",
    "task_verdicts.send_back": "task.close",
    "tasks.assign": "task.assign",
    "tasks.issue": INSIDE,
    "filters.remove": "filter.remove",
    "filters.save": "filter.save",
    "search.keep": INSIDE,
    "search.rebuild": INSIDE,
    "tasks.set_by_directive": "task.set",
    "tasks.withdraw": "task.assign",
    "accounts.change": "account.change",
    "accounts.end_other_sessions": "account.change",
    "accounts.note_sign_in": INSIDE,
    "accounts.set_password": "password.change",
    "ballots.attach": "ballot.count",
    "ballots.enter": "ballot.count",
    "ballots.fetch": "ballot.read",
    "ballots.look": "ballot.count",
    "ballots.name_persons": "ballot.count",
    "ballots.read": "ballot.read",
    "ballots.record": "ballot.record",
    "attendance.arrive": "attendance.record",
    "attendance.leave": "attendance.record",
    "agendas.add": "agenda.change",
    "agendas.change": "agenda.change",
    "agendas.move": "agenda.change",
    "agendas.remove": "agenda.change",
    "agendas.take_up": "agenda.change",
    "calendars.note_moved": INSIDE,
    "calendars.set_day": "calendar.change",
    "clusters.add": "position.arrange",
    "clusters.form": "position.arrange",
    "clusters.leave": "position.arrange",
    "conferences.advance": "conference.advance",
    "conferences.call_off": "conference.call_off",
    "conferences.change": "conference.change",
    "conferences.convene": "conference.convene",
    "controls.explain": OPERATOR,
    "controls.require_explained": INSIDE,
    "convocations.answer": "convocation.answer",
    "convocations.ask": "convocation.send",
    "convocations.send": "convocation.send",
    "delegates.change": "delegate.change",
    "delegates.name": "delegate.change",
    "delegates.provision": "delegate.change",
    "delegates.withdraw": "delegate.change",
    "digests.send": INSIDE,
    "cascades.concretise": "directive.concretise",
    "cascades.waive": "directive.concretise",
    "directive_lists.load": OPERATOR,
    "directive_lists.provision": "directive.register",
    "directive_reviews.hold": "directive.review",
    "directive_reviews.plan": "directive.review",
    "directive_reviews.put_off": "directive.review",
    "directives.attach": "directive.correct",
    "directives.correct": "directive.correct",
    "directives.end": "directive.end",
    "directives.enter": INSIDE,
    "directives.held": INSIDE,
    "directives.locked": INSIDE,
    "directives.register": "directive.register",
    "directives.relate": "directive.relate",
    "directives.settled": INSIDE,
    "directives.tie": INSIDE,
    "directives.unrelate": "directive.relate",
    "documents.check_claims": OPERATOR,
    "documents.print_documents": OPERATOR,
    "comments.require_text": INSIDE,
    "comments.write": "comment.write",
    "drafts.save": "draft.save",
    "drafts.seal": INSIDE,
    "events.export": "audit.export",
    "evidence.attach": "evidence.attach",
    "evidence.hold": INSIDE,
    "events.note": INSIDE,
    "factors.enrol": "factor.enrol",
    "factors.renew_codes": "factor.renew",
    "feeds.renew": "feed.renew",
    "inspections.cancel": "inspection.plan",
    "inspections.change": "inspection.plan",
    "inspections.decide": "inspection.decide",
    "inspections.plan": "inspection.plan",
    "inspections.take": "inspection.plan",
    "installation.initialise": OPERATOR,
    "invitations.accept": "invitation.accept",
    "invitations.issue": INSIDE,
    "invitations.send": INSIDE,
    "mails.post": INSIDE,
    "mails.written": INSIDE,
    "minutes.confirm": "minutes.confirm",
    "minutes.reopen": "minutes.reopen",
    "minutes.save": "minutes.write",
    "minutes.sign": "minutes.sign",
    "moments.lock": INSIDE,
    "moments.note": INSIDE,
    "moments.require_seen": INSIDE,
    "jobs.enqueue": INSIDE,
    "jobs.run": INSIDE,
    "jobs.tick": OPERATOR,
    "listings.receive": "listing.upload",
    "panels.write": OPERATOR,
    "papers.add": "paper.add",
    "papers.note_opened": "paper.read",
    "papers.withdraw": "paper.withdraw",
    "people.deactivate": "people.deactivate",
    "people.end": "people.end",
    "people.grant": "people.grant",
    "people.invite": "people.invite",
    "people.provision": "people.provision",
    "people.readmit": "people.readmit",
    "polls.close": "poll.close",
    "polls.open": "poll.open",
    "polls.vote": "poll.vote",
    "positions.file": "position.file",
    "positions.give_subject": "position.arrange",
    "positions.join": "position.arrange",
    "positions.require_subject": INSIDE,
    "positions.save": "position.save",
    "positions.split": "position.arrange",
    "positions.withdraw": "position.withdraw",
    "publications.publish": OPERATOR,
    "refusals.admit": INSIDE,
    "refusals.note_refused": INSIDE,
    "reasons.require": INSIDE,
    "reminders.send": "reminder.send",
    "reminders.send_due": INSIDE,
    "rooms.begin": "room.lead",
    "rooms.extend": "room.lead",
    "rooms.pause": "room.lead",
    "rooms.resume": "room.lead",
    "rooms.show_chart": "room.lead",
    "rounds.freeze": OPERATOR,
    "screens.ask": "signal.ask",
    "screens.conclude": "signal.conclude",
    "screens.reply": "signal.reply",
    "segments.compact": OPERATOR,
    "segments.restore": OPERATOR,
    "speakers.call": "room.lead",
    "speakers.end": "room.lead",
    "speakers.register": "room.speak",
    "speakers.withdraw": "room.speak",
    "stages.advance": "round.advance",
    "stages.open": "round.open",
    "figures.load": OPERATOR,
    "figures.record": INSIDE,
    "replies.write": "reply.write",
    "tokens.create": "token.create",
    "tokens.end": "token.end",
    "tokens.note_use": INSIDE,
    "substitutes.ask": "substitute.ask",
    "substitutes.consent": "substitute.answer",
    "substitutes.refuse": "substitute.answer",
    "submissions.accept": "submission.accept",
    "submissions.approve": "submission.approve",
    "submissions.complete": "submission.complete",
    "submissions.lock": INSIDE,
    "submissions.name": INSIDE,
    "submissions.recall": "submission.recall",
    "submissions.reopen": "cell.reopen",
    "submissions.reseal": OPERATOR,
    "submissions.return_": "submission.return",
    "submissions.submit": "submission.submit",
    "video.admit": "video.lead",
    "video.caption": "video.caption",
    "video.close": "video.lead",
    "video.join": "video.join",
    "video.mute": "video.lead",
    "video.open": "video.lead",
    "video.remove": "video.lead",
    "workbooks.issue": "workbook.download",
    "workbooks.receive": "workbook.upload",
    "workers.requeue": INSIDE,
    "workers.work": OPERATOR,
}

HEAD = """# Permissions

Generated (`make docs`) by asking the policy (`src/giaoban/core/conduct/policy.py`) for every role, action
and phase; `tests/web/test_permissions.py` holds every page and every verb against it. What does not stand
here is refused.

`public` is everybody, `entrant` who has given the password only, `person` who has also shown the second
factor; the other roles are given by an organisation for a time, and count for a `person` only. **own**: only
on what belongs to the unit that the organisation reports for; what belongs to another unit is answered like
what does not exist. `chair`, `clerk`, `delegate`, `observer` and `teller` are the seats of a conference.
**seat**: only at the conference at which the person has this seat; another one does not exist for them.
**body**: only on what the organisation leads or co-ordinates; **party**: on that, and on what is its unit's.
"""


def asked(role: str, action: str, whose: str) -> tuple[str, ...]:
    """Return the phases in which somebody who holds just this role may do this."""
    office, seat = Held(role, "office", OWN), Held(role, "", conference=OWN)
    held = frozenset({office} if role in GIVEN else {seat} if role in SEATS else ())
    actor = Actor("" if role == "public" else "somebody", held, role != "entrant")
    bodies = frozenset({"office" if whose == OWN else "another office"})
    subject = Subject(action.partition(".")[0], "key", whose, conference=whose, bodies=bodies)
    return tuple(phase for phase in PHASES if may(actor, action, subject, phase).allowed)


def addresses(resolver=None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of the site with its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        # The prefix of the language is not part of what a page asks.
        here = before + ("" if "LocalePrefix" in type(entry.pattern).__name__ else _written(entry.pattern))
        if isinstance(entry, URLPattern):
            yield here, entry
        else:
            yield from addresses(entry, here)


def _written(pattern: object) -> str:
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", str(pattern)).strip("^$")


def verbs() -> set[str]:
    """Return every verb of the actions room, as module.verb."""
    return {
        f"{path.stem}.{node.name}"
        for path in (SRC / "actions").glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


def render() -> str:
    """Return the page as it should be."""
    actions = "".join(_row(action) for action in sorted(ACTIONS))
    pages = "".join(sorted(_page(where, one) for where, one in addresses()))
    told = "".join(f"| `{verb}` | {_name(VERBS.get(verb, 'undeclared'))} |\n" for verb in sorted(verbs()))
    return (
        f"{HEAD}\n## Actions\n\n"
        f"| Action | Roles | Whose | Phases of the round or the conference |\n|---|---|---|---|\n{actions}"
        f"\n## Pages\n\n| Address | Methods | Action |\n|---|---|---|\n{pages}"
        "\n## Verbs\n\nEach verb of `src/giaoban/actions/`, and the action that a page must declare for it.\n"
        f"\n| Verb | Action |\n|---|---|\n{told}"
    )


def _row(action: str) -> str:
    found: dict[tuple[str, str], list[str]] = {}
    for role in (one for one in ROLES if (one, action) in GRANTS):
        found.setdefault(_phases(role, action), []).append(role)
    return "".join(
        f"| `{action}` | {', '.join(roles)} | {whose} | {phases} |\n"
        for (whose, phases), roles in found.items()
    )


def _phases(role: str, action: str) -> tuple[str, str]:
    everywhere = asked(role, action, OTHER)
    phases = everywhere or asked(role, action, OWN)
    if len(phases) == len(PHASES):
        text = "always"
    elif phases == STAGES:
        text = "every phase of a round"
    elif phases == SESSIONS:
        text = "every phase of a conference"
    else:
        text = ", ".join(phases)
    return ("all" if everywhere else f"**{GRANTS[role, action].reach}**"), text  # type: ignore[index]


def _page(where: str, one: URLPattern) -> str:
    methods = ", ".join(method for method in one.callback.methods if method != "HEAD")
    return f"| `/{where}` | {methods} | `{one.callback.action}` |\n"


def _name(action: str) -> str:
    return action if action.startswith("(") else f"`{action}`"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "giaoban.config.settings")
    django.setup()
    PAGE.write_text(render(), "utf-8")
