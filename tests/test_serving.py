"""The served site on a tiny world: edits show at once while pictures are made behind them, and nothing stays
behind."""

import os
import queue
import subprocess
import sys
from contextlib import contextmanager

import pytest

from palpate.build import DOCS
from palpate.cli import main
from palpate.findings import errors
from palpate.picturing import Pictures
from palpate.serving import Drawing, refreshed
from worlds import BONE, FACTOR, WORLD, changed, make_world

PAGE = "bones/scapula/index.md"
SCENE = {
    "id": "scapula",
    "title": "Scapula",
    "structures": [],
    "views": [],
    "landmarks": [],
    "poster": None,
    "text": [],
    "caption": "Scapula",
    "credits": [],
    "faults": [],
}
DRAWN = Pictures({"scapula": [SCENE]}, {"assets/scenes/scapula.json": b"{}"})
BROAD, BROKEN = (
    changed(BONE, "The flat bone", "The broad bone"),
    changed(FACTOR, "status: draft", "status: dreft"),
)


def slow_maker(root, exit_code=0):
    """A process that waits until it is allowed to draw, and then draws a file or fails."""
    end = f"open('drawn', 'w') if {exit_code} == 0 else sys.exit({exit_code})"
    code = f"import os, sys, time\nwhile not os.path.exists('allowed'): time.sleep(0.01)\n{end}"
    return subprocess.Popen([sys.executable, "-c", code], cwd=root, start_new_session=True)


@contextmanager
def serving(root, exit_code=0):
    """The refreshes of a world with such a maker, the queue of changes, and the processes that were begun."""
    begun, changes = [], queue.Queue()

    def make():
        begun.append(slow_maker(root, exit_code))
        return begun[-1]

    there = lambda atlas, before, fresh: DRAWN if (root / "drawn").exists() else Pictures(waiting=True)  # noqa: E731
    refreshes = refreshed(root, changes, Drawing(there, make, look_s=0.05))
    try:
        yield refreshes, changes, begun
    finally:
        refreshes.close()


def page(root):
    return (root / DOCS / PAGE).read_text("utf-8")


def refreshed_until(refreshes, shown):
    """The first refresh after which something is shown."""
    return next(generated for _, generated in zip(range(400), refreshes, strict=False) if shown())


def test_an_edit_shows_while_the_body_is_being_made_and_the_body_shows_when_it_is_ready(tmp_path):
    root = make_world(tmp_path, WORLD)
    with serving(root) as (refreshes, changes, begun):
        next(refreshes)
        assert "The flat bone" in page(root)
        make_world(root, BROAD)
        changes.put("an edit")
        next(refreshes)
        assert "The broad bone" in page(root)
        assert len(begun) == 1
        assert begun[0].poll() is None, "still being made"
        assert "<anatomy-scene" not in page(root)
        (root / "allowed").touch()
        refreshed_until(refreshes, lambda: "<anatomy-scene" in page(root))
        assert (root / DOCS / "assets/scenes/scapula.json").exists()
        assert "The broad bone" in page(root)


def test_a_typo_while_the_body_is_being_made_is_a_finding_and_leaves_the_page(tmp_path, capfd):
    root = make_world(tmp_path, WORLD)
    with serving(root) as (refreshes, changes, _):
        next(refreshes)
        before = page(root)
        make_world(root, BROKEN)
        changes.put("a typo")
        assert errors(next(refreshes).findings)
        assert "content/factors/fever.yml:3:9: error" in capfd.readouterr().err
        assert page(root) == before
        next(refreshes)
        assert capfd.readouterr().err == "", "what was said once is not said again"
        make_world(root, FACTOR)
        changes.put("mended")
        assert not errors(next(refreshes).findings)


def test_a_body_that_cannot_be_made_leaves_the_site_and_is_tried_again_after_the_next_change(tmp_path, capfd):
    root = make_world(tmp_path, WORLD)
    (root / "allowed").touch()
    with serving(root, exit_code=1) as (refreshes, changes, begun):
        refreshed_until(refreshes, lambda: begun and begun[0].poll() is not None)
        changes.put("a look around")
        next(refreshes)
        assert "Drawing stopped (exit code 1)" in capfd.readouterr().err
        assert len(begun) == 1
        make_world(root, BROAD)
        changes.put("an edit")
        next(refreshes)
        assert "The broad bone" in page(root)
        changes.put("a look around")
        next(refreshes)
        assert len(begun) == 2


def test_what_draws_is_ended_with_the_server(tmp_path):
    root = make_world(tmp_path, WORLD)
    with serving(root) as (refreshes, changes, begun):
        next(refreshes)
        changes.put("a look around")
        next(refreshes)
        assert begun[0].poll() is None
    assert begun[0].poll() is not None
    with pytest.raises(ProcessLookupError):
        os.killpg(begun[0].pid, 0)


def test_a_record_that_nothing_draws_is_a_finding_in_its_file(tmp_path, capfd):
    root = make_world(tmp_path, WORLD)
    make_world(
        root,
        {
            "content/body/blob.yml": "blob: {name: Blob, kind: nerve, side: right, system: nervous}\n"
        },
    )
    assert main(["--root", str(root), "draw"]) == 1
    assert "content/body/blob.yml:1:1: error: nothing makes a mesh for blob" in capfd.readouterr().err
