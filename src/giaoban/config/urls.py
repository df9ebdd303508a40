"""Addresses: every page under its language; the root leads to the latest round."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path, re_path

from giaoban.config.conferences import CONFERENCES
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

_HERE = "conferences/<slug:conference_key>/"
#: The conference's desk.
_CONFERENCE = [
    path(f"{_HERE}room/", room.show_room, name="room"),
    path(f"{_HERE}room/screen/", room.show_screen, name="room_screen"),
    path(f"{_HERE}room/state/", room.tell_room, name="room_state"),
    path(f"{_HERE}room/seat/", room.tell_seat, name="room_seat"),
    path(f"{_HERE}room/items/<int:item_id>/begin/", room.begin_item, name="begin_item"),
    path(f"{_HERE}room/extend/", room.extend_item, name="extend_item"),
    path(f"{_HERE}room/pause/", room.pause_room, name="pause_room"),
    path(f"{_HERE}room/resume/", room.resume_room, name="resume_room"),
    path(f"{_HERE}room/chart/", room.show_chart, name="show_chart"),
    path(f"{_HERE}room/speakers/", room.register_speaker, name="register_speaker"),
    path(f"{_HERE}room/speakers/<int:delegate_id>/call/", room.call_speaker, name="call_speaker"),
    path(f"{_HERE}room/speakers/end/", room.end_speech, name="end_speech"),
    path(f"{_HERE}room/speak/", room.ask_to_speak, name="ask_to_speak"),
    path(f"{_HERE}room/speak/withdraw/", room.withdraw_wish, name="withdraw_wish"),
    path(f"{_HERE}invitation/", convocations.show_convocation, name="convocation"),
    path(f"{_HERE}invitation/answer/", convocations.answer, name="answer_convocation"),
    path(f"{_HERE}invitation.ics", convocations.download, name="convocation_file"),
    path(f"{_HERE}invitations/", convocations.list_convocations, name="convocations"),
    path(f"{_HERE}invitations/send/", convocations.send, name="send_convocations"),
    path(f"{_HERE}papers/", papers.list_papers, name="papers"),
    path(f"{_HERE}papers/<int:paper_id>/", papers.download, name="paper"),
    path(f"{_HERE}papers/<int:paper_id>/readers/", papers.show_readers, name="paper_readers"),
    path(f"{_HERE}papers/<int:paper_id>/withdraw/", papers.withdraw, name="withdraw_paper"),
    path(f"{_HERE}papers/office/", papers.oversee, name="paper_office"),
    path(f"{_HERE}papers/add/", papers.add, name="add_paper"),
    path(f"{_HERE}badge/", badges.show_badge, name="badge"),
    path(f"{_HERE}badges/", badges.print_badges, name="badges"),
    path(f"{_HERE}check-in/<slug:badge>/", attendance.check_in, name="check_in"),
    path(f"{_HERE}attendance/", attendance.show_attendance, name="attendance"),
    path(f"{_HERE}attendance/here/", attendance.say_here, name="say_here"),
    path(f"{_HERE}attendance/gone/", attendance.say_gone, name="say_gone"),
    path(f"{_HERE}attendance/<int:delegate_id>/arrive/", attendance.arrive, name="arrive"),
    path(f"{_HERE}attendance/<int:delegate_id>/leave/", attendance.leave, name="leave"),
    path(f"{_HERE}video/", video.show_video, name="video"),
    path(f"{_HERE}video/join/", video.join, name="join_video"),
    path(f"{_HERE}video/open/", video.open_room, name="open_video"),
    path(f"{_HERE}video/close/", video.close_room, name="close_video"),
    path(f"{_HERE}video/admit/", video.admit, name="admit_to_video"),
    path(f"{_HERE}video/remove/", video.remove, name="remove_from_video"),
    path(f"{_HERE}video/mute/", video.mute, name="mute_in_video"),
    path(f"{_HERE}video/caption/", video.caption, name="caption_video"),
    path("conferences/", conferences.list_conferences, name="conferences"),
    path("centre/rounds/<slug:round_id>/conference/", conferences.convene_conference, name="convene"),
    path(_HERE, conferences.show_conference, name="conference"),
    path(f"{_HERE}units/<slug:unit_key>/", conferences.show_site, name="conference_site"),
    path(f"{_HERE}change/", conferences.change_conference, name="change_conference"),
    path(f"{_HERE}advance/", conferences.advance_conference, name="advance_conference"),
    path(f"{_HERE}call-off/", conferences.call_off_conference, name="call_off_conference"),
    path(f"{_HERE}agenda/", agendas.write_agenda, name="agenda"),
    path(f"{_HERE}agenda/take-up/", agendas.take_up, name="take_up"),
    path(f"{_HERE}agenda/<int:item_id>/", agendas.change_item, name="agenda_item"),
    path(f"{_HERE}agenda/<int:item_id>/move/", agendas.move_item, name="move_item"),
    path(f"{_HERE}agenda/<int:item_id>/remove/", agendas.remove_item, name="remove_item"),
    path(f"{_HERE}delegates/", delegates.list_delegates, name="delegates"),
    path(f"{_HERE}delegates/list/", delegates.take_list, name="take_delegates"),
    path(f"{_HERE}delegates/<int:delegate_id>/", delegates.change_delegate, name="delegate"),
    path(
        f"{_HERE}delegates/<int:delegate_id>/withdraw/",
        delegates.withdraw_delegate,
        name="withdraw_delegate",
    ),
    path(f"{_HERE}substitutes/", substitutes.show_substitutes, name="substitutes"),
    path(f"{_HERE}substitutes/ask/", substitutes.ask_substitute, name="ask_substitute"),
    path(
        f"{_HERE}substitutes/<int:delegate_id>/answer/",
        substitutes.answer_substitute,
        name="answer_substitute",
    ),
    path(
        f"{_HERE}units/<slug:unit_key>/substitutes/",
        substitutes.show_substitutes,
        name="site_substitutes",
    ),
    path(
        f"{_HERE}units/<slug:unit_key>/substitutes/ask/",
        substitutes.ask_substitute,
        name="ask_site_substitute",
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
