"""A server of pages in memory, for one's own eyes while one edits: `metermap site serve`.

What may be asked for is what is in memory, so no request reaches a file system. Pages differ from the published ones
by two lines in their head, which show them anew when they were built anew.
"""

from __future__ import annotations

import json
import posixpath
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from ipaddress import ip_address
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from metermap.core.markup import join, tag, text
from metermap.core.text import Html
from metermap.site.missing import MISSING

__all__ = ["Served", "SiteServer"]

_OWN = ".metermap/"
_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_HEADERS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Content-Security-Policy", "frame-ancestors 'none'"),
    ("Cache-Control", "no-store"),
)
_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Served:
    """What is served: the pages and other files by path, what to tell above each page.

    `state` stands for the files: a page that was sent with another one shows itself anew. Without any file there is
    a notice in place of each page. `whole` is false of pages that lack what could not be read.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    state: str = ""
    notice: str = ""
    whole: bool = True


class SiteServer(ThreadingHTTPServer):
    """Serves what its `served` holds; whoever sets that replaces all pages at once.

    `address` is a host name or address of this machine, `port` 0 takes any that is free.

    Raises:
        OSError: the address cannot be had, as when somebody else has the port.
    """

    daemon_threads = True

    def __init__(self, address: str, port: int) -> None:
        self.served = Served()
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._loopback = _is_loopback(address)
        super().__init__((address, port), _Handler)

    @property
    def url(self) -> str:
        """Return the address of the first page."""
        host, port = self.server_address[:2]
        shown = host.decode() if isinstance(host, bytes | bytearray) else str(host)
        return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that went away; anything else is a defect."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # the types are socketserver's own

    def answers_to(self, host: str) -> bool:
        """Return whether a request may name that host: at home only names of home, lest a name lead here from afar."""
        name = urlsplit(f"//{host}").hostname or ""
        return not self._loopback or _is_loopback(name)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class _Handler(BaseHTTPRequestHandler):
    server: SiteServer
    timeout = _SECONDS

    def do_GET(self) -> None:
        """Answer with a file."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer with a file's headers."""
        self._answer(with_body=False)

    def version_string(self) -> str:
        """Return a name without versions."""
        return "metermap"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base's name)
        """Write nothing: the terminal is for what is found in the workspace."""

    def _answer(self, *, with_body: bool) -> None:
        # One look: the pages may be replaced meanwhile.
        served = self.server.served
        status, kind, body = self._found(served)
        self.send_response(status)
        for name, value in _HEADERS:
            self.send_header(name, value)
        if status is HTTPStatus.MOVED_PERMANENTLY:
            self.send_header("Location", body.decode("ascii"))
            body = b""
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _found(self, served: Served) -> tuple[HTTPStatus, str, bytes]:
        page = _TYPES[".html"]
        if not self.server.answers_to(self.headers.get("Host", "")):
            return HTTPStatus.FORBIDDEN, page, _page(served, "This server answers on its own machine only.")
        try:
            path = unquote(urlsplit(self.path).path, errors="strict").lstrip("/")
        except (UnicodeDecodeError, ValueError):
            return HTTPStatus.BAD_REQUEST, page, _page(served, "There is no such address.")
        if path.startswith(_OWN):
            return _own(path.removeprefix(_OWN), served)
        if not served.files:
            return HTTPStatus.SERVICE_UNAVAILABLE, page, _page(served, "There are no pages yet.")
        return _of_site(path, served)


def _of_site(path: str, served: Served) -> tuple[HTTPStatus, str, bytes]:
    name = f"{path}index.html" if not path or path.endswith("/") else path
    if name in served.files:
        kind = _TYPES.get(posixpath.splitext(name)[1], "application/octet-stream")
        content = served.files[name]
        return HTTPStatus.OK, kind, _with_script(content, served) if name.endswith(".html") else content
    if f"{name}/index.html" in served.files:
        return HTTPStatus.MOVED_PERMANENTLY, _TYPES[".html"], f"/{quote(name)}/".encode("ascii")
    missing = served.files.get(MISSING)
    said = _with_script(missing, served) if missing else _page(served, "There is no such page.")
    return HTTPStatus.NOT_FOUND, _TYPES[".html"], said


def _own(name: str, served: Served) -> tuple[HTTPStatus, str, bytes]:
    if name == "state.js":
        said = f"window.metermapServed({json.dumps(served.state)}, {json.dumps(served.notice)});\n"
        return HTTPStatus.OK, _TYPES[".js"], said.encode("ascii")
    if name in {"served.js", "served.css"}:
        content = (resources.files("metermap.site") / "served" / name).read_bytes()
        return HTTPStatus.OK, _TYPES[posixpath.splitext(name)[1]], content
    return HTTPStatus.NOT_FOUND, _TYPES[".html"], _page(served, "There is no such page.")


def _with_script(content: bytes, served: Served) -> bytes:
    lines = (
        f'<link rel="stylesheet" href="/{_OWN}served.css">\n'
        f'<script src="/{_OWN}served.js" data-state="{text(served.state)}" defer></script>\n</head>'
    )
    return content.replace(b"</head>", lines.encode("ascii"), 1)


def _page(served: Served, title: str) -> bytes:
    """Return a page of the server's own."""
    notice = tag("pre", text(served.notice), class_="served-notice") if served.notice else Html("")
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'"
    parts = (
        Html(f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">\n<title>{text(title)}</title>\n'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n</head>\n<body>\n'),
        tag("main", tag("h1", text(title)), notice),
        Html("\n</body></html>\n"),
    )
    return _with_script(join(parts).encode(), served)
