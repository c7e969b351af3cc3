"""YAML is read as text with places: no surprise of YAML 1.1, no bomb, no traceback."""

import pytest

from palpate.yaml12 import Unreadable, parse


@pytest.mark.parametrize("written", ["1:2", "4:7", "no", "on", "1.10", "0x1F", "2027-05-20", "1_000", "~x"])
def test_a_plain_scalar_stays_the_text_that_was_written(written):
    assert parse(f"key: {written}\n").value == {"key": written}


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_an_empty_value_is_none_but_a_quoted_one_is_text(written):
    assert parse(f"key: {written}\n").value == {"key": None}
    assert parse(f"key: '{written}'\n").value == {"key": written}


def test_every_value_and_key_has_its_place():
    parsed = parse("title: A\nlist:\n  - one\n  - {deep: two}\n")
    assert parsed.places[("title",)] == (1, 8)
    assert parsed.places[("list", 0)] == (3, 5)
    assert parsed.places[("list", 1, "deep")] == (4, 12)
    assert parsed.keys[("list", 1, "deep")] == (4, 6)


def unreadable(text: str) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        parse(text)
    return caught.value


def test_a_key_written_twice_is_refused_at_the_second():
    error = unreadable("a: 1\nb: 2\na: 3\n")
    assert (error.line, error.column) == (3, 1)
    assert "'a' a second time" in error.found


def test_aliases_that_would_blow_up_are_refused_before_they_are_followed():
    bomb = "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"
    assert "anchor or alias" in unreadable(bomb).found


@pytest.mark.parametrize(("text", "says"), [
    ("a: !!python/object:os.system x\n", "a tag"),
    ("a: 1\n---\nb: 2\n", "a second document"),
    ("a:\n\tb: 1\n", "a tab"),
    ("a: [1, 2\n", "cannot be read"),
    ("a: x: y\n", "cannot be read"),
    ("a: 'open\n", "cannot be read"),
    ("? [1]\n: 2\n", "not a word"),
    ("a: \x07\n", "does not allow"),
    ("a: " + "[" * 40 + "]" * 40, "deep"),
])
def test_what_is_no_entry_says_so_with_its_place(text, says):
    error = unreadable(text)
    assert says in error.found
    assert error.line >= 1
    assert error.remedy
