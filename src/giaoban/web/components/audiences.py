"""Audiences: for whom a paper of a conference is, in words."""

from django.utils.translation import gettext_lazy as _

#: By the name of core/conduct/papers.py READERS.
AUDIENCES = {
    "seats": _("everybody who has a seat"),
    "delegates": _("delegates, chair and clerk"),
    "leaders": _("chair and clerk only"),
}
