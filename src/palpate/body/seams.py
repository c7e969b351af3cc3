"""Parts that share a border fascicle are one sheet: laid over the bones together, parted only at the seam."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from palpate.body.fascicles import Part
from palpate.body.sheets import Sheet, sheet, stations

Sheets = list[list[Sheet]]
"""The sheets of some parts: for each part those of its bands."""


def sheets_of(parts: Sequence[Part]) -> Sheets:
    """The sheets of parts that lie in one layer; no border tapers where a neighbour goes on."""
    made: Sheets = []
    for run in runs(parts):
        joined = [parts[i] for i in run]
        if len(joined) == 1:
            made.append([sheet(b.paths_mm, b.thick, b.profile) for b in joined[0].bands])
            continue
        lengthwise = stations([path for p in joined for path in p.bands[0].paths_mm])
        for i, part in enumerate(joined):
            band = part.bands[0]
            seams = (i > 0, i < len(joined) - 1)
            made.append([sheet(band.paths_mm, band.thick, band.profile, seams, lengthwise)])
    return made


def runs(parts: Sequence[Part]) -> list[list[int]]:
    """The parts' numbers, those together that follow one another across a shared border fascicle."""
    grouped = [[0]]
    for i in range(1, len(parts)):
        if _shared(parts[i - 1], parts[i]):
            grouped[-1].append(i)
        else:
            grouped.append([i])
    return grouped


def _shared(one: Part, other: Part) -> bool:
    if len(one.bands) != 1 or len(other.bands) != 1:
        return False
    last, first = one.bands[0].paths_mm[-1], other.bands[0].paths_mm[0]
    return last.shape == first.shape and np.allclose(last, first, atol=0.01)


def joined(sheets: Sequence[Sheet], scales: Sequence[float]) -> Sheet:
    """Sheets of one run side by side in one, already swollen to their scales (its own scale is 1)."""
    return Sheet(
        points_mm=np.concatenate([s.points_mm for s in sheets]),
        tendon_half_mm=max(s.tendon_half_mm for s in sheets),
        belly=np.concatenate([s.belly * k for s, k in zip(sheets, scales, strict=True)]),
        present=np.ones((sum(len(s.points_mm) for s in sheets) - 1, sheets[0].points_mm.shape[1] - 1), bool),
        faces=np.concatenate([s.faces for s in sheets]))


def split(whole: Sheet, sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets as they were, at the places they have in the whole."""
    starts = np.cumsum([len(s.points_mm) for s in sheets])[:-1]
    return [replace(s, points_mm=p) for s, p in zip(sheets, np.split(whole.points_mm, starts), strict=True)]
