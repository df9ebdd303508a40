"""Origins: which other addresses than its own a page may speak to."""

from urllib.parse import urlsplit


def live_origins(address: str, hosts: list[str], is_encrypted: bool) -> list[str]:
    """Return where rooms are followed live: the origin of an address, or that port of each of the hosts."""
    if address.startswith(":"):
        scheme = "https" if is_encrypted else "http"
        return [f"{scheme}://{host}{address}" for host in hosts if host.strip("[]")]
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []
