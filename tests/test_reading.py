"""Files in: what is in the wrong place, too big or not text is a finding; the rest is read all the same."""

from palpate.reading import nearest, read_content, read_document
from worlds import WORLD, make_world


def rules_and_paths(content):
    return {(finding.rule, finding.place.path) for finding in content.findings}


def test_a_content_folder_is_read_into_documents_by_what_they_are(tmp_path):
    content = read_content(make_world(tmp_path, WORLD))
    assert {document.id for document in content.entries} == {"neck", "scapula", "fever"}
    assert content.lists["references"].value["drake2019"]["type"] == "book"
    assert {document.id for document in content.vocabularies} == {"layers", "motions", "postures"}
    assert content.findings == ()


def test_a_file_in_no_entry_folder_is_named_and_the_others_are_still_read(tmp_path):
    content = read_content(
        make_world(tmp_path, WORLD, {"content/muscle/x.yml": "title: X\n", "content/readme.txt": "hello"})
    )
    assert rules_and_paths(content) == {("files", "content/muscle/x.yml"), ("files", "content/readme.txt")}
    assert len(content.entries) == 3


def test_bytes_that_are_not_utf8_are_found_at_their_line_and_column():
    finding = read_document("content/factors/x.yml", b"title: A\nsummary: caf\xe9\n")
    assert (finding.place.line, finding.place.column) == (2, 13)
    assert "UTF-8" in finding.found


def test_a_huge_file_is_not_even_parsed():
    finding = read_document("content/factors/x.yml", b"a: " + b"x" * 300_000)
    assert "300,003 bytes" in finding.found


def test_a_byte_order_mark_does_no_harm():
    assert read_document("content/factors/x.yml", b"\xef\xbb\xbftitle: A\n").value == {"title": "A"}


def test_a_list_where_fields_should_be_is_a_finding():
    assert "no fields" in read_document("content/factors/x.yml", b"- a\n- b\n").found


def test_a_path_into_a_model_leads_to_the_nearest_thing_that_is_written():
    value = {"claims": ["text", {"text": "more"}]}
    assert nearest(value, ("claims", 0, "given", "text")) == ("claims", 0)
    assert nearest(value, ("claims", "given", 1, "text")) == ("claims", 1, "text")
    assert nearest(value, ("nowhere",)) == ()
