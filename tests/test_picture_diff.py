"""Pictures in which two builds differ are found, laid side by side and listed; all others are left alone."""

from __future__ import annotations

import json
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from PIL import Image

import build_before
import picture_diff

BONE, MUSCLE = (230, 220, 200), (190, 80, 70)


def picture(wide: int = 60, colour: tuple[int, int, int] = BONE, cover: int = 255) -> np.ndarray:
    """A block of one colour on a transparent ground, 96 by 72."""
    pixels = np.zeros((72, 96, 4), np.uint8)
    pixels[10:60, 10 : 10 + wide] = (*colour, cover)
    return pixels


def built(folder: Path, **pictures: np.ndarray) -> Path:
    """A build with these scenes; each picture is named by what it shows, as the gallery names them."""
    for name in ("scenes", "posters"):
        (folder / "assets" / name).mkdir(parents=True)
    for id, pixels in pictures.items():
        file = f"{id}.{crc32(pixels.tobytes()):08x}.webp"
        Image.fromarray(pixels).save(folder / "assets" / "posters" / file, lossless=True)
        scene = {"id": id, "title": id.capitalize(), "poster": {"file": file}}
        (folder / "assets" / "scenes" / f"{id}.json").write_text(json.dumps(scene))
    return folder


def outcome(tmp_path: Path, before: dict, after: dict) -> list[str]:
    """The summary of two builds and the pictures beside it."""
    folders = [built(tmp_path / "before", **before), built(tmp_path / "after", **after)]
    assert picture_diff.main([*map(str, folders), "--into", str(tmp_path / "diff")]) == 0
    assert (tmp_path / "diff" / "index.html").exists()
    return (tmp_path / "diff" / "summary.md").read_text().splitlines()


def test_only_scenes_that_look_different_are_shown_the_most_changed_first(tmp_path):
    before = {"femur": picture(), "tibia": picture(), "rib": picture()}
    after = {"femur": picture(50), "tibia": picture(20), "rib": picture()}
    lines = outcome(tmp_path, before, after)
    assert lines[0] == "**Pictures: 2 changed, 0 new, 0 gone, 1 look the same.**"
    assert [line[:7] for line in lines[2:]] == ["- Tibia", "- Femur"]
    assert sorted(path.stem for path in (tmp_path / "diff").glob("*.png")) == ["femur", "tibia"]


def test_new_and_gone_scenes_are_listed(tmp_path):
    lines = outcome(tmp_path, {"old": picture()}, {"fresh": picture()})
    assert lines[2:] == ["- new: Fresh (`fresh`)", "- gone: Old (`old`)"]


def test_nothing_changed_is_said_in_a_sentence(tmp_path, capsys):
    outcome(tmp_path, {"femur": picture()}, {"femur": picture()})
    assert "No picture changed: all 1 look the same." in capsys.readouterr().out


def test_a_picture_of_an_earlier_comparison_does_not_stay(tmp_path):
    outcome(tmp_path / "one", {"femur": picture()}, {"femur": picture(20)})
    (tmp_path / "one" / "diff").rename(tmp_path / "diff")
    outcome(tmp_path, {"femur": picture()}, {"femur": picture()})
    assert list((tmp_path / "diff").glob("*.png")) == []


@pytest.mark.parametrize(
    ("changed", "looks_different"),
    [
        (picture(colour=(225, 215, 195)), False),
        (picture(colour=MUSCLE), True),
        (picture(cover=80), True),
        (picture(61), True),
    ],
    ids=["a shade darker", "another colour", "a veil", "one column wider"],
)
def test_what_the_eye_sees_counts_as_changed(tmp_path, changed, looks_different):
    lines = outcome(tmp_path, {"femur": picture()}, {"femur": changed})
    assert any(line.startswith("- Femur") for line in lines) == looks_different


def test_the_sheet_shows_before_after_and_the_difference_in_red(tmp_path):
    outcome(tmp_path, {"femur": picture(60)}, {"femur": picture(30)})
    sheet = np.asarray(Image.open(tmp_path / "diff" / "femur.png").convert("RGB")).astype(int)
    before, after, difference = np.split(sheet[picture_diff.CAPTION :], 3, axis=1)
    red = lambda panel: (panel[..., 0] - panel[..., 1] > 120).sum()  # noqa: E731
    assert red(difference) > 100
    assert red(before) == red(after) == 0
    assert (before != after).any()


def test_a_folder_without_scenes_is_named_and_nothing_is_written(tmp_path, capsys):
    assert picture_diff.main([str(tmp_path), str(tmp_path), "--into", str(tmp_path / "diff")]) == 2
    assert "has no scenes" in capsys.readouterr().err
    assert not (tmp_path / "diff").exists()


def test_a_revision_that_git_does_not_know_is_said_so(capsys):
    assert build_before.main(["no-such-revision"]) == 2
    assert "no such revision" in capsys.readouterr().err


def test_another_revision_is_taken_out_whole_and_shares_what_was_made_before(tmp_path):
    commit = build_before.commit_of("HEAD")
    build_before.take_out(commit, tmp_path / "before")
    assert (tmp_path / "before" / "src" / "palpate" / "cli.py").is_file()
    assert (tmp_path / "before" / ".cache").resolve() == (build_before.ROOT / ".cache").resolve()
    build_before.take_out(commit, tmp_path / "before")
    assert (build_before.ROOT / ".cache").is_dir(), "a second copy removes the link and not what it leads to"
