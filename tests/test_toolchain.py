"""The tools around the product: pinned packages, set-up, engines compared, workflows."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import textstat
import yaml

import build_zensical
import compare_engines
import setup_clone

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
ACTIONS = [*WORKFLOWS, ROOT / ".github/actions/setup/action.yml"]


def pinned(lock: Path) -> dict[str, str]:
    """Name to version of every package in a lock file."""
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+) \\$", lock.read_text(), re.MULTILINE))


def write(folder: Path, *names: str) -> Path:
    """A folder with empty files of these names."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def run_script(*command: str | Path, **environment: str) -> subprocess.CompletedProcess:
    """Run a program of ours with a few changes to the environment."""
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=60)


# Packages


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_file_names_no_host_and_no_folder_of_a_machine(lock: Path):
    options = [line for line in lock.read_text().splitlines() if line.startswith("-")]
    assert options == []
    assert "://" not in lock.read_text()


def test_the_viewers_lock_file_names_no_registry():
    assert '"resolved"' not in (ROOT / "viewer/package-lock.json").read_text()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_that_is_asked_for_is_pinned_with_a_hash(lock: Path):
    asked = re.findall(r"^[A-Za-z0-9.-]+", lock.with_suffix(".in").read_text(), re.MULTILINE)
    wanted = {name.lower().replace(".", "-") for name in asked if not name.startswith("-")}
    assert wanted <= pinned(lock).keys()
    for entry in re.split(r"\n(?=[a-z0-9.-]+==)", lock.read_text())[1:]:
        assert "--hash=sha256:" in entry


def test_what_is_installed_is_what_is_pinned():
    for name, version in pinned(ROOT / "requirements/build.txt").items():
        assert f"{name} {importlib.metadata.version(name)}" == f"{name} {version}"


def test_the_same_package_has_one_version_in_all_lists():
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, version in pinned(lock).items():
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_a_reading_grade_is_found_for_words_that_no_dictionary_has():
    assert textstat.flesch_kincaid_grade("Qwzx thinners. Tell us if you take them.") < 8


# Set-up


@pytest.fixture
def take_step(tmp_path):
    """A step that counts how often it was really taken."""
    taken: list[str] = []

    def step(fingerprint: str, work=lambda: None) -> int:
        def counted() -> None:
            work()
            taken.append(fingerprint)

        setup_clone.once(tmp_path / "made/step.stamp", fingerprint, "Working", counted)
        return len(taken)

    return step


def test_a_step_is_taken_once(take_step, capsys):
    assert take_step("a") == 1
    assert capsys.readouterr().out == "==> Working\n"
    assert take_step("a") == 1
    assert capsys.readouterr().out == ""


def test_a_step_is_taken_again_when_its_input_changed(take_step):
    take_step("a")
    assert take_step("b") == 2
    assert take_step("a") == 3


def test_a_step_that_failed_is_taken_again(take_step):
    take_step("a")
    with pytest.raises(ZeroDivisionError):
        take_step("b", lambda: 1 / 0)
    assert take_step("a") == 2


def test_a_fingerprint_tells_apart_what_stands_in_which_file(tmp_path):
    one, other = tmp_path / "a", tmp_path / "b"
    one.write_text("xy"), other.write_text("")
    before = setup_clone.fingerprint_of([one, other])
    assert setup_clone.fingerprint_of([other, one]) == before
    one.write_text("x"), other.write_text("y")
    assert setup_clone.fingerprint_of([one, other]) != before


def test_a_machine_without_a_new_python_is_told_what_to_install(tmp_path):
    (tmp_path / "dirname").symlink_to(shutil.which("dirname"))
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")  # what the question after the version answers on Python 3.10
    old.chmod(0o755)
    told = run_script("/bin/sh", ROOT / "scripts/setup", "check", PATH=str(tmp_path), PALPATE_PYTHON="")
    assert told.returncode == 1
    assert "needs Python 3.11 or newer" in told.stderr


def test_an_unknown_goal_is_answered_with_the_known_ones():
    told = run_script(sys.executable, ROOT / "scripts/setup_clone.py", "everything")
    assert told.returncode == 2
    assert "check,site,test,dev" in told.stderr


# Browser


def find_chromium(named: Path) -> subprocess.CompletedProcess:
    """Ask for a browser with one named by hand."""
    return run_script(sys.executable, ROOT / "scripts/find_chromium.py", PALPATE_CHROMIUM=str(named))


def test_the_browser_that_was_named_is_the_only_line_printed(tmp_path):
    browser = tmp_path / "my chromium"
    browser.write_text("#!/bin/sh\necho Chromium 1.0\n")
    browser.chmod(0o755)
    assert find_chromium(browser).stdout == f"{browser}\n"


def test_a_named_browser_that_does_not_run_is_an_error_with_a_way_out(tmp_path):
    browser = write(tmp_path, "chromium") / "chromium"
    told = find_chromium(browser)
    assert (told.returncode, told.stdout) == (1, "")
    assert f"{browser} does not run" in told.stderr
    assert "PALPATE_CHROMIUM=" in told.stderr


# Viewer


@pytest.mark.slow
@pytest.mark.parametrize("script", ["check", "test"])
def test_the_viewers_types_and_its_own_tests_hold(script: str):
    ran = run_script("npm", "--prefix", str(ROOT / "viewer"), "run", "--silent", script)
    assert ran.returncode == 0, ran.stdout + ran.stderr


# Two engines


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("index.md", "index.html"),
        ("muscles/index.md", "muscles/index.html"),
        ("muscles/README.md", "muscles/index.html"),
        ("muscles/piriformis.md", "muscles/piriformis/index.html"),
        ("a.b.md", "a.b/index.html"),
    ],
)
def test_a_markdown_file_becomes_a_page_in_a_folder(source: str, page: str):
    assert compare_engines.page_of(source) == page


def three_folders(folder: Path, zensical: tuple[str, ...]) -> list[str]:
    """Pages as written, as MkDocs built them, and as Zensical is said to have built them."""
    docs = write(folder / "docs", "index.md", "muscles/psoas-major.md", "assets/psoas.webp")
    site = write(folder / "site", "index.html", "muscles/psoas-major/index.html", "404.html", "search.js")
    return [str(docs), str(site), str(write(folder / "zensical", *zensical))]


def test_two_builds_with_every_page_pass(tmp_path, capsys):
    folders = three_folders(tmp_path, ("index.html", "muscles/psoas-major/index.html"))
    assert compare_engines.main(folders) == 0
    assert capsys.readouterr().out.count(" 2 pages in ") == 3


def test_a_page_that_one_engine_passed_over_is_named(tmp_path, capsys):
    folders = three_folders(tmp_path, ("index.html",))
    assert compare_engines.main(folders) == 1
    assert f"{folders[2]} lacks 1:\n    muscles/psoas-major/index.html\n" in capsys.readouterr().out


def test_a_page_that_one_engine_invented_is_named(tmp_path, capsys):
    folders = three_folders(tmp_path, ("index.html", "muscles/psoas-major/index.html", "tags/index.html"))
    assert compare_engines.main(folders) == 1
    assert f"{folders[0]} lacks 1:\n    tags/index.html\n" in capsys.readouterr().out


def test_three_empty_folders_are_not_a_pass(tmp_path):
    folders = [str(write(tmp_path / name, "style.css")) for name in ("docs", "site", "zensical")]
    assert compare_engines.main(folders) == 1


def test_the_second_engine_gets_the_same_settings_but_its_own_folder():
    settings = "site_name: P\nsite_dir: site\nmarkdown_extensions:\n  - x: !!python/name:y.z\n"
    redirected = build_zensical.redirected(settings)
    assert redirected == (
        "site_name: P\nmarkdown_extensions:\n  - x: !!python/name:y.z\nsite_dir: build/site-zensical\n"
    )


# Commands and workflows


def targets() -> list[str]:
    """The commands that `make help` lists."""
    listed = run_script("make", "--no-print-directory", "-C", str(ROOT), "help").stdout
    return re.findall(r"^  make ([a-z-]+)", listed, re.MULTILINE)


def test_make_lists_every_command_of_the_readme_and_the_guide():
    promised = {"serve", "site", "site-zensical", "test", "check", "fix", "schema", "lock", "clean", "help"}
    assert promised | {"contact-sheet", "picture-diff", "body-report", "lint", "dev"} == set(targets())


@pytest.mark.parametrize("program", [".ci/run", "scripts/setup"])
def test_a_program_can_be_run_from_a_fresh_clone(program: str):
    listed = run_script("git", "-C", str(ROOT), "ls-files", "--stage", program).stdout
    assert listed.startswith("100755 ")


@pytest.mark.parametrize("path", ACTIONS, ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit_and_says_which_version_it_is(path: Path):
    used = re.findall(r"uses: (\S+)(.*)", path.read_text())
    assert used
    for action, remark in used:
        local = action.startswith("./")
        assert local or re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action), action
        assert local or re.fullmatch(r" # v\d+\.\d+\.\d+", remark), action


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_only_read_except_for_the_one_job_that_deploys(path: Path):
    workflow = yaml.safe_load(path.read_text())
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        allowed = {"pages": "write", "id-token": "write"} if name == "deploy" else {}
        assert job.get("permissions", {}) == allowed
        assert job["timeout-minutes"] <= 40


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_checkout_leaves_no_token_behind(path: Path):
    text = path.read_text()
    assert text.count("persist-credentials: false") == text.count("actions/checkout@") > 0


def test_the_version_to_cite_is_the_version_of_the_package():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert citation["version"] == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
