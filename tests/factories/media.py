"""The media server, as its package brings it: its own configuration in a folder, started, killed, started."""

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

from tests.factories.servers import free_port, until

SECRET = "between-site-and-media-server"  # noqa: S105
#: What is left out: all plugins and ways of talking to it but the ones that are used.
_PLUGINS = (
    "audiobridge", "duktape", "echotest", "lua", "nosip", "recordplay", "sip", "streaming", "textroom",
    "videocall", "voicemail",
)  # fmt: skip
_TRANSPORTS = ("mqtt", "nanomsg", "pfunix", "rabbitmq")
_FILES = {
    "janus.jcfg": 'general: {{ admin_secret = "{secret}"; configs_folder = "{folder}"; debug_level = 3 }}\n'
    'media: {{ rtp_port_range = "20000-20400" }}\n'
    'plugins: {{ disable = "{plugins}" }}\ntransports: {{ disable = "{transports}" }}\n',
    "janus.transport.http.jcfg": "general: {{ http = false }}\n"
    'admin: {{ admin_http = true; admin_port = {admin}; admin_ip = "127.0.0.1"; '
    'admin_base_path = "/admin" }}\n',
    "janus.transport.websockets.jcfg": 'general: {{ ws = true; ws_port = {port}; ws_ip = "127.0.0.1" }}\n',
    "janus.plugin.videoroom.jcfg": 'general: {{ admin_key = "{secret}" }}\n',
}


def _libraries(names: tuple[str, ...]) -> str:
    return ",".join(f"libjanus_{name}.so" for name in names)


@dataclass
class MediaServer:
    """One Janus, with its configuration in `folder`."""

    folder: Path
    port: int = field(default_factory=free_port)
    admin: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def settings(self) -> dict[str, str]:
        """Return the settings of an installation that uses it."""
        return {
            "GIAOBAN_JANUS": f"ws://127.0.0.1:{self.port}",
            "GIAOBAN_JANUS_ADMIN": f"http://127.0.0.1:{self.admin}/admin",
            "GIAOBAN_JANUS_SECRET": SECRET,
        }

    def start(self) -> None:
        """Start it and wait until it answers; it knows nothing of what was before."""
        self.folder.mkdir(exist_ok=True)
        names = {"plugins": _libraries(_PLUGINS), "transports": _libraries(_TRANSPORTS)}
        told = {"secret": SECRET, "folder": self.folder, "port": self.port, "admin": self.admin, **names}
        for name, text in _FILES.items():
            (self.folder / name).write_text(text.format(**told))
        with (self.folder / "janus.log").open("ab") as log:
            command = ["janus", "-F", str(self.folder)]
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        until(self._answers)

    def kill(self) -> None:
        """End it without a word, as when its machine fails."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def ask(self, **request: Any) -> dict[str, Any]:
        """Return what its video plugin answers."""
        told = {"janus": "message_plugin", "transaction": "test", "admin_secret": SECRET}
        body = json.dumps({**told, "plugin": "janus.plugin.videoroom", "request": request}).encode()
        address = f"http://127.0.0.1:{self.admin}/admin"
        asked = Request(address, body, {"Content-Type": "application/json"})
        with build_opener(ProxyHandler({})).open(asked, timeout=5) as answer:
            return json.load(answer)["response"]

    def _answers(self) -> bool:
        try:
            return "exists" in self.ask(request="exists", room=1)
        except URLError:
            return False
