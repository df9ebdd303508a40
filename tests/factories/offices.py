"""A small OpenID Connect provider on this machine: an office's own sign-in, which says who somebody is."""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from django.test import override_settings

from giaoban.config.signing_in import single_sign_on

CLIENT, SECRET = "giaoban", "between-office-and-giaoban-there-is-a-secret"


@dataclass
class Office:
    """What the provider says of whoever comes, and what it was asked."""

    address: str = ""
    says: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def about(self) -> dict[str, Any]:
        """Return the provider's description of itself."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where the browser goes back to, with a code for what was asked."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, given: dict[str, str]) -> dict[str, Any]:
        """Return the tokens for a code, once, to whoever knows the secret."""
        asked = self.codes.pop(given["code"])
        assert given["client_secret"] == SECRET and given["redirect_uri"] == asked["redirect_uri"]
        assert given["code_verifier"]
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, **self.says}
        told = jwt.encode(claims, SECRET, algorithm="HS256")
        return {"access_token": "a", "token_type": "Bearer", "id_token": told, "expires_in": 60}


@contextmanager
def single_sign_on_office() -> Iterator[Office]:
    """Run a provider and let the site use it; give what it says and was asked."""
    office = Office(says={"sub": "7", "email": "ha@north.example", "email_verified": True})
    server = ThreadingHTTPServer(("127.0.0.1", 0), _answering(office))
    office.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with override_settings(
            SOCIALACCOUNT_PROVIDERS=single_sign_on(office.address, CLIENT, SECRET, "Sở Nội vụ")
        ):
            yield office
    finally:
        server.shutdown()
        server.server_close()


def _answering(office: Office) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            office.asked.append(parts.path)
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", office.authorize(_flat(parts.query)))
                self.end_headers()
            elif parts.path == "/userinfo":
                self._say(office.says)
            else:
                self._say(office.about())

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            office.asked.append(self.path)
            self._say(office.token(_flat(sent)))

        def _say(self, what: dict[str, Any]) -> None:
            body = json.dumps(what).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    return Answering


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
