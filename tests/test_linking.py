"""Links are found wherever they are written and turned round by the program."""

from palpate.check import check
from palpate.model.values import Prose, parse_ref
from worlds import FACTOR, WORLD, changed, make_world

WITH_LINKS = changed(
    FACTOR, "act: Send", "see_also: [scapula]\n    act: See [[scapula|the blade]] [@drake2019, p. 3]. Send"
)


def test_a_reference_knows_its_part_and_whether_it_is_planned():
    ref = parse_ref("planned:trapezius.upper", ("muscle",))
    assert (ref.id, ref.part, ref.planned) == ("trapezius", "upper", True)
    assert str(ref) == "planned:trapezius.upper"


def test_prose_gives_its_links_its_citations_and_its_plain_text():
    prose = Prose("See [[scapula|the blade]] and [[levator-scapulae]] [@drake2019, p. 3].")
    assert [ref.id for ref in prose.links] == ["scapula", "levator-scapulae"]
    assert [(c.key, c.locator) for c in prose.citations] == [("drake2019", "p. 3")]
    assert prose.plain == "See the blade and levator scapulae."


def test_links_in_fields_and_in_prose_are_turned_round(tmp_path):
    atlas = check(make_world(tmp_path, WORLD, WITH_LINKS)).atlas
    assert {(link.source.entry.id, link.role) for link in atlas.links_to("scapula")} == {
        ("fever", "see_also"),
        ("fever", "act"),
    }


def test_a_link_knows_its_place(tmp_path):
    atlas = check(make_world(tmp_path, WORLD, WITH_LINKS)).atlas
    [link] = [link for link in atlas.links_to("scapula") if link.role == "see_also"]
    assert str(link.place) == "content/factors/fever.yml:7:12"
