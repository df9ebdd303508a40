"""Passwords: changed by who knows the present one, recovered by mail, given again before something grave."""

from allauth.account import views as account

from giaoban.web.access import FORM, declares

change = declares("password.change", methods=FORM)(account.password_change)
confirm = declares("password.confirm", methods=FORM)(account.reauthenticate)
ask_link = declares("password.recover", methods=FORM)(account.password_reset)
say_link_sent = declares("password.recover")(account.password_reset_done)
choose = declares("password.recover", methods=FORM)(account.password_reset_from_key)
say_chosen = declares("password.recover")(account.password_reset_from_key_done)
