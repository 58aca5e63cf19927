"""What readers have, shown on this machine and to nobody else."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.adapters.site_server import SiteServer, found
from pipeline.core.errors import UsageError
from pipeline.stages.publishing.serving import local_links
from tests.conftest import ROOT, ROUND_1, Project

CTRL_C_COUNTS = """import signal, sys
from pipeline.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored in the background
sys.exit(main(sys.argv[1:]))"""
FR = "/fr/thematiques/soirees/conferences-en-ligne-premier-cycle/"


@pytest.fixture
def served(project: Project) -> Iterator[tuple[Project, SiteServer]]:
    public = project.folder / "public"
    server = SiteServer(public, 0, local_links(public, "forum.example"))
    threading.Thread(target=server.serve, daemon=True).start()
    yield project, server
    server.close()


def ask(server: SiteServer, path: str, method: str = "GET", host: str = "") -> tuple[int, dict[str, str], bytes]:
    place = server.address.split("/")[2]
    connection = http.client.HTTPConnection(place, timeout=10)
    connection.request(method, path, headers={"Host": host or place})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), body


def test_pages_have_their_types_and_their_links_stay_here(served: tuple[Project, SiteServer]) -> None:
    _, server = served
    status, headers, body = ask(server, FR)
    assert (status, headers["Content-Type"]) == (200, "text/html")
    assert headers["X-Content-Type-Options"] == "nosniff"
    english = f"/topics/evenings/{ROUND_1}/"
    assert f'<a href="{english}" class="wpml-ls-link">'.encode() in body
    assert b"https://forum.example/about/" in body, "what is not here stays where it is"
    assert ask(server, english)[0] == 200
    assert ask(server, "/sitemap.xml")[1]["Content-Type"] == "application/xml"
    status, headers, body = ask(server, FR, "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 1000


def test_nothing_else_is_answered(served: tuple[Project, SiteServer]) -> None:
    project, server = served
    (project.folder / "secret.txt").write_text("secret")
    for path in ("/nothing/", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/.diptych/", "/fr/", "/%00"):
        assert ask(server, path)[0] == 404, path
    assert ask(server, FR, host="evil.example")[0] == 403
    assert ask(server, FR, "POST")[0] == 501
    assert ask(server, FR, "PUT")[0] == 501


def test_a_new_release_is_shown_at_once(served: tuple[Project, SiteServer]) -> None:
    project, server = served
    project.type("withdraw", ROUND_1)
    assert ask(server, FR)[0] == 404


def test_a_port_that_is_taken_and_a_site_that_is_not_there_are_one_line(
    served: tuple[Project, SiteServer], empty_project: Project, tmp_path: Path
) -> None:
    project, server = served
    port = server.address.rsplit(":", 1)[1].strip("/")
    project.type("serve", "--port", port, expected=2)
    assert "cannot be used" in project.errors
    with pytest.raises(UsageError, match="--port N"):
        SiteServer(tmp_path, int(port), bytes)
    (project.folder / "public").unlink()
    project.type("serve", expected=2)
    assert "nothing is published yet" in project.errors


def test_links_that_lead_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    public = tmp_path / "public"
    public.mkdir()
    (public / "out.txt").symlink_to(tmp_path / "secret.txt")
    (public / "in.txt").write_text("x")
    assert found(public, "/out.txt") is None
    assert found(public, "/in.txt?x=1#y") is not None


def test_the_command_says_where_and_ends_with_ctrl_c(project: Project) -> None:
    command = [sys.executable, "-c", CTRL_C_COUNTS, "serve", "--port", "0", "-C", str(project.folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as run:
        assert run.stdout is not None
        line = run.stdout.readline()
        place = line.split()[1].split("/")[2]
        connection = http.client.HTTPConnection(place, timeout=10)
        connection.request("GET", FR)
        assert connection.getresponse().status == 200
        connection.close()
        run.send_signal(signal.SIGINT)
        assert run.wait(20) == 0
