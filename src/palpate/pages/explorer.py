"""The page of the whole body: its picture, and all structures by region and system for whoever has no 3D."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..scenes.whole_body import ID
from .address import href
from .site import Site

PAGE = f"{ID}/"


def explorer_page(site: Site) -> tuple[str, bytes]:
    """The page and its Markdown; without a body that was made it says so."""
    scene = next(iter(site.scenes.get(ID, ())), None)
    poster = (scene or {}).get("poster")
    return PAGE, site.render(
        "explorer.md.j2",
        scene=scene,
        src=href(PAGE, f"assets/posters/{poster['file']}") if poster else None,
        regions=list(_regions(scene)) if scene else [],
        model=href(PAGE, "model/"),
        anatomy=href(PAGE, "anatomy/"),
    )


def _regions(scene: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The structures by region, and within it by system."""
    for pack in scene["packs"]:
        inside = [line for line in scene["structures"] if line["pack"] == pack["id"]]
        systems = [
            {"name": system["name"], "lines": [_link(line) for line in sorted(found, key=_by_name)]}
            for system in scene["systems"]
            if (found := [line for line in inside if line["system"] == system["id"]])
        ]
        yield {"name": pack["name"], "number": len(inside), "systems": systems}


def _by_name(line: Mapping[str, Any]) -> str:
    return line["name"].lower()


def _link(line: Mapping[str, Any]) -> dict[str, Any]:
    own = href(PAGE, line["page"]) if line["page"] else None
    return {"id": line["id"], "name": line["name"], "href": own}
