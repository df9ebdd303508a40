"""Contributions: what bodies were asked to say to a petition and still owe."""

from django.db.models import F, QuerySet

from giaoban.records.models import Contribution, Petition


def owed() -> QuerySet[Contribution]:
    """Return what was asked and not given; whoever leads the petition by now gives its answer instead."""
    rows = Contribution.objects.filter(given_on=None, petition__stage="assigned")
    return rows.exclude(body=F("petition__lead"))


def owed_to(row: Petition) -> tuple[Contribution, ...]:
    """Return what bodies still owe to one petition."""
    return tuple(owed().filter(petition=row))
