"""People: organisations, persons, and the roles that a person holds for an organisation, with their dates."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from giaoban.core.conduct.people import GIVEN, KINDS, address


class Organisation(models.Model):
    """An office that gives roles. After a merger of units the new unit's office is a new organisation."""

    key = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=12)
    unit_key = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(key=""), name="organisation_has_a_key"),
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_a_name"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="organisation_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(kind="province") ^ models.Q(unit_key=""),
                name="only_a_province_reports_for_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """Finds a person by e-mail address, however it was typed."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person of this e-mail address."""
        return self.get(email=address(username or ""))


class Person(AbstractBaseUser):
    """Somebody who may sign in, known by e-mail address. What they may do comes from memberships only."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    #: The mark of the one invitation that is still open; empty once it was used.
    invitation = models.CharField(max_length=64, blank=True)

    USERNAME_FIELD = "email"
    objects = People()

    class Meta:
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_is_unique_in_any_case"),
            models.CheckConstraint(condition=~models.Q(email=""), name="person_has_an_email"),
        ]

    def save(self, *args, **kwargs) -> None:
        """Keep the address in the one form in which people are found."""
        self.email = address(self.email)
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.name or self.email


class Membership(models.Model):
    """One role of one person for one organisation, from a day on, to a day (exclusive; empty = still)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organisation__key", "role", "person__email", "valid_from"]
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=GIVEN), name="membership_role_is_known"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="membership_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=models.Q(valid_to=None),
                name="membership_is_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.role} {self.organisation.key}"
