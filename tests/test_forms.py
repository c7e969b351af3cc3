"""The issue forms are those of the model, and GitHub can read them."""

from pathlib import Path

import pytest
import yaml

from palpate.forms import forms

ROOT = Path(__file__).resolve().parents[1]
FORMS = forms()


@pytest.mark.parametrize("path", FORMS)
def test_a_form_is_fresh_and_has_what_github_asks_for(path):
    assert (ROOT / path).read_bytes() == FORMS[path], "run: make schema"
    form = yaml.safe_load(FORMS[path])
    assert {"name", "description", "body"} <= set(form)
    ids = [item["id"] for item in form["body"] if "id" in item]
    assert len(ids) == len(set(ids))
    assert all(item["attributes"].get("label") for item in form["body"] if item["type"] != "markdown")


def test_a_form_asks_for_what_the_model_requires():
    ids = {
        item.get("id") for item in yaml.safe_load(FORMS[".github/ISSUE_TEMPLATE/new-technique.yml"])["body"]
    }
    assert {"contraindications", "stop-criteria", "steps", "title"} <= ids
