"""The ready CI files are valid by their published schemas, and their shell steps do what they say."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import check_jsonschema
import pytest
from pre_commit.clientlib import load_manifest
from ruamel.yaml import YAML

from sample.serving import SampleSite
from tests.conftest import ROOT, ROUND_1, ROUND_2, ROUND_3, ROUND_4

PLACE = ROOT / "integrations"
ACTION = PLACE / "github/action.yml"
CHECKS, NIGHTLY = (PLACE / f"github/workflows/{name}.yml" for name in ("translations", "translations-nightly"))
GITLAB = PLACE / "gitlab/diptych.gitlab-ci.yml"
GIT_NAME = {
    "GIT_AUTHOR_NAME": "T",
    "GIT_AUTHOR_EMAIL": "t@forum.example",
    "GIT_COMMITTER_NAME": "T",
    "GIT_COMMITTER_EMAIL": "t@forum.example",
}
GH = """#!/bin/sh
# gh, as far as the workflow uses it: every call is written down; lists answer from files that a test writes.
printf '%s\\n' "$*" >> "$GH_CALLS"
case "$1 $2 $*" in
"pr list"*) cat "$GH_ANSWERS/pr" 2>/dev/null ;;
"issue list"*"--state open"*) cat "$GH_ANSWERS/open" 2>/dev/null ;;
"issue list"*"--state closed"*) cat "$GH_ANSWERS/closed" 2>/dev/null ;;
esac
exit 0
"""


def yaml(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("github-actions", ACTION),
        ("github-workflows", CHECKS),
        ("github-workflows", NIGHTLY),
        ("gitlab-ci", GITLAB),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_each_file_is_as_its_published_schema_says(schema: str, path: Path, tmp_path: Path) -> None:
    assert is_valid(schema, path)
    broken = tmp_path / "broken.yml"
    wrong = {"github-actions": ("using: composite", "using: 3"), "gitlab-ci": ("when: always", "when: seldom")}
    old, new = wrong.get(schema, ("runs-on:", "runs-no:"))
    broken.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert not is_valid(schema, broken)


def is_valid(schema: str, path: Path) -> bool:
    arguments = ["--builtin-schema", f"{schema}", "--regex-variant", "nonunicode", str(path)]
    with pytest.raises(SystemExit) as stopped:
        check_jsonschema.main(arguments)
    return not stopped.value.code


def test_pre_commit_reads_our_hooks_and_they_work(site: "Site") -> None:
    hooks = load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))
    assert [hook["id"] for hook in hooks] == ["diptych-check", "diptych-fmt"]
    names = [
        str(path.relative_to(site.folder)) for path in sorted((site.folder / "locales").rglob("*")) if path.is_file()
    ]
    for hook in hooks:
        chosen = [name for name in names if re.search(hook["files"], name)]
        assert len(chosen) >= 4
        site.run(" ".join((hook["entry"], *chosen)))
    site.edit("400 lampes", "40 lampes")
    chosen = [name for name in names if re.search(hooks[0]["files"], name)]
    assert "figures" in site.run(" ".join((hooks[0]["entry"], *chosen)), expected=1)


class Site:
    """A site's own repository with a remote, in which shell steps are run as a runner does."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment

    def run(self, script: str, more: Mapping[str, str] = {}, expected: int = 0) -> str:
        """Run a step's script as GitHub's bash does; its output."""
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        environment = {**self.environment, **more}
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == expected, f"{script}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def edit(self, old: str, new: str, slug: str = ROUND_1) -> None:
        path = self.folder / f"locales/fr/LC_MESSAGES/{slug}.po"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def calls(self) -> list[str]:
        """What was asked of gh since the last time."""
        path = Path(self.environment["GH_CALLS"])
        found = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        path.write_text("")
        return found

    def answers(self, **known: str) -> None:
        """What gh's lists answer: pr, open, closed."""
        for name in ("pr", "open", "closed"):
            (Path(self.environment["GH_ANSWERS"]) / name).write_text(known.get(name, ""))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    folder, tools = tmp_path / "site", tmp_path / "tools"
    for name in ("config", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / ".gitattributes", folder)
    (folder / ".gitignore").write_text("/public/\n")
    tools.mkdir()
    scripts = {"gh": GH, "diptych": f'#!/bin/sh\nexec "{sys.executable}" -P -m pipeline "$@"\n'}
    for name, text in scripts.items():
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    for name in ("answers", "runner"):
        (tmp_path / name).mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = {
        **kept,
        **GIT_NAME,
        "PATH": f"{tools}:{kept['PATH']}",
        "PYTHONPATH": str(ROOT),
        "CI": "true",
        "GIT_CONFIG_NOSYSTEM": "1",
        "HOME": str(tmp_path),
        "SOURCE_DATE_EPOCH": "1796040000",  # 30 November 2026
        "GH_CALLS": str(tmp_path / "calls"),
        "GH_ANSWERS": str(tmp_path / "answers"),
        "RUNNER_TEMP": str(tmp_path / "runner"),
    }
    made = Site(folder, environment)
    made.run("git init -q -b main; git add -A; git commit -qm first; git init -q --bare ../remote.git")
    made.run("git -C ../remote.git config receive.advertisePushOptions true")
    made.run("git remote add origin ../remote.git; git push -q origin main; git fetch -q origin")
    return made


def steps(path: Path) -> list[dict[str, Any]]:
    document = yaml(path)
    found = document["runs"]["steps"] if "runs" in document else next(iter(document["jobs"].values()))["steps"]
    return [step for step in found if "run" in step]


def filled(step: dict[str, Any], values: dict[str, str]) -> dict[str, str]:
    """The variables of a step, each expression by its value; one that the test does not know is a failure."""
    return {
        name: re.sub(r"\$\{\{ *(.+?) *\}\}", lambda m: values[m[1]], str(text))
        for name, text in step.get("env", {}).items()
    }


def test_no_step_puts_an_expression_into_its_script() -> None:
    for path in (ACTION, CHECKS, NIGHTLY):
        for step in steps(path) if path != CHECKS else []:
            assert "${{" not in step["run"], "a branch's name could become a command"


INPUTS = {
    "inputs.project": ".",
    "inputs.since": "",
    "inputs.min-reviewed": "",
    "github.action_path": str(ACTION.parent),
}


def test_the_action_installs_this_repository(site: Site, tmp_path: Path) -> None:
    (install,) = [step for step in steps(ACTION) if step["name"] == "Install diptych"]
    stub = tmp_path / "tools/python"
    stub.write_text('#!/bin/sh\nfor last; do :; done\ncd "$last" && pwd && grep "^name" pyproject.toml\n')
    stub.chmod(0o755)
    assert site.run(install["run"], filled(install, INPUTS)).splitlines() == [str(ROOT), 'name = "diptych"']


def test_the_action_shuts_the_gates(site: Site, tmp_path: Path) -> None:
    check, coverage = [step for step in steps(ACTION) if step["name"] in ("Check", "Coverage")]
    summary = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
    values = {**INPUTS, "inputs.since": "origin/main"}
    for step in (check, coverage):
        assert "inputs.gate == 'true'" in step["if"]
        site.run(step["run"], {**filled(step, values), **summary})
    assert "### Coverage: 73 %" in (tmp_path / "summary.md").read_text(encoding="utf-8")
    site.run(coverage["run"], filled(coverage, {**values, "inputs.min-reviewed": "90"}), 1)
    site.edit("400 lampes", "40 lampes")
    assert "::error file=locales/fr" in site.run(check["run"], filled(check, values), 1)
    assert "reviewed-before" in site.run(coverage["run"], filled(coverage, values), 1)
    site.run(coverage["run"], filled(coverage, INPUTS))


def test_the_pull_request_workflow_gives_the_action_what_it_needs() -> None:
    checkout, action = next(iter(yaml(CHECKS)["jobs"].values()))["steps"]
    assert checkout["with"]["fetch-depth"] == 0
    assert action["uses"].split("@")[0].endswith("/diptych/integrations/github")
    assert set(action["with"]) <= set(yaml(ACTION)["inputs"])
    assert action["with"]["since"] == "origin/${{ github.base_ref }}"


VALUES = {
    "github.token": "",
    "secrets.DEEPL_AUTH_KEY": "",
    "github.server_url": "https://git.example",
    "github.repository": "forum/site",
}


@pytest.fixture
def served(site: Site, tmp_path: Path) -> Iterator[Site]:
    """The site's repository, and the sample site as it was when its pages came in, with one later change."""
    shutil.copytree(ROOT / "sample/pages", tmp_path / "pages")
    with SampleSite(tmp_path / "pages", counted=True) as server:
        site.environment |= {"DIPTYCH_FETCH_FROM": server.address, "BRANCH": "diptych/nightly", "BASE": "main"}
        yield site


def night(site: Site, *, round_fails: bool = False) -> None:
    """All steps of the nightly workflow on a fresh checkout, as a runner does them."""
    site.run(
        "git switch -q --force main; git branch -q -D diptych/nightly || true; git fetch -q --prune origin; git reset -q --hard origin/main"
    )
    outcome = "success"
    for step in steps(NIGHTLY):
        if "if" in step:
            assert step["if"] == "${{ steps.round.outcome == 'failure' }}"
            if outcome == "failure":
                site.run(step["run"], expected=1)
            continue
        fails = round_fails and step.get("id") == "round"
        site.run(step["run"], filled(step, VALUES), 2 if fails else 0)
        if fails:
            assert step["continue-on-error"] is True
            outcome = "failure"


def test_the_nightly_workflow_opens_one_pull_request_and_one_issue_and_keeps_them_up_to_date(served: Site) -> None:
    served.answers()
    night(served)
    calls = served.calls()
    created = [call for call in calls if call.startswith("pr create")]
    assert len(created) == 1
    assert "--base main --head diptych/nightly" in created[0]
    text = (Path(served.environment["RUNNER_TEMP"]) / "pull-request.md").read_text(encoding="utf-8")
    assert "locales/en/" in text
    assert next(call for call in calls if call.startswith("issue create")).endswith("issues/fr.md")
    assert any(call.startswith("label create diptych-fr") for call in calls)
    issue = (Path(served.environment["RUNNER_TEMP"]) / "issues/fr.md").read_text(encoding="utf-8")
    assert "https://git.example/forum/site/blob/diptych/nightly/locales/fr/LC_MESSAGES/" in issue
    served.answers(pr="7", open="3")
    night(served)
    calls = served.calls()
    assert [call.split(" --")[0] for call in calls if "list" not in call] == ["pr edit 7", "issue edit 3"]


def test_what_people_reviewed_on_the_nightly_branch_stays(served: Site) -> None:
    served.answers()
    night(served)
    served.run("git fetch -q origin; git switch -q -C theirs origin/diptych/nightly")
    served.edit("400 lampes", "400 lanternes")
    served.run(f'diptych accept {ROUND_1} --as "Ann"', {"CI": ""})
    served.run("git commit -qam reviewed; git push -q origin HEAD:diptych/nightly")
    served.answers(pr="7", open="3")
    night(served)
    assert "400 lanternes" in served.run(f"git show origin/diptych/nightly:locales/fr/LC_MESSAGES/{ROUND_1}.po")
    assert "Ann" in served.run(f"git show origin/diptych/nightly:locales/fr/LC_MESSAGES/{ROUND_1}.review.tsv")


def test_a_night_on_which_nothing_changed_opens_nothing(served: Site) -> None:
    served.answers()
    night(served)
    served.run("git push -q origin diptych/nightly:main; git push -q origin --delete diptych/nightly")
    served.calls()
    night(served)
    calls = served.calls()
    assert [call for call in calls if call.startswith("pr")] == []
    issue = (Path(served.environment["RUNNER_TEMP"]) / "issues/fr.md").read_text(encoding="utf-8")
    assert "https://git.example/forum/site/blob/main/locales/fr/LC_MESSAGES/" in issue


def test_an_issue_closes_when_nothing_waits_and_opens_again(site: Site) -> None:
    site.environment |= {"BRANCH": "diptych/nightly", "BASE": "main"}
    (step,) = [step for step in steps(NIGHTLY) if step["name"] == "One issue per language"]
    pairs = site.folder / "locales/pairs.toml"
    whole = pairs.read_text(encoding="utf-8")
    for name in (ROUND_2, ROUND_3, ROUND_4):
        start = pairs.read_text(encoding="utf-8").index(f"[pages.{name}]")
        rest = pairs.read_text(encoding="utf-8")
        end = next(
            (m.start() for m in re.finditer(r"^\[pages\.[a-z0-9-]+\]$", rest, re.MULTILINE) if m.start() > start),
            len(rest),
        )
        pairs.write_text(rest[:start] + rest[end:], encoding="utf-8")
    site.answers(open="3")
    site.run(step["run"], filled(step, VALUES))
    assert [call.split(" --")[0] for call in site.calls() if "list" not in call] == ["issue edit 3", "issue close 3"]
    site.answers()
    site.run(step["run"], filled(step, VALUES))
    assert [call for call in site.calls() if "list" not in call] == []
    pairs.write_text(whole, encoding="utf-8")
    site.answers(closed="3")
    site.run(step["run"], filled(step, VALUES))
    assert [call.split(" --")[0] for call in site.calls() if "list" not in call] == ["issue reopen 3", "issue edit 3"]


def test_a_round_that_failed_still_proposes_what_was_finished_and_then_says_so(served: Site) -> None:
    served.answers()
    catalogue = served.folder / f"locales/fr/LC_MESSAGES/{ROUND_4}.po"
    catalogue.write_bytes(catalogue.read_bytes() + b"<<<<<<< ours\n")
    served.run("git commit -qam broken; git push -q origin main")
    night(served, round_fails=True)
    calls = served.calls()
    assert any(call.startswith("pr create") for call in calls)
    assert any(call.startswith("issue create") for call in calls)
    issue = (Path(served.environment["RUNNER_TEMP"]) / "issues/fr.md").read_text(encoding="utf-8")
    assert "cannot be read" in issue


def gitlab(site: Site, job: str, expected: int = 0) -> str:
    """The script of a job, line by line in one shell as GitLab's runner does."""
    document = yaml(GITLAB)
    variables = {name: str(value) for name, value in document["variables"].items()}
    return site.run("\n".join(document[job]["script"]), variables, expected)


def test_gitlabs_check_writes_its_reports(site: Site) -> None:
    site.environment["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"] = "main"
    gitlab(site, "diptych:check")
    assert json.loads((site.folder / "gl-code-quality-report.json").read_text(encoding="utf-8"))
    site.edit("400 lampes", "40 lampes")
    gitlab(site, "diptych:check", expected=1)
    reports = yaml(GITLAB)["diptych:check"]["artifacts"]["reports"]
    for name in (reports["codequality"], *reports["junit"]):
        assert (site.folder / name).exists()
    assert "<failure" in (site.folder / "diptych-coverage.xml").read_text(encoding="utf-8")


def test_gitlabs_nightly_job_proposes_one_merge_request(served: Site) -> None:
    host = "git.example"
    served.environment |= {
        "CI_COMMIT_BRANCH": "main",
        "CI_SERVER_HOST": host,
        "CI_PROJECT_URL": f"https://{host}/site",
        "DIPTYCH_REMOTE": "../remote.git",
    }
    (served.folder.parent / "remote.git/hooks/pre-receive").write_text(
        "#!/bin/sh\nenv | grep ^GIT_PUSH_OPTION_[0-9] > ../options\nexit 0\n"
    )
    (served.folder.parent / "remote.git/hooks/pre-receive").chmod(0o755)
    gitlab(served, "diptych:nightly")
    assert "locales/en/" in served.run(
        "git diff --stat origin/main ../remote.git 2>/dev/null || git diff --stat=200 origin/main HEAD"
    )
    assert served.run("git ls-remote --heads ../remote.git diptych/nightly")
    options = (served.folder.parent / "options").read_text()
    assert "merge_request.create" in options
    assert "merge_request.target=main" in options
    assert (served.folder / "issues/fr.md").exists()
