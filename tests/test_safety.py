"""What bars a technique bars it where it says, and no further: the real entries with one thing changed."""

import re
import shutil
from pathlib import Path

import pytest

from palpate.check import check
from palpate.pages.site import environment, site_of
from palpate.pages.views import view_of

ROOT = Path(__file__).resolve().parents[1]
CPA = "content/techniques/cpa.yml"
NECK_ONLY = "why: Refer before any neck technique., applications: [mid-cervical]}"


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    root = tmp_path_factory.mktemp("real")
    shutil.copytree(ROOT / "content", root / "content")
    return root, check(root)


def edited(real, path, old, new):
    """What a check gives once one text of a file stands in place of another."""
    root, before = real
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), "utf-8")
    try:
        return check(root, before)
    finally:
        (root / path).write_text(text, "utf-8")


def found(checked, rule):
    return [f for f in checked.findings if f.rule == rule]


def with_factor(real, condition, factor):
    """What a check gives once a condition that sets no factor sets one."""
    path = f"content/conditions/{condition}.yml"
    [written] = re.findall(
        r"^contraindication_factors:(?:.|\n  )*$", (real[0] / path).read_text("utf-8"), re.MULTILINE
    )
    return edited(real, path, written, f"contraindication_factors: [{factor}]")


def test_a_contraindication_names_applications_that_the_technique_has(real):
    [finding] = found(edited(real, CPA, "[mid-cervical]}", "[mid-cervcal]}"), "reach")
    assert (finding.place.path, finding.meant) == (CPA, "mid-cervical")


def test_an_application_has_one_level_of_a_factor(real):
    [finding] = found(
        edited(real, CPA, NECK_ONLY, NECK_ONLY.replace("[mid-cervical]", "[mid-cervical, lumbar]")), "reach"
    )
    assert "'vertebrobasilar-symptoms' a second time for 'lumbar'" in finding.found


@pytest.mark.parametrize(
    ("condition", "barred"), [("cervicogenic-headache", True), ("lumbar-spinal-stenosis", False)]
)
def test_a_neck_only_restriction_bars_the_neck_and_not_the_low_back(real, condition, barred):
    checked = with_factor(real, condition, "vertebrobasilar-symptoms")
    by_technique = {f.found.split("'")[1] for f in found(checked, "join")}
    assert ("cpa" in by_technique) is barred
    rows = view_of(
        checked.atlas.get(condition),
        site_of(checked.atlas, {}, {}, environment()),
        f"conditions/{condition}/",
    )["safety_join"]
    [row] = [row for row in rows if row["href"].endswith("/cpa/") and row["level"] == "absolute"]
    assert [one["title"] for one in row["only"]] == [checked.atlas.get("cpa").applications[0].title]
