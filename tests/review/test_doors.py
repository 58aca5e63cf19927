"""Nobody comes in who was not let in, and nothing is done that our own page did not ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.adapters import settings
from pipeline.review.app import make
from pipeline.review.guard import House, forged
from pipeline.review.server import Place, Server
from pipeline.review.sessions import Sessions
from pipeline.review.shelf import Shelf
from pipeline.workspace import Workspace
from tests.conftest import ROUND_2, Project
from tests.review.conftest import PORT, TODAY, Come

ENGLISH = "Registration is free, and places are not limited."
SENTENCE = "Les places ne sont pas limitées."


def test_a_token_opens_one_session_and_no_second(come: Come) -> None:
    anna = come()
    token = anna.sessions.invite()
    assert anna.client.get("/enter", params={"token": token}, follow_redirects=False).status_code == 303
    stranger = TestClient(anna.client.app, base_url=f"http://127.0.0.1:{PORT}")
    assert stranger.get("/enter", params={"token": token}).status_code == 403
    assert stranger.get("/enter", params={"token": ""}).status_code == 403
    assert stranger.get("/").status_code == 403


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(come: Come) -> None:
    anna = come()
    answer = anna.client.get("/enter", params={"token": anna.sessions.invite()}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert f"diptych-{PORT}=" in cookie
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1:9999", "localhost.evil.example:8765", ""]
)
def test_an_address_that_others_made_point_here_is_refused(come: Come, host: str) -> None:
    anna = come()
    for path in ("/", "/static/review.css", "/enter?token=x"):
        assert anna.client.get(path, headers={"Host": host}).status_code == 421
    assert anna.post(f"/approve/{ROUND_2}/fr", {}, Host=host).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "LOCALHOST:8765", "[::1]:8765"])
def test_this_machine_knows_its_own_names(host: str) -> None:
    assert House(PORT).knows(host)


def test_for_others_figures_count_and_names_of_other_machines_do_not() -> None:
    house = House(PORT, frozenset(("desk.example",)))
    assert house.knows("192.0.2.7:8765")
    assert house.knows("desk.example:8765")
    assert not house.knows("rebound.example:8765")
    assert not House(PORT).knows("192.0.2.7:8765")


FORGED = {
    "without the secret": {"X-Diptych": ""},
    "with another's secret": {"X-Diptych": "guess"},
    "from another site": {"Origin": "https://evil.example"},
    "from another port": {"Origin": "http://127.0.0.1:9999"},
    "from nowhere": {"Origin": "null"},
    "across sites": {"Sec-Fetch-Site": "cross-site"},
    "from another port, as the browser says": {"Sec-Fetch-Site": "same-site"},
    "as a form": {"Content-Type": "text/plain"},
}


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_request_changes_nothing(come: Come, project: Project, how: str) -> None:
    anna = come()
    seen = anna.see(ROUND_2, "Registration is free")
    before = project.files()
    body = {"version": seen["version"], "source": seen["source"], "context": None, "target": "Entrée libre."}
    answer = anna.post(f"/act/accept/{ROUND_2}/fr/{seen['name']}", body, **FORGED[how])
    assert answer.status_code == 403
    assert project.files() == before


def test_our_own_request_is_not_taken_for_a_forged_one() -> None:
    headers = {
        "host": "127.0.0.1:1",
        "origin": "http://127.0.0.1:1",
        "content-type": "application/json",
        "x-diptych": "s",
    }
    assert forged(headers, "s") == ""


def test_a_get_changes_nothing(come: Come, project: Project) -> None:
    anna = come()
    before = project.files()
    for path in (
        f"/act/save/{ROUND_2}/fr/x",
        f"/approve/{ROUND_2}/fr",
        f"/publish/{ROUND_2}/fr",
        f"/signoff/{ROUND_2}/fr",
    ):
        anna.client.get(path)
    assert project.files() == before


def test_every_answer_says_what_may_run(come: Come) -> None:
    anna = come()
    for path in ("/", f"/page/{ROUND_2}/fr", "/static/page.js", "/nothing"):
        policy = anna.client.get(path).headers.get("content-security-policy", "default-src 'none'")
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
    frame = anna.client.get(f"/frame/target/{ROUND_2}/fr").headers
    assert frame["content-security-policy"].startswith(
        "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'"
    )
    assert "script" not in frame["content-security-policy"]
    assert frame["x-content-type-options"] == "nosniff"


def test_images_are_loaded_only_where_that_was_asked_for(come: Come, project: Project) -> None:
    boxed = come().client.get(f"/frame/source/{ROUND_2}/fr")
    assert "img-src" not in boxed.headers["content-security-policy"]
    assert "<img" not in boxed.text
    sessions = Sessions(lambda: 0.0)
    shelf = Shelf(project.folder, settings.load(project.folder, {}), lambda: TODAY)
    client = TestClient(make(shelf, House(PORT), sessions, images=True), base_url=f"http://127.0.0.1:{PORT}")
    client.get("/enter", params={"token": sessions.invite()})
    shown = client.get(f"/frame/source/{ROUND_2}/fr")
    assert "img-src http: https: data:" in shown.headers["content-security-policy"]
    assert "script-src" not in shown.headers["content-security-policy"]
    assert "<img" in shown.text


@pytest.mark.parametrize(
    "path",
    ["/page/../../etc/passwd/fr", "/page/none/fr", f"/page/{ROUND_2}/de", "/frame/source/none/fr", "/unit/none/fr/x"],
)
def test_what_is_no_page_of_the_project_is_not_read(come: Come, path: str) -> None:
    answer = come().client.get(path)
    assert answer.status_code in (404, 422)
    assert "root:" not in answer.text


def test_a_request_that_is_too_large_or_no_json_is_refused(come: Come) -> None:
    anna = come()
    seen = anna.see(ROUND_2, "Registration is free")
    assert anna.act("save", ROUND_2, seen, target="x" * 1_100_000).status_code == 400
    headers = {"X-Diptych": anna.secret, "Content-Type": "application/json"}
    assert anna.client.post(f"/act/save/{ROUND_2}/fr/x", content=b"[1", headers=headers).status_code == 400
    assert anna.client.post(f"/act/save/{ROUND_2}/fr/x", content=b"[]", headers=headers).status_code == 400


def test_where_ci_is_set_nothing_is_accepted(come: Come, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = come()
    seen = anna.see(ROUND_2, "Registration is free")
    monkeypatch.setenv("CI", "true")
    before = project.files()
    answer = anna.act("accept", ROUND_2, seen, target=SENTENCE)
    assert answer.status_code == 422
    assert "CI is set" in answer.json()["error"]
    assert anna.post(f"/approve/{ROUND_2}/fr", {}).status_code == 422
    assert project.files() == before


def with_password(project: Project, now: list[float]) -> TestClient:
    sessions = Sessions(lambda: now[0], "correct horse")
    app = make(
        Shelf(project.folder, settings.load(project.folder, {}), lambda: TODAY),
        House(PORT, frozenset(("desk",))),
        sessions,
    )
    return TestClient(app, base_url=f"http://desk:{PORT}")


def test_others_come_in_by_password_and_guessing_is_slow(project: Project) -> None:
    now = [0.0]
    client = with_password(project, now)
    assert client.get("/").status_code == 403
    assert 'type="password"' in client.get("/").text
    for _ in range(10):
        assert client.post("/login", data={"password": "guess"}).status_code == 403
    assert client.post("/login", data={"password": "correct horse"}).status_code == 403, (
        "too many guesses; even the right one waits"
    )
    now[0] += 61
    assert client.post("/login", data={"password": "correct horse"}).status_code == 200
    assert client.get("/").status_code == 200


def test_a_session_ends_after_half_a_day(project: Project) -> None:
    now = [0.0]
    client = with_password(project, now)
    client.post("/login", data={"password": "correct horse"})
    now[0] += 11 * 3600
    assert client.get("/").status_code == 200
    now[0] += 2 * 3600
    assert client.get("/").status_code == 403


def test_no_door_for_others_without_a_password(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIPTYCH_REVIEW_PASSWORD", raising=False)
    project.type("review", "--host", "0.0.0.0", expected=2)
    assert "DIPTYCH_REVIEW_PASSWORD" in project.errors
    monkeypatch.setenv("DIPTYCH_REVIEW_PASSWORD", "short")
    project.type("review", "--host", "0.0.0.0", expected=2)


def test_a_port_that_is_taken_is_one_line(project: Project) -> None:
    workspace = Workspace(project.folder, settings.load(project.folder, {}), TODAY)
    server = Server(workspace, Place(), lambda: TODAY)
    project.type("review", "--no-browser", "--port", str(server.port), expected=2)
    assert "choose another with --port" in project.errors
    assert project.errors.count("\n") == 1
    server.close()


def test_the_terminal_offers_a_fresh_address_to_a_browser_that_was_not_let_in(project: Project) -> None:
    said: list[str] = []
    workspace = Workspace(project.folder, settings.load(project.folder, {}), TODAY)
    server = Server(workspace, Place(), lambda: TODAY, said.append)
    client = TestClient(server.application, base_url=f"http://127.0.0.1:{server.port}")
    assert client.get("/").status_code == 403
    assert len(said) == 1
    assert client.get(said[0].rpartition(" ")[2]).status_code == 200
    server.close()


def test_no_page_names_another_host() -> None:
    here = Path(__file__).parents[2] / "pipeline" / "review"
    for file in [*here.glob("static/*"), *here.glob("templates/*")]:
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text, file
        assert "https://" not in text, file
