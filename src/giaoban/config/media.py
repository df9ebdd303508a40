"""The media server: where browsers and the site reach it, and what pages may use because there is one."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit


def media_server(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return how to reach the installation's media server; its address is empty where there is none.

    Browsers come to `address` (a websocket), the site itself to `admin` with `secret`; `recordings` is a
    folder of the server, in which every room is recorded where one is named; `senders` how many may send.
    """
    address = environment.get("GIAOBAN_JANUS", "")
    if address and urlsplit(address).scheme not in ("ws", "wss"):
        raise ValueError("GIAOBAN_JANUS must begin with wss:// (or ws:// on one machine)")
    return {
        "address": address,
        "admin": environment.get("GIAOBAN_JANUS_ADMIN", "http://127.0.0.1:7088/admin"),
        "secret": environment.get("GIAOBAN_JANUS_SECRET", ""),
        "recordings": environment.get("GIAOBAN_JANUS_RECORDINGS", ""),
        "senders": int(environment.get("GIAOBAN_JANUS_SENDERS", "24")),
    }


def may_use_devices(address: str) -> str:
    """Return the Permissions-Policy of every page: camera, microphone and screen only where video is ours."""
    whose = "self" if address else ""
    return ", ".join(f"{device}=({whose})" for device in ("camera", "microphone", "display-capture"))
