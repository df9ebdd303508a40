"""Where a demonstration is served: beside whatever else runs on the machine."""

import socket

from giaoban.cli import site
from tests.factories.servers import free_port


def test_a_taken_port_gives_way_to_the_next_free_one(monkeypatch):
    """With the usual port taken, the next that is free is chosen; once it is free again, the usual one."""
    usual = free_port()
    monkeypatch.setattr(site, "PORT", usual)
    with socket.create_server((site.HOST, usual)):
        assert usual < site.next_free(site.HOST) < usual + 10
    assert site.next_free(site.HOST) == usual
