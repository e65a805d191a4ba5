"""``metermap site serve``: pages follow the workspace, and nothing but pages can be had."""

import http.client
import re
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from metermap import watching
from metermap.core.rules import SMALL_ELEMENTS
from metermap.serving import Build, serve
from metermap.site.server import Served, SiteServer
from tests.cli.conftest import Ran
from tests.cli.processes import WAIT_S, started
from tests.mapped import MAPPING

Run = Callable[..., Ran]
_WAIT_S = 60
UNREAD = "1 error left something unread or unresolved, so these pages lack it."
ITEM = "items/calorific-value.html"


@contextmanager
def answering(served: Served) -> Iterator[SiteServer]:
    """A server of these pages."""
    server = SiteServer("127.0.0.1", 0)
    server.served = served
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def ask(server: SiteServer, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=_WAIT_S)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read().decode("utf-8")
    connection.close()
    return answer.status, dict(answer.getheaders()), body


PAGES = Served(
    {
        "index.html": b"<html><head></head><body>home</body></html>",
        "items/index.html": b"<html><head></head><body>items</body></html>",
        "downloads/a.zip": b"PK",
        "downloads/notes.md": b"# Notes",
        "odd.bin": b"x",
    },
    state="7<",
    notice='</script><b>"broken"',
)


class TestServer:
    @pytest.mark.parametrize(
        ("path", "kind"),
        [
            ("/", "text/html; charset=utf-8"),
            ("/index.html?x#y", "text/html; charset=utf-8"),
            ("/items/", "text/html; charset=utf-8"),
            ("/downloads/a.zip", "application/zip"),
            ("/downloads/notes.md", "text/markdown; charset=utf-8"),
            ("/odd.bin", "application/octet-stream"),
            ("/.metermap/served.js", "text/javascript; charset=utf-8"),
            ("/.metermap/served.css", "text/css; charset=utf-8"),
        ],
    )
    def test_what_there_is_has_its_type(self, path: str, kind: str) -> None:
        with answering(PAGES) as server:
            status, headers, _ = ask(server, path)
        assert (status, headers["Content-Type"]) == (200, kind)

    @pytest.mark.parametrize(
        "path",
        [
            "/../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/items/../index.html",
            "//etc/passwd",
            "/..%5c..%5cwindows",
            "/%00",
            "/downloads/",
            "/downloads",
            "/.metermap/",
            "/.metermap/../index.html",
            "/.metermap/served.js/x",
            "/nothing",
        ],
    )
    def test_what_there_is_not_cannot_be_had(self, path: str) -> None:
        with answering(PAGES) as server:
            status, _, body = ask(server, path)
        assert status == 404
        assert "There is no such page." in body

    def test_the_site_s_own_page_tells_of_it(self) -> None:
        with answering(Served({"404.html": b"<html><head></head><body>the site's</body></html>"})) as server:
            status, _, body = ask(server, "/items/nope.html")
        assert status == 404
        assert "the site's" in body
        assert 'src="/.metermap/served.js"' in body

    def test_an_address_that_is_no_text_is_refused(self) -> None:
        with answering(PAGES) as server:
            assert ask(server, "/%ff")[0] == 400

    def test_a_folder_leads_to_its_page_on_this_server(self) -> None:
        with answering(PAGES) as server:
            status, headers, body = ask(server, "//items")
        assert (status, headers["Location"], body) == (301, "/items/", "")

    @pytest.mark.parametrize("path", ["/", "/nothing", "/downloads/a.zip"])
    def test_every_answer_has_the_headers_that_keep_it_at_home(self, path: str) -> None:
        with answering(PAGES) as server:
            headers = ask(server, path)[1]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Server"] == "metermap"

    def test_a_head_has_no_body(self) -> None:
        with answering(PAGES) as server:
            status, headers, body = ask(server, "/", "HEAD")
        assert (status, body) == (200, "")
        assert int(headers["Content-Length"]) > 0

    def test_other_methods_are_refused(self) -> None:
        with answering(PAGES) as server:
            assert ask(server, "/", "POST")[0] == 501

    def test_a_name_from_afar_that_leads_here_is_refused(self) -> None:
        with answering(PAGES) as server:
            assert ask(server, "/", Host="evil.example")[0] == 403
            assert ask(server, "/", Host="")[0] == 403
            assert [ask(server, "/", Host=name)[0] for name in ("localhost:80", "127.0.0.1", "[::1]:9")] == [200] * 3

    def test_pages_get_the_script_and_other_files_stay_as_they_are(self) -> None:
        with answering(PAGES) as server:
            page, other = ask(server, "/")[2], ask(server, "/downloads/notes.md")[2]
        assert '<script src="/.metermap/served.js" data-state="7&lt;" defer></script>\n</head>' in page
        assert other == "# Notes"

    def test_the_state_is_a_script_that_no_text_can_leave(self) -> None:
        with answering(PAGES) as server:
            said = ask(server, "/.metermap/state.js?1")[2]
        assert said == 'window.metermapServed("7<", "</script><b>\\"broken\\"");\n'

    def test_without_pages_the_notice_is_shown_as_text(self) -> None:
        with answering(Served(notice=PAGES.notice)) as server:
            status, _, body = ask(server, "/anything")
        assert status == 503
        assert "&lt;/script&gt;&lt;b&gt;" in body
        assert "served.js" in body


@contextmanager
def served(root: Path) -> Iterator[tuple[SiteServer, list[Build], Callable[[int], Build]]]:
    """A workspace as served, the builds so far, and a function that waits for one."""
    builds: list[Build] = []
    server, stop = SiteServer("127.0.0.1", 0), Event()
    thread = threading.Thread(target=serve, args=(root, server, builds.append, stop), daemon=True)
    thread.start()

    def build(number: int) -> Build:
        end = time.monotonic() + _WAIT_S
        while len(builds) < number and time.monotonic() < end:
            time.sleep(0.02)
        return builds[number - 1]

    try:
        yield server, builds, build
    finally:
        stop.set()
        thread.join(_WAIT_S)
        assert not thread.is_alive()


def state(server: SiteServer) -> str:
    """Return what stands for the pages that are served."""
    said = re.match(r'window\.metermapServed\("([0-9a-f]{64})", ', ask(server, "/.metermap/state.js")[2])
    assert said
    return said[1]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_LOOK_S", 0.05)


def test_the_page_follows_the_mapping(small: Path) -> None:
    with served(small) as (server, _, build):
        assert build(1).is_good
        before = ask(server, f"/{ITEM}")[2]
        first = state(server)
        (small / "elements.csv").write_text(SMALL_ELEMENTS.replace("SMETS 4.6.4.3", "SMETS 9.9.9.9"), "utf-8")
        second = build(2)
        after = ask(server, f"/{ITEM}")[2]
        assert state(server) != first
    assert second.is_good
    assert 0 < second.changed < second.files
    assert "SMETS 9.9.9.9" in after
    assert "SMETS 9.9.9.9" not in before


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("mappings/gas.map", "syntax 1.\n\nCalorificValue is is", "mappings/gas.map:3:"),
        ("metermap.toml", "name = [", "metermap.toml"),
        ("elements.csv", "", "elements.csv"),
    ],
)
def test_a_broken_workspace_keeps_the_last_good_pages_and_says_why(
    small: Path, file: str, text: str, said: str
) -> None:
    whole = (small / file).read_text("utf-8")
    with served(small) as (server, _, build):
        build(1)
        before, whole_state = ask(server, f"/{ITEM}")[2], state(server)
        for number in (2, 3):
            (small / file).write_text(text + " " * number, "utf-8")
            broken = build(number)
            assert not broken.is_good
            assert ask(server, f"/{ITEM}")[2] == before
            told = ask(server, "/.metermap/state.js")[2]
            assert state(server) == whole_state
            assert "These are the last good pages." in told
            assert said in told
        (small / file).write_text(whole, "utf-8")
        assert build(4).is_good
        assert ask(server, "/.metermap/state.js")[2] == f'window.metermapServed("{whole_state}", "");\n'


def test_another_server_of_the_same_pages_shows_none_anew(small: Path) -> None:
    states = []
    for reference in ("SMETS 4.6.4.3", "SMETS 4.6.4.3", "SMETS 9.9.9.9"):
        (small / "elements.csv").write_text(SMALL_ELEMENTS.replace("SMETS 4.6.4.3", reference), "utf-8")
        with served(small) as (server, _, build):
            build(1)
            states.append(state(server))
    assert states[0] == states[1] != states[2]


def test_a_workspace_broken_from_the_start_is_shown_as_far_as_it_goes(small: Path) -> None:
    (small / "mappings/gas.map").write_text("syntax 1.\n\nCalorificValue is is", "utf-8")
    with served(small) as (server, _, build):
        assert build(1).is_good
        status, _, page = ask(server, f"/{ITEM}")
        assert (status, UNREAD in page) == (200, True)
        (small / "mappings/gas.map").write_text(MAPPING, "utf-8")
        build(2)
        assert UNREAD not in ask(server, f"/{ITEM}")[2]


def test_no_workspace_at_all_is_told_on_the_page(tmp_path: Path) -> None:
    with served(tmp_path) as (server, _, build):
        assert not build(1).is_good
        status, _, body = ask(server, "/")
    assert status == 503
    assert "MM001" in body


def test_a_port_in_use_is_told_politely(run: Run, small: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = run("site", "serve", small, "--port", str(taken.getsockname()[1]))
    assert ran.code == 2
    assert "is in use; name another with --port, or 0 for any that is free" in ran.err


def test_an_address_of_another_machine_is_told_politely(run: Run, small: Path) -> None:
    ran = run("site", "serve", small, "--port", "0", "--bind", "192.0.2.1")
    assert ran.code == 2
    assert "192.0.2.1 port 0 cannot be had" in ran.err


def test_ctrl_c_ends_it_and_nothing_was_written(small: Path) -> None:
    before = sorted(small.rglob("*"))
    with started("site", "serve", str(small), "--port", "0") as program:
        assert program.stderr is not None
        lines = iter(program.stderr.readline, "")
        first = next(lines)
        assert re.fullmatch(r"metermap: serving http://127\.0\.0\.1:\d+/; Ctrl\+C ends it\n", first)
        built = next(line for line in lines if "metermap: built in" in line)
        assert re.search(r"\d+ of \d+ files changed", built)
        program.send_signal(signal.SIGINT)
        _, rest = program.communicate(timeout=WAIT_S)
    assert (program.returncode, rest.strip()) == (0, "")
    assert sorted(small.rglob("*")) == before
