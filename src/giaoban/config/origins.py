"""Origins: which other addresses than its own a page may speak to."""

from urllib.parse import urlsplit


def live_origins(address: str, hosts: list[str], is_encrypted: bool) -> list[str]:
    """Return where rooms are followed live: the origin of an address, or that port of each of the hosts.

    Edges:   a policy for browsers cannot name an address of IPv6: pages there ask from time to time.
    """
    if address.startswith(":"):
        scheme = "https" if is_encrypted else "http"
        names = [f"*{host}" if host.startswith(".") else host for host in hosts if host[:1] not in ("", "[")]
        return [f"{scheme}://{name}{address}" for name in names]
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []
