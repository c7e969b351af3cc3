"""Few rays show what many would: nothing thin is lost, empty ground is passed over, slopes are no edges."""

import numpy as np
import pytest
import trimesh

from body.boxes import ball
from palpate.body.camera import frame_of, view_of
from palpate.body.cast import Actor, cast_of, near_sides_of
from palpate.body.exposure import exposed, passes
from palpate.body.film import coarser, cropped, faded, film_of, finer, reached, split
from palpate.body.lines import contour, edges, spread, widened
from palpate.body.mesh import Mesh
from palpate.body.paint import paint_of, painted
from palpate.body.sight import first_sight
from palpate.body.stage import stage_of, viewed

NEAR = view_of([[-0.03, -0.03, -0.03], [0.03, 0.03, 0.03]], "anterior")


def rod(radius_mm: float, turn_deg: float = 0) -> Mesh:
    mesh = trimesh.creation.cylinder(radius=radius_mm, height=40, sections=24).subdivide_to_size(3)
    mesh.apply_transform(trimesh.transformations.rotation_matrix(np.radians(turn_deg), [0, 1, 0]))
    return Mesh(np.asarray(mesh.vertices), np.asarray(mesh.faces))


def scene(*actors: Actor, width: int = 320):
    film = film_of(frame_of(NEAR), width, width * 3 // 4)
    film = cropped(film, np.concatenate([actor.mesh.vertices_mm for actor in actors]))
    return film, stage_of(actors, film.eye_mm)


@pytest.mark.parametrize("turn_deg", [0, 3, 45, 90])
def test_a_thin_rod_covers_as_much_of_the_picture_as_it_should(turn_deg):
    film, stage = scene(Actor(rod(0.7, turn_deg), "nerve", "show"))
    assert len(passes(film, stage)) == 3
    pixel_mm = 2 * film.slope * np.linalg.norm(film.eye_mm) / film.height
    cover = exposed(film, stage)[0][..., 3].sum() * pixel_mm**2
    assert cover == pytest.approx(40 * 1.4, rel=0.12), "one sample in ten"


def test_smooth_bone_looks_the_same_with_one_ray_for_four_pixels():
    film, stage = scene(Actor(ball(25), "bone", "show"))
    every = viewed(film, stage, np.arange(film.shape[0] * film.shape[1]))
    solid, _ = painted(stage, paint_of(stage, film, [every]), every)
    few, inside = exposed(film, stage)[0].reshape(-1, 4), every.solid.face >= 0
    assert len(passes(film, stage)[1].view.numbers) < 0.3 * inside.sum()
    assert np.abs(few - solid)[inside & (few[:, 3] == 1)].mean() < 0.003


def test_muscle_keeps_its_grain_at_every_pixel():
    film, stage = scene(Actor(ball(25), "muscle", "show"))
    first, second, _ = passes(film, stage)
    assert len(second.view.numbers) >= 4 * len(first.view.solid.hits)


def test_every_pixel_that_a_surface_covers_is_looked_at():
    film, stage = scene(Actor(ball(6, (12, 0, 9)), "bone", "show"), Actor(rod(1, 30), "bone", "show"))
    every = np.arange(film.shape[0] * film.shape[1])
    hits = first_sight(stage.solid, film.eye_mm, viewed(film, stage, every).directions).hits
    looked = reached(film, stage.solid.surface.points, stage.solid.surface.faces)
    assert looked.ravel()[hits].all()
    assert looked.mean() < 0.7


def test_only_faces_towards_the_eye_are_near_sides():
    eye_mm = np.array([0.0, -500.0, 0.0])
    near = near_sides_of([Actor(ball(20), "bone", "ghost")], eye_mm)
    whole = cast_of([Actor(ball(20), "bone", "ghost")])
    assert len(near.surface.faces) == pytest.approx(len(whole.surface.faces) / 2, rel=0.06)
    assert near.surface.points[near.surface.faces].mean(axis=1)[:, 1].max() < 0.5


def test_a_step_is_an_edge_and_a_slope_is_none():
    one = np.zeros((9, 9), np.int32)
    slope = np.tile(np.arange(9, dtype=np.float32) * 5, (9, 1))
    step = np.where(np.arange(9) < 4, 100, 120) * np.ones((9, 1), np.float32)
    assert not edges(one, [slope]).any()
    assert np.flatnonzero(edges(one, [step])[4]).tolist() == [3, 4]


def test_where_the_owner_changes_is_an_edge():
    owners = np.where(np.arange(9) < 4, 1, 2) * np.ones((9, 1), np.int32)
    assert np.flatnonzero(edges(owners, [])[4]).tolist() == [3, 4]


def test_a_contour_lies_on_the_near_side_of_a_step_and_not_on_a_slope():
    step = np.where(np.arange(9) < 4, 100, 120) * np.ones((9, 1), np.float32)
    slope = np.tile(100 + np.arange(9, dtype=np.float32) * 5, (9, 1))
    row = np.arange(4 * 9 + 1, 4 * 9 + 8)
    assert np.flatnonzero(contour(step, row, 1.5, 12)).tolist() == [2]
    assert not contour(slope, row, 1.5, 12).any()


def test_a_wide_line_covers_two_places():
    film = film_of(frame_of(NEAR), 8, 6)
    line = np.zeros(48, np.float32)
    line[2 * 8 + 3] = 1
    wide = widened(film, np.arange(48), line).reshape(6, 8)
    assert np.argwhere(wide).tolist() == [[2, 3], [2, 4], [3, 3], [3, 4]]


def test_the_four_places_of_a_finer_film_lie_within_the_one():
    film = film_of(frame_of(NEAR), 8, 6)
    marked = np.zeros(finer(film).shape, bool)
    marked.ravel()[split(film, np.array([2 * 8 + 3]))] = True
    whole = np.zeros(film.shape, bool)
    whole[2, 3] = True
    assert (marked == spread(whole)).all()
    assert coarser(finer(film)) == film


def test_ghosts_fade_towards_frame_and_corners_and_are_whole_in_the_middle():
    film = film_of(frame_of(NEAR), 320, 240)
    fade = faded(film, np.arange(320 * 240)).reshape(240, 320)
    assert fade[60:180, 80:240].min() == 1
    assert max(fade[0].max(), fade[:, 0].max(), fade[20, 20]) < 0.02


def test_what_lies_behind_an_organ_to_keep_away_from_still_shows():
    bone = Actor(rod(4), "bone", "show")
    lung = Actor(ball(9, (0, -20, 0)), "organ", "nogo")
    film, stage = scene(bone, lung)
    middle = film.shape[0] // 2, film.shape[1] // 2
    image, depth = exposed(film, stage)
    assert np.isfinite(depth[middle])
    assert image[middle][3] == 1
    alone = exposed(*scene(lung))[0]
    assert 0.4 < alone[..., 3].max() < 0.95


def test_an_organ_to_keep_away_from_is_hatched_and_red_behind_two_ghosts():
    lung = Actor(ball(24), "organ", "nogo")
    ghosts = [Actor(ball(10, (0, y, 0)), "bone", "ghost") for y in (-35, -58)]
    film, stage = scene(lung, *ghosts)
    red, green = np.moveaxis(exposed(film, stage)[0][..., :2], -1, 0)
    rows, columns = (slice(n // 2 - 12, n // 2 + 12) for n in film.shape)
    assert (red > green + 0.02)[rows, columns].all()
    assert np.ptp(red[rows, columns]) > 0.1
