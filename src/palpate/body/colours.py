"""The palette of the pictures and of the viewer, so that both show the same body.

A natural colour says what a thing is (ivory bone, muted red muscle); a role says what the page is
about. The role colours follow Okabe and Ito's palette for colour-blind readers (Color Universal
Design, 2008); the highlight keeps at least 3:1 against white and against near-black. What to keep
away from is hatched as well, so that it never hangs on red alone.
"""

import json

NATURAL = {
    "bone": "#e6dcc8",
    "skull-bone": "#e6dcc8",
    "cartilage": "#c6d0d4",
    "disc": "#a9c0c4",
    "muscle": "#b0655a",
    "tendon": "#e9e0d0",
    "ligament": "#d8cda8",
    "meniscus": "#b9cbd1",
    "bursa": "#8fb9cf",
    "fascia": "#d9cfc0",
    "nerve": "#e2b93b",
    "cord": "#ead49a",
    "root": "#e2b93b",
    "plexus": "#e2b93b",
    "artery": "#c0392f",
    "vein": "#4a6fa5",
    "vessel": "#c0392f",
    "organ": "#b98a86",
    "skin": "#d9ab8d",
    "dermatome": "#7fb2d9",
    "zone": "#f0b35a",
}
"""What a structure looks like when it is simply shown, by its kind."""

PALE = {"show": 0.85, "other": 0.4}
"""How far a tendon goes from the colour of its muscle towards that of tendon, by role."""

OTHER = "#c9c3b8"
"""A kind that has no colour of its own."""

ROLES = {
    "highlight": "#1784ae",
    "nogo": "#d8392b",
    "source": "#e69f00",
    "compressed": "#d873b4",
}
"""Roles that replace the natural colour; `show` and `ghost` keep it."""

GHOST = "#9aa4b0"
"""Mid grey that ghosts are drawn towards: readable on white and on near-black."""

LANDMARK = "#e69f00"


def colour_of(kind: str, role: str) -> str:
    """The colour of a structure in a scene, as `#rrggbb`."""
    return ROLES.get(role) or NATURAL.get(kind, OTHER)


def linear_rgb(colour: str) -> tuple[float, float, float]:
    """`#rrggbb` as linear light 0..1 (sRGB, IEC 61966-2-1)."""
    red, green, blue = (_to_linear(value) for value in srgb(colour))
    return red, green, blue


def srgb(colour: str) -> tuple[float, float, float]:
    """`#rrggbb` as sRGB values 0..1."""
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255


def contrast(colour: str, ground: str) -> float:
    """Contrast ratio 1..21 of two colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palette_json() -> bytes:
    """The palette as the viewer reads it."""
    palette = {
        "natural": NATURAL,
        "other": OTHER,
        "roles": ROLES,
        "ghost": GHOST,
        "landmark": LANDMARK,
        "pale": PALE,
    }
    return json.dumps(palette, indent=1, sort_keys=True).encode()


def _luminance(colour: str) -> float:
    red, green, blue = linear_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
