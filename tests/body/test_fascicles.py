"""Fascicles, sheets and fields in a tiny world: one box for a bone and a few lines for a muscle."""

import numpy as np
import pytest
import yaml

from body.boxes import box
from palpate.body.clearing import cleared
from palpate.body.closing import Thick, closed, normals_of
from palpate.body.drape import drape
from palpate.body.fascicles import direction, parts_of, path
from palpate.body.fields import coarse_field, exact_field, grid_around, sample, solid, surface_points
from palpate.body.fusing import fused, parted, shared_cm3, thinned
from palpate.body.mesh import Mesh, bounds_mm, components, is_watertight, volume_cm3
from palpate.body.places import PlaceError
from palpate.body.sheets import Profile, enclosed_mm3, rounded, scale_for, sheet, smooth_path, untangled
from palpate.body.swelling import room_for, swollen

PLATE = [np.array([[0.0, 0, 0], [0, 0, 80]]), np.array([[30.0, 0, 0], [30, 0, 80]])]
BONES = {"block": box((-60, 0, 0), (-20, 30, 100))}
LANDMARKS = {"knob": {"bone": "block", "place": {"near": [1.0, 1.0, 1.0]}}}


def test_a_fascicle_runs_from_its_origin_over_via_points_to_its_insertion():
    record = yaml.safe_load("""
        from: knob
        via: [{bone: block, near: [0.5, 1.0, 0.5], out_mm: 4}]
        to: {bone: block, near: [0.5, 1.0, 0.0], shift_mm: {lateral: 2, inferior: 1}}
    """)
    assert path(record, BONES, LANDMARKS).tolist() == [[-60, 30, 100], [-40, 34, 50], [-42, 30, -1]]


def test_a_via_point_between_two_places_divides_their_line():
    via = {"between": ["knob", {"bone": "block", "near": [1, 1, 0]}], "at": 0.25}
    record = {"from": "knob", "to": "knob", "via": [via]}
    assert path(record, BONES, LANDMARKS)[1].tolist() == [-60, 30, 75]


def test_a_place_on_an_unknown_bone_is_said_so():
    with pytest.raises(PlaceError, match="no bone is called 'blok'"):
        path({"from": {"bone": "blok", "near": [0, 0, 0]}, "to": "knob"}, BONES, LANDMARKS)


def test_lateral_is_to_the_right_for_a_right_sided_muscle():
    assert direction("lateral").tolist() == [-1, 0, 0]
    assert direction(["posterior", "superior"]) == pytest.approx([0, 0.5**0.5, 0.5**0.5])


def test_parts_take_their_share_of_the_volume_and_the_rest_is_divided_evenly():
    line = [{"from": "knob", "to": {"bone": "block", "near": [1, 1, 0]}}]
    plain = {"fascicles": line}
    own = {"upper": plain | {"share": 0.6}, "middle": plain, "lower": plain}
    record = {"volume_cm3": 10, "parts": own}
    parts = parts_of("band", record, BONES, LANDMARKS)
    assert [p.node for p in parts] == ["band.upper", "band.middle", "band.lower"]
    assert [p.volume_cm3 for p in parts] == pytest.approx([6, 2, 2])


def test_bands_fuse_into_one_part_and_change_what_they_need_of_its_profile():
    line = [{"from": "knob", "to": {"bone": "block", "near": [1, 1, 0]}}]
    record = {
        "volume_cm3": 4,
        "profile": {"edge": 0.2, "tendon_to": 0.1},
        "bands": [{"fascicles": line}, {"fascicles": line, "profile": {"tendon_to": 0.3}}],
    }
    (part,) = parts_of("rope", record, BONES, LANDMARKS)
    assert part.node == "rope"
    assert [(b.profile.edge, b.profile.tendon_to) for b in part.bands] == [(0.2, 0.1), (0.2, 0.3)]
    assert part.ends_mm().tolist() == [[-60, 30, 100], [-60, 30, 0]] * 2


def test_a_curve_passes_through_its_points_in_equal_steps():
    curve = smooth_path(np.array([[0.0, 0, 0], [10, 5, 0], [20, 0, 0]]), 81)
    assert np.linalg.norm(curve - [10, 5, 0], axis=1).min() < 0.2
    steps = np.linalg.norm(np.diff(curve, axis=0), axis=1)
    assert steps.max() / steps.min() < 1.01


def test_a_sheet_fills_the_ground_between_neighbouring_fascicles():
    one = sheet(PLATE, [1, 1], Profile())
    points = one.points_mm.reshape(-1, 3)
    for spot in ([15, 0, 40], [7, 0, 10], [29, 0, 79]):
        assert np.linalg.norm(points - spot, axis=1).min() < 5


def test_fascicles_with_as_many_points_answer_to_one_another_point_by_point():
    lines = [
        np.array([[0.0, 0, 0], [0, 0, 10], [0, 0, 100]]),
        np.array([[20.0, 0, 0], [20, 0, 50], [20, 0, 100]]),
    ]
    one = sheet(lines, [1, 1], Profile())
    heights = one.points_mm[[0, -1], :, 2]
    station = np.abs(heights[0] - 10).argmin()
    assert heights[1, station] == pytest.approx(50, abs=6)


def test_columns_that_cross_are_put_in_order():
    lines = [
        np.array([[0.0, 0, 0], [7, 0, 50], [0, 0, 100]]),
        np.array([[10.0, 0, 0], [6, 0, 50], [10, 0, 100]]),
    ]
    crossed = sheet(lines, [1, 1], Profile(tendon_mm=0.0))
    assert (np.diff(crossed.points_mm[..., 0], axis=0) < 0).any()
    assert (np.diff(untangled(crossed).points_mm[..., 0], axis=0) > 0).all()


def test_a_belly_thicker_than_broad_is_made_round():
    thin = sheet([np.array([[x, 0.0, 0], [x, 0, 100]]) for x in (0.0, 4)], [1, 1], Profile(edge=0.0))
    belly = rounded(thin, 20.0)
    middle = belly.points_mm[:, belly.points_mm.shape[1] // 2]
    assert np.ptp(middle[:, 0]) > 12
    assert belly.belly.max() < 0.7 * thin.belly.max()


def test_each_bundle_is_a_band_of_its_own():
    line = {"from": "knob", "to": {"bone": "block", "near": [1, 1, 0]}}
    record = {"volume_cm3": 4, "fascicles": [line, line], "profile": {"bundles": True}}
    (part,) = parts_of("rope", record, BONES, LANDMARKS)
    assert [len(band.paths_mm) for band in part.bands] == [1, 1]


def test_the_belly_is_thickest_at_its_peak_and_the_tendon_keeps_its_own_thickness():
    profile = Profile(tendon_from=0.2, tendon_to=0.4, tendon_mm=3, peak=0.5, edge=1.0)
    half = sheet([np.array([[0.0, 0, 0], [0, 0, 100]])], [1], profile).half_mm(8)[1]
    assert half[[0, -1]] == pytest.approx(1.5, abs=1e-3)
    assert half.max() == pytest.approx(9.5, abs=0.1)
    assert half.argmax() / len(half) == pytest.approx(0.4, abs=0.06)


def test_a_split_end_leaves_gaps_between_slips_and_none_in_the_belly():
    profile = Profile(slips_from=0.4, slip_mm=6)
    one = sheet([np.array([[0.0, 0, 0], [0, 0, 90]]), np.array([[40.0, 0, 0], [40, 0, 90]])], [1, 1], profile)
    assert one.present[:, -1].all()
    assert one.present[:, 0].sum() == len(one.present) - 1
    gap = int(np.flatnonzero(~one.present[:, 0])[0])
    assert one.points_mm[gap + 1, 0, 0] - one.points_mm[gap, 0, 0] == pytest.approx(34, abs=1.5)


def test_the_scale_gives_the_volume_asked_for():
    one = sheet(PLATE, [1, 1], Profile())
    assert enclosed_mm3(one, one.half_mm(scale_for([one], 20_000))) == pytest.approx(20_000, rel=0.01)


# From sheet to closed surface


def flat(profile: Profile, scale_mm: float = 4.0, seams: tuple[bool, bool] = (False, False)) -> Thick:
    one = sheet(PLATE, [1, 1], profile, seams)
    half = one.half_mm(scale_mm)
    return Thick(one.points_mm, normals_of(one), half, half, one.present, seams)


@pytest.mark.parametrize(
    "profile", [Profile(), Profile(slips_from=0.3, slips_to=0.2), Profile(tendon_to=0.4)]
)
def test_a_thick_sheet_is_closed_and_of_one_piece(profile):
    mesh = closed(flat(profile))
    assert is_watertight(mesh)
    assert len(components(mesh)) == 1


def test_a_border_is_round_and_a_seam_is_flat():
    free, joined = closed(flat(Profile(edge=1.0))), closed(flat(Profile(edge=1.0), seams=(True, True)))
    assert bounds_mm(free)[0, 0] < -4
    assert bounds_mm(joined)[0, 0] == pytest.approx(0, abs=0.01)


def test_what_bone_takes_from_one_side_the_other_gets():
    one = sheet(PLATE, [1, 1], Profile())
    grid = grid_around(one.points_mm.reshape(-1, 3), 30, 1.0)
    wall = np.broadcast_to(grid.along(1) + 3.0, grid.shape).astype(np.float32)
    normals = normals_of(one)
    room = room_for(one, normals, 20.0, wall, grid)
    ((outer, inner),) = swollen([one], [room], 4.0, [25_000], False)
    towards = np.where(normals[..., 1] < 0, outer, inner)
    assert towards.max() < 3
    assert enclosed_mm3(one, (outer + inner) / 2) == pytest.approx(25_000, rel=0.05)


def shifted(mesh: Mesh, x: float, y: float = 0.0) -> Mesh:
    return Mesh(mesh.vertices_mm + np.array([x, y, 0.0]), mesh.faces)


def test_bands_that_meet_become_one_piece_and_serial_ones_stay_apart():
    band = closed(flat(Profile()))
    beside, far = (shifted(band, x) for x in (20, 200))
    whole = fused([band, beside])
    assert len(components(whole)) == 1
    assert volume_cm3(whole) == pytest.approx(1.6 * volume_cm3(band), rel=0.1)
    assert len(components(fused([band, far], serial=True))) == 2


def test_a_thinned_surface_stays_closed_and_keeps_its_volume():
    mesh = closed(flat(Profile()))
    fewer = thinned(mesh, len(mesh.faces) // 3)
    assert len(fewer.faces) < len(mesh.faces) / 2
    assert is_watertight(fewer)
    assert volume_cm3(fewer) == pytest.approx(volume_cm3(mesh), rel=0.05)


def test_points_in_bone_are_brought_out_to_the_nearest_surface():
    inside = Mesh(np.array([[-22.0, 15, 50], [-40, 28, 50], [-10, 15, 50]]), np.array([[0, 1, 2]]))
    out = cleared(inside, [BONES["block"]], one_sided=False).vertices_mm
    assert out[0, 0] > -20
    assert out[1, 1] > 30
    assert out[2].tolist() == [-10, 15, 50]


def test_the_field_of_a_box_is_its_signed_distance():
    block = BONES["block"]
    grid = grid_around(block.vertices_mm, 10, 2.0)
    field = exact_field([block], grid, np.ones(grid.shape, bool), 8)
    spots = np.array([[-40, 36, 50], [-40, 25, 50], [-14, 15, 50], [-62, 32, 50]])
    assert sample(field, grid, spots) == pytest.approx([6, -5, 6, 8**0.5], abs=0.6)


def test_overlapping_solids_are_one_solid():
    two = [box((0, 0, 0), (10, 10, 10)), box((5, 0, 0), (15, 10, 10))]
    grid = grid_around(np.array([[0.0, 0, 0], [15, 10, 10]]), 2, 0.5)
    assert np.count_nonzero(solid(two, grid)) * 0.5**3 == pytest.approx(1500, rel=0.15)


def test_surface_points_leave_no_hole_wider_than_their_spacing():
    points = surface_points(BONES["block"], 2.0)
    assert np.linalg.norm(points - [-40, 30, 51.3], axis=1).min() < 2.0


def test_a_draped_sheet_leaves_the_bone_and_keeps_its_ends():
    block = BONES["block"]
    lines = [np.array([[x, 31.0, -30], [x, 20, 50], [x, 31, 130]]) for x in (-50.0, -30.0)]
    one = sheet(lines, [1, 1], Profile(faces=np.array([0.0, 1, 0])))
    grid = grid_around(one.points_mm.reshape(-1, 3), 14, 2.0)
    laid = drape(one, 2.0, coarse_field(solid([block], grid), grid.step_mm), grid)
    assert one.points_mm[..., 1].min() < 22
    over = (laid.points_mm[..., 2] > 5) & (laid.points_mm[..., 2] < 95)
    assert laid.points_mm[over][:, 1].min() > 31
    assert laid.points_mm[:, 0] == pytest.approx(one.points_mm[:, 0], abs=0.5)


def test_what_lies_in_a_neighbour_is_cut_away_and_a_mere_touch_is_not():
    band = closed(flat(Profile()))
    over, beside = (shifted(band, x) for x in (30, 200))
    ends = over.vertices_mm[[0, -1]] + [60, 0, 0]
    cut = parted(over, [band], ends)
    assert is_watertight(cut)
    assert shared_cm3(cut, [band]) < 0.02 * volume_cm3(cut)
    assert parted(over, [beside], ends) is over


def test_a_cut_that_would_take_an_end_is_not_made():
    band = closed(flat(Profile()))
    over = shifted(band, 0, 2)
    across = box((-10, -20, 60), (40, 20, 70))
    assert parted(over, [across], np.array([[15.0, 2, 0], [15, 2, 80]])) is over
