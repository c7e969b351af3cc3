"""The body chart of a tiny world: a box of skin with zones on it."""

import re

from body.boxes import box
from palpate.body.chart import HEIGHT, ROOM, chart_of

SKIN = box((-200, -100, 0), (200, 100, 1000))
ZONES = {
    "belly": box((-150, -103, 300), (-1, -101, 700)),
    "navel": box((-60, -103, 450), (-20, -101, 550)),
    "loin": box((-203, -50, 400), (-201, 50, 600)),
}


def corners(path: str) -> list[tuple[int, int]]:
    """Every corner of a path of `M x y l dx dy ... z`."""
    found = []
    for piece in re.findall(r"M(.*?)z", path):
        start, steps = piece.split("l")
        x, y = map(int, start.split())
        numbers = list(map(int, steps.split()))
        found.append((x, y))
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x, y))
    return found


def test_each_view_shows_the_zones_that_face_it() -> None:
    chart = chart_of(SKIN, ZONES)
    assert {view: list(one["zones"]) for view, one in chart.items()} == {
        "front": ["belly", "navel"],
        "right": ["loin"],
        "back": [],
        "left": ["loin"],
    }


def test_a_zone_is_drawn_on_both_sides_from_the_front() -> None:
    front = chart_of(SKIN, ZONES)["front"]
    middle = front["width"] / 2
    sides = {x > middle for x, _ in corners(front["zones"]["navel"])}
    assert sides == {True, False}


def test_the_body_fills_the_height_of_the_chart() -> None:
    heights = [y for _, y in corners(chart_of(SKIN, ZONES)["front"]["outline"])]
    assert abs(max(heights) - min(heights) - HEIGHT) <= 2
    assert abs(min(heights) - ROOM) <= 2


def test_the_smallest_zone_wins_where_two_lie_over_each_other() -> None:
    """The navel is a hole in the belly: the belly's outline has four corners more for each side's navel."""
    front = chart_of(SKIN, ZONES)["front"]
    alone = chart_of(SKIN, {"belly": ZONES["belly"]})["front"]
    assert len(corners(front["zones"]["belly"])) > len(corners(alone["zones"]["belly"]))


def test_skin_beside_a_zone_is_given_to_it_but_not_all_skin() -> None:
    front = chart_of(SKIN, {"belly": ZONES["belly"]})["front"]
    heights = [y for _, y in corners(front["zones"]["belly"])]
    assert 400 < (max(heights) - min(heights)) * 1000 / HEIGHT < 460


def test_a_body_without_zones_is_an_outline_alone() -> None:
    assert chart_of(SKIN, {})["front"]["zones"] == {}
