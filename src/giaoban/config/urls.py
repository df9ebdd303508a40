"""Addresses: every page under its language; the root leads to the latest round."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path, re_path

from giaoban.config.conferences import CONFERENCES
from giaoban.config.followup import FOLLOWUP
from giaoban.web import refusals
from giaoban.web.accounts import accounts, factors, feeds, invitations, passwords, sessions, tokens
from giaoban.web.api import description
from giaoban.web.api import forms as api_forms
from giaoban.web.api import overview as api_overview
from giaoban.web.api import rounds as api_rounds
from giaoban.web.api import submissions as api_submissions
from giaoban.web.centre import audit, calendars, overview
from giaoban.web.centre import comments as centre_comments
from giaoban.web.centre import rounds as centre_rounds
from giaoban.web.centre import submissions as sent
from giaoban.web.province import (
    comments,
    desk,
    evidence,
    forms,
    lines,
    listings,
    replies,
    submissions,
    workbooks,
)
from giaoban.web.public import documents, figures, indicators, reports, rounds, units

#: The accounts desk. Names that begin with account_, mfa_ or openid_ are those that the library asks for.
_ACCOUNTS = [
    path("sign-in/", sessions.sign_in, name="account_login"),
    path("sign-in/code/", sessions.give_code, name="mfa_authenticate"),
    path("sign-in/shut/", sessions.say_inactive, name="account_inactive"),
    path("sign-out/", sessions.sign_out, name="account_logout"),
    path("invitations/<str:token>/", invitations.accept, name="invitation"),
    path("account/", accounts.show_account, name="account"),
    path("account/calendar/", feeds.renew_feed, name="renew_feed"),
    path("account/tokens/new/", tokens.create_token, name="create_token"),
    path("account/tokens/<int:token_id>/end/", tokens.end_token, name="end_token"),
    path("account/sessions/", accounts.end_other_sessions, name="end_other_sessions"),
    path("account/second-factor/", factors.enrol, name="mfa_activate_totp"),
    path("account/second-factor/codes/", factors.show_codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new/", factors.renew_codes, name="mfa_generate_recovery_codes"),
    path("account/password/", passwords.change, name="account_change_password"),
    path("account/password/again/", passwords.confirm, name="account_reauthenticate"),
    path("password/", passwords.ask_link, name="account_reset_password"),
    path("password/sent/", passwords.say_link_sent, name="account_reset_password_done"),
    path("password/set/", passwords.say_chosen, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        passwords.choose,
        name="account_reset_password_from_key",
    ),
]

_SENT = "rounds/<slug:round_id>/submissions/<slug:unit_key>/"
#: The centre's desk.
_CENTRE = [
    path("audit.jsonl", audit.export_audit, name="audit_file"),
    path("rounds/<slug:round_id>/audit/", audit.show_round_audit, name="round_audit"),
    path("rounds/<slug:round_id>/units/<slug:unit_key>/audit/", audit.show_unit_audit, name="unit_audit"),
    path(_SENT, sent.show_submission, name="submission"),
    path(f"{_SENT}return/", sent.return_lines, name="return_lines"),
    path(f"{_SENT}accept/", sent.accept, name="accept_submission"),
    path(f"{_SENT}approve/", sent.approve, name="approve_submission"),
    path(f"{_SENT}reopen/", sent.reopen_line, name="reopen_line"),
    path(f"{_SENT}comments/", centre_comments.write_comment, name="comment_submission"),
    path(f"{_SENT}lines/<path:line_id>/", sent.show_line, name="sent_line"),
    path("centre/rounds/", centre_rounds.list_schedules, name="schedules"),
    path("centre/rounds/<slug:round_id>/", centre_rounds.show_schedule, name="schedule"),
    path("centre/rounds/<slug:round_id>/open/", centre_rounds.open_round, name="open_round"),
    path("centre/rounds/<slug:round_id>/publish/", centre_rounds.publish_round, name="publish_round"),
    path("centre/rounds/<slug:round_id>/advance/", centre_rounds.advance_round, name="advance_round"),
    path("centre/calendar/", calendars.show_calendars, name="calendars"),
    path("centre/calendar/<slug:pack_id>/<int:year>/", calendars.show_calendar, name="calendar"),
    path("centre/calendar/<slug:pack_id>/<int:year>/change/", calendars.change_day, name="change_day"),
    path("rounds/<slug:round_id>/overview/", overview.show_overview, name="overview"),
    path("rounds/<slug:round_id>/overview.csv", overview.download_overview, name="overview_file"),
    path("rounds/<slug:round_id>/overview/remind/", overview.remind, name="remind"),
    path("rounds/<slug:round_id>/status/", overview.show_status, name="status"),
    path(
        "rounds/<slug:round_id>/units/<slug:unit_key>/status/",
        overview.show_unit_status,
        name="unit_status",
    ),
]

_FORM = "rounds/<slug:round_id>/units/<slug:unit_key>/form/"
#: The province's desk.
_PROVINCE = [
    path("desk/", desk.show_desk, name="desk"),
    path(_FORM, forms.show_form, name="form"),
    path(f"{_FORM}state/", forms.tell_form, name="form_state"),
    path(f"{_FORM}save/", forms.save_form, name="save_form"),
    path(f"{_FORM}listing/", listings.show_listing, name="listing"),
    path(f"{_FORM}listing/<slug:separator>.csv", listings.download_listing, name="download_listing"),
    path(f"{_FORM}listing/take/", listings.take_listing, name="take_listing"),
    path(f"{_FORM}lines/", lines.save_lines, name="save_lines"),
    # The unit's own key of a target: any text.
    path(f"{_FORM}lines/<path:line_id>/", lines.show_line, name="line"),
    path(f"{_FORM}comments/", comments.write_comment, name="write_comment"),
    path(f"{_FORM}reply/", replies.write_reply, name="write_reply"),
    path(f"{_FORM}evidence/", evidence.attach, name="attach_evidence"),
    path(f"{_FORM}workbook/", workbooks.receive, name="workbook"),
    path(f"{_FORM}workbook/new/", workbooks.issue, name="issue_workbook"),
    path(f"{_FORM}workbook/marked/", workbooks.mark, name="mark_workbook"),
    path(
        "rounds/<slug:round_id>/units/<slug:unit_key>/evidence/<int:evidence_id>/",
        evidence.download,
        name="evidence",
    ),
    path(f"{_FORM}complete/", submissions.complete, name="complete"),
    path(f"{_FORM}recall/", submissions.recall, name="recall"),
    path(f"{_FORM}submit/", submissions.submit, name="submit"),
]

_ROUND = "api/v1/rounds/<slug:round_id>/"
_UNIT, _SENT = f"{_ROUND}units/<slug:unit_key>/", f"{_ROUND}submissions/<slug:unit_key>/"
#: The interface for programs; its language is that of Accept-Language.
_API = [
    path("api/v1/openapi.json", description.describe, name="interface"),
    path("api/v1/rounds", api_rounds.list_rounds),
    path(f"{_UNIT}form", api_forms.read_form),
    path(f"{_UNIT}findings", api_forms.read_findings),
    path(f"{_UNIT}lines", api_forms.save_lines),
    path(f"{_UNIT}complete", api_forms.complete),
    path(f"{_UNIT}recall", api_forms.recall),
    path(f"{_UNIT}submit", api_forms.submit),
    path(f"{_ROUND}overview", api_overview.read_overview),
    path(f"{_ROUND}findings", api_submissions.read_round_findings),
    path(f"{_ROUND}submissions", api_submissions.list_submissions),
    path(f"{_SENT.rstrip('/')}", api_submissions.read_submission),
    path(f"{_SENT}return", api_submissions.return_lines),
    path(f"{_SENT}accept", api_submissions.accept),
    path(f"{_SENT}approve", api_submissions.approve),
    path(f"{_SENT}reopen", api_submissions.reopen),
]

urlpatterns = [
    *_API,
    path("", rounds.show_latest, name="latest"),
    path("factsheets/<slug:digest>.json", documents.download_factsheet, name="factsheet"),
    path("calendars/<str:feed_secret>.ics", feeds.read_feed, name="feed"),
    path("office/<slug:provider_id>/", sessions.sign_in_at_office, name="openid_connect_login"),
    path("office/<slug:provider_id>/back/", sessions.come_from_office, name="openid_connect_callback"),
    *i18n_patterns(
        *_ACCOUNTS,
        *_CENTRE,
        *CONFERENCES,
        *FOLLOWUP,
        *_PROVINCE,
        path("", rounds.list_rounds, name="rounds"),
        path("rounds/<slug:round_id>/", rounds.show_round, name="round"),
        path("rounds/<slug:round_id>/scoreboard.csv", rounds.download_scoreboard, name="scoreboard"),
        path("rounds/<slug:round_id>/units/", units.list_units, name="units"),
        path("rounds/<slug:round_id>/units/<slug:unit_key>/", units.show_unit, name="unit"),
        path("rounds/<slug:round_id>/indicators/", indicators.list_indicators, name="indicators"),
        path(
            "rounds/<slug:round_id>/indicators/<slug:indicator>/",
            indicators.show_indicator,
            name="indicator",
        ),
        path("rounds/<slug:round_id>/figures/<slug:figure_id>/", figures.show_figure, name="figure"),
        path("rounds/<slug:round_id>/report/", reports.show_report, name="report"),
        path("rounds/<slug:round_id>/documents/<path:name>", documents.download, name="document"),
    ),
]

handler400 = refusals.not_understood
handler403 = refusals.refuse
handler404 = refusals.not_found
handler429 = refusals.too_many
handler500 = refusals.failed
