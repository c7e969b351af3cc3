"""What the mesh operations claim, on a cube and a few triangles."""

import numpy as np

from body.boxes import SIDES, box
from palpate.body.mesh import (
    Mesh,
    bounds_mm,
    compact,
    components,
    face_areas_mm2,
    flip,
    is_watertight,
    join,
    mirror,
    vertex_normals,
    volume_cm3,
    weld,
)

CUBE = box((0, 0, 0), (10, 10, 10))
CORNERS = CUBE.vertices_mm


def test_a_cube_of_one_centimetre_holds_one_cubic_centimetre():
    assert np.isclose(volume_cm3(CUBE), 1.0)
    assert np.isclose(face_areas_mm2(CUBE).sum(), 600)


def test_turned_inside_out_the_volume_is_negative():
    assert np.isclose(volume_cm3(flip(CUBE)), -1.0)


def test_a_mirrored_cube_lies_on_the_other_side_and_still_faces_outward():
    other = mirror(CUBE)
    assert bounds_mm(other).tolist() == [[-10, 0, 0], [0, 10, 10]]
    assert np.isclose(volume_cm3(other), 1.0)


def test_a_cube_is_watertight_until_a_face_is_missing_or_flipped():
    assert is_watertight(CUBE)
    assert not is_watertight(Mesh(CORNERS, SIDES[1:]))
    one_flipped = SIDES.copy()
    one_flipped[0] = one_flipped[0][::-1]
    assert not is_watertight(Mesh(CORNERS, one_flipped))


def test_welding_joins_triangles_that_repeat_their_corners():
    soup = Mesh(CUBE.triangles_mm.reshape(-1, 3) + 1e-5, np.arange(36).reshape(-1, 3))
    assert not is_watertight(soup)
    assert is_watertight(weld(soup))
    assert len(weld(soup).vertices_mm) == 8


def test_welding_drops_faces_without_area_and_faces_said_twice():
    told_twice = Mesh(CORNERS, np.concatenate([SIDES, SIDES[:1], [[0, 0, 1]]]))
    assert len(weld(told_twice).faces) == 12


def test_components_come_apart_and_the_largest_is_first():
    single = Mesh(np.array([[50, 0, 0], [60, 0, 0], [50, 10, 0]], float), np.array([[0, 1, 2]]))
    parts = components(join([single, CUBE]))
    assert [len(part.faces) for part in parts] == [12, 1]
    assert bounds_mm(parts[1])[0].tolist() == [50, 0, 0]


def test_compacting_drops_unused_vertices_and_keeps_the_shape():
    spare = Mesh(np.concatenate([[[99.0, 99, 99]], CORNERS]), SIDES + 1)
    assert len(compact(spare).vertices_mm) == 8
    assert np.isclose(volume_cm3(compact(spare)), 1.0)


def test_normals_of_a_cube_point_away_from_its_middle():
    outward = (vertex_normals(CUBE) * (CORNERS - 5)).sum(axis=1)
    assert (outward > 0).all()
