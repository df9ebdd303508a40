"""The database is the workspace's own file, or a server where an address names one."""

from pathlib import Path

import pytest

from giaoban.config.databases import Apart, database


def test_without_an_address_the_workspace_has_its_own():
    """SQLite, writers queueing from the start of their transaction."""
    found = database("", Path("/home"))
    assert (found["NAME"], found["OPTIONS"]["transaction_mode"]) == (Path("/home/db.sqlite3"), "IMMEDIATE")


def test_an_address_names_user_password_host_port_and_name():
    """Special signs come escaped, as in every address."""
    found = database("postgresql://user:p%40ss@db.local:5433/giaoban", Path("/home"))
    parts = ("ENGINE", "USER", "PASSWORD", "HOST", "PORT", "NAME")
    assert [found[part] for part in parts] == [
        "django.db.backends.postgresql", "user", "p@ss", "db.local", "5433", "giaoban",
    ]  # fmt: skip


def test_a_socket_is_named_by_its_folder():
    """As libpq writes it."""
    assert (
        database("postgresql://user@/giaoban?host=/run/postgresql", Path("/home"))["HOST"]
        == "/run/postgresql"
    )


def test_another_kind_of_address_is_refused():
    """The message names the setting."""
    with pytest.raises(ValueError, match="GIAOBAN_DATABASE_URL"):
        database("mysql://user@host/name", Path("/home"))
    with pytest.raises(ValueError, match="GIAOBAN_BALLOTS_URL"):
        database("mysql://user@host/name", Path("/home"), "sealed.sqlite3", "GIAOBAN_BALLOTS_URL")


def test_sealed_tables_belong_into_their_own_database_and_no_others_do():
    """A step of a migration that names no table is carried out in the main database alone."""
    tables = [("records", "sealedcount"), ("records", "poll"), ("auth", "sealed"), ("records", None)]
    assert [Apart().allow_migrate("sealed", *one) for one in tables] == [True, False, False, False]
    assert [Apart().allow_migrate("default", *one) for one in tables] == [False, True, True, True]
