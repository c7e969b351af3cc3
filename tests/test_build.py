"""The whole line on a tiny world: what is right is written, what is wrong leaves everything as it was."""

import pytest

from palpate.affected import affected
from palpate.build import DOCS, generate
from palpate.check import check
from palpate.cli import main
from palpate.findings import errors
from worlds import BONE, FACTOR, WORLD, changed, make_world

LINKED = changed(FACTOR, "act: Send", "see_also: [scapula]\n    act: Send")


def files(root):
    return {
        path.relative_to(root / DOCS).as_posix(): path.read_bytes()
        for path in (root / DOCS).rglob("*")
        if path.is_file()
    }


def test_a_world_becomes_pages_and_exports(tmp_path):
    generated = generate(make_world(tmp_path, WORLD))
    assert {"bones/scapula/index.md", "factors/fever/index.md", "index.md", "api/v1/index.json"} <= set(
        generated.written.changed
    )


def test_a_second_generation_touches_nothing(tmp_path):
    root = make_world(tmp_path, WORLD)
    generate(root)
    again = generate(root)
    assert (again.written.changed, again.written.removed) == ((), ())


def test_an_error_leaves_what_was_built_before_as_it_was(tmp_path):
    root = make_world(tmp_path, WORLD)
    generate(root)
    before = files(root)
    generated = generate(make_world(root, changed(FACTOR, "title: Fever", "titel: Fever")))
    assert errors(generated.findings)
    assert generated.written is None
    assert files(root) == before


def test_an_entry_that_is_gone_takes_its_pages_with_it(tmp_path):
    root = make_world(tmp_path, WORLD)
    generate(root)
    (root / "content/factors/fever.yml").unlink()
    assert "factors/fever/index.md" in generate(root).written.removed


def test_a_refresh_after_an_edit_gives_what_a_whole_generation_gives(tmp_path):
    root = make_world(tmp_path, WORLD, LINKED)
    first = generate(root)
    make_world(root, {p: t.replace("title: Scapula", "title: Blade") for p, t in BONE.items()})
    generate(root, before=first)
    refreshed = files(root)
    assert b"Blade" in refreshed["factors/fever/index.md"], "the page that links to the edited entry"
    generate(root)
    assert files(root) == refreshed


def test_an_edit_affects_its_own_page_and_those_that_link_to_it(tmp_path):
    root = make_world(tmp_path, WORLD, LINKED)
    before = generate(root)
    after = generate(
        make_world(root, {p: t.replace("title: Scapula", "title: Blade") for p, t in BONE.items()}),
        before=before,
    )
    assert affected(before.checked.atlas, after.checked.atlas) == {"scapula", "fever", "neck"}


def test_a_refresh_survives_an_error_in_between(tmp_path):
    root = make_world(tmp_path, WORLD, LINKED)
    first = generate(root)
    broken = generate(make_world(root, changed(FACTOR, "status: draft", "status: dreft")), before=first)
    mended = generate(make_world(root, LINKED), before=broken)
    assert errors(broken.findings)
    assert not errors(mended.findings)
    assert "index.md" in files(root)


def test_an_edit_that_no_other_page_shows_affects_its_own_page_alone(tmp_path):
    root = make_world(tmp_path, WORLD, LINKED)
    before = generate(root)
    after = generate(make_world(root, changed(BONE, "The flat bone", "The broad bone")), before=before)
    assert affected(before.checked.atlas, after.checked.atlas) == {"scapula"}
    refreshed = files(root)
    generate(root)
    assert files(root) == refreshed


def test_a_refresh_finds_what_a_whole_check_finds(tmp_path):
    root = make_world(tmp_path, WORLD, LINKED)
    first = check(root)
    unsourced = changed(BONE, "sources: [drake2019]", "sources: [drake2091]")
    again = check(make_world(root, unsourced, changed(FACTOR, "title: Fever", "title: fever")), first)
    mended = check(make_world(root, FACTOR), again)
    assert sorted(again.findings) != sorted(first.findings)
    assert sorted(mended.findings) == sorted(check(root).findings) != sorted(again.findings)


def test_pages_made_after_a_mended_error_are_those_of_a_whole_generation(tmp_path):
    root = make_world(tmp_path, WORLD, LINKED)
    broken = generate(
        make_world(root, changed(FACTOR, "status: draft", "status: dreft")), before=generate(root)
    )
    generate(make_world(root, changed(LINKED, "title: Fever", "title: High fever")), before=broken)
    refreshed = files(root)
    assert b"High fever" in refreshed["factors/fever/index.md"]
    generate(root)
    assert files(root) == refreshed


def run(root, *arguments):
    return main(["--root", str(root), *arguments])


def test_a_body_that_cannot_be_made_is_told_with_a_remedy_and_leaves_what_was_built(tmp_path, capsys):
    root = make_world(tmp_path, WORLD)
    run(root, "build", "--generate-only")
    before = files(root)
    record = {
        "content/body/blob.yml": "blob: {name: Blob, kind: nerve, side: right, system: nervous}\n"
    }
    make_world(root, record)
    assert run(root, "build", "--generate-only") == 1
    told = capsys.readouterr().err
    assert "nothing makes a mesh for blob" in told
    assert "Mend that record" in told
    assert files(root) == before


def test_check_says_with_its_exit_code_whether_there_are_errors(tmp_path, capsys):
    assert run(make_world(tmp_path, WORLD), "check") == 0
    assert run(make_world(tmp_path, changed(FACTOR, "status: draft", "status: dreft")), "check") == 1
    assert "content/factors/fever.yml:3:9: error" in capsys.readouterr().out


def test_new_writes_an_entry_that_names_every_required_field_and_never_overwrites(tmp_path, capsys):
    root = make_world(tmp_path, WORLD)
    assert run(root, "new", "factor", "cold-hands", "--title", "Cold hands") == 0
    text = (root / "content/factors/cold-hands.yml").read_text("utf-8")
    assert all(f"\n{name}:" in text for name in ("title", "status", "summary", "definition", "ask", "act"))
    assert run(root, "new", "factor", "cold-hands") == 2
    assert run(root, "new", "factor", "Cold Hands") == 2
    assert run(root, "check") == 1


def test_fix_mends_the_first_line_and_a_needless_planned_and_keeps_comments(tmp_path):
    spoilt = {
        p: t.replace("# yaml-language-server: $schema=../../schema/factor.json\n    ", "").replace(
            "act: Send", "see_also: [planned:scapula]  # why\n    act: Send"
        )
        for p, t in FACTOR.items()
    }
    root = make_world(tmp_path, WORLD, spoilt)
    assert run(root, "fix") == 0
    text = (root / "content/factors/fever.yml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../schema/factor.json\ntitle: Fever\n")
    assert "see_also: [scapula]  # why" in text
    assert run(root, "check") == 0


@pytest.mark.parametrize("command", [["check", "--format", "json"], ["check", "--format", "github"]])
def test_every_format_of_check_works_on_a_broken_world(tmp_path, command, capsys):
    root = make_world(tmp_path, changed(FACTOR, "status: draft", "status: dreft"))
    assert run(root, *command) == 1
    assert "fever.yml" in capsys.readouterr().out


def test_the_site_that_stood_stays_when_the_builder_fails(tmp_path):
    from palpate.build import SITE, build_site

    root = make_world(
        tmp_path,
        {"mkdocs.yml": "site_name: x\ndocs_dir: nowhere\n", f"{SITE}/index.html": "the last good one"},
    )
    assert build_site(root) != 0
    assert (root / SITE / "index.html").read_text("utf-8") == "the last good one"
