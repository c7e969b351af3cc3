"""The body chart as pages show it: every zone a link, or the zone of one page lit."""

from __future__ import annotations

from typing import Any

from .site import Site

LABELS = {"front": "Front", "back": "Back", "right": "Right side", "left": "Left side"}
"""Views in the order in which they stand, and what is written under them."""


def chart_links(site: Site, page: str) -> list[dict[str, Any]]:
    """Every view with its zones as links from a page; nothing while the body is not made."""
    return [_view(site, page, name) for name in LABELS if name in site.chart]


def chart_of_zone(site: Site, zone: str) -> list[dict[str, Any]]:
    """The views in which a zone is seen, with nothing but the zone."""
    return [
        {**site.chart[name], "label": label, "zones": [], "lit": site.chart[name]["zones"][zone]}
        for name, label in LABELS.items()
        if zone in site.chart.get(name, {}).get("zones", ())
    ]


def _view(site: Site, page: str, name: str) -> dict[str, Any]:
    chart = site.chart[name]
    entries = {one.id: one for one in site.atlas.of_kind("zone")}
    zones = [
        site.link(page, entries[id]) | {"path": path} for id, path in chart["zones"].items() if id in entries
    ]
    return {**chart, "label": LABELS[name], "zones": sorted(zones, key=lambda zone: zone["title"])}
