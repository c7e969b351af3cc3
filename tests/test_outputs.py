"""Files out: whole or not at all, only what changed, nothing beside the folder."""

import pytest

from palpate.outputs import Unsafe, write


def test_a_second_write_of_the_same_touches_nothing(tmp_path):
    write({"a/b.md": b"one"}, tmp_path)
    before = (tmp_path / "a/b.md").stat().st_mtime_ns
    again = write({"a/b.md": b"one"}, tmp_path)
    assert (again.changed, again.same) == ((), 1)
    assert (tmp_path / "a/b.md").stat().st_mtime_ns == before


def test_what_is_stale_goes_with_its_empty_folder(tmp_path):
    write({"old/page.md": b"x", "kept.md": b"y"}, tmp_path)
    written = write({"kept.md": b"y"}, tmp_path)
    assert written.removed == ("old/page.md",)
    assert not (tmp_path / "old").exists()


@pytest.mark.parametrize("path", ["../out.md", "/etc/x", "a//b", "a/../../b", "a\\b", "./a"])
def test_a_path_that_leads_out_is_refused_before_anything_is_written(tmp_path, path):
    with pytest.raises(Unsafe):
        write({"good.md": b"x", path: b"y"}, tmp_path / "docs")
    assert not (tmp_path / "docs").exists()


def test_names_that_differ_only_in_capitals_are_refused(tmp_path):
    with pytest.raises(Unsafe):
        write({"a.md": b"x", "A.md": b"y"}, tmp_path)


def test_a_file_is_taken_from_where_it_lies(tmp_path):
    source = tmp_path / "mesh.glb"
    source.write_bytes(b"glTF")
    write({"assets/m.glb": source}, tmp_path / "docs")
    assert (tmp_path / "docs/assets/m.glb").read_bytes() == b"glTF"


def test_no_half_written_file_is_left_behind(tmp_path):
    write({"a.md": b"x" * 1000}, tmp_path)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.md"]
