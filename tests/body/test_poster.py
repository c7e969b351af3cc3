"""A poster shows what a scene says, on any ground: near things hide far ones, ghosts let them through."""

import io

import numpy as np
import pytest
from PIL import Image

from body.boxes import ball
from palpate.body.camera import TOWARDS_EYE, frame_of, view_of, views_for
from palpate.body.cast import actors_of
from palpate.body.colours import NATURAL, ROLES, colour_of, contrast, linear_rgb, palette_json
from palpate.body.mesh import Mesh
from palpate.body.poster import picture, poster
from palpate.body.shading import fibres
from palpate.body.solids import fibre_places

WHITE, NEAR_BLACK = "#ffffff", "#121417"
WIDTH, HEIGHT = 160, 120
BOX = [[-0.1, -0.1, -0.1], [0.1, 0.1, 0.1]]
FRONT = view_of(BOX, "anterior")


def structure(id: str, role: str = "show", kind: str = "bone", side: str = "right") -> dict:
    return {"id": id, "side": side, "kind": kind, "role": role}


def shot(meshes: dict[str, Mesh], *structures: dict, landmarks: tuple = (), view: dict = FRONT) -> np.ndarray:
    scene = {"structures": structures, "views": [view], "landmarks": landmarks}
    return picture(scene, meshes, view, WIDTH, HEIGHT).astype(int)


def middle(image: np.ndarray) -> np.ndarray:
    return image[HEIGHT // 2 - 2 : HEIGHT // 2 + 2, WIDTH // 2 - 2 : WIDTH // 2 + 2].mean(axis=(0, 1))


def is_blue(pixel: np.ndarray) -> bool:
    return bool(pixel[2] > pixel[0] + 40)


NEAR, FAR = ball(30, (0, -60, 0)), ball(60, (0, 60, 0))


def test_the_ground_is_transparent_and_a_bone_is_not():
    image = shot({"bone": NEAR}, structure("bone"))
    assert image[0, 0, 3] == 0
    assert middle(image)[3] == 255


def test_a_near_structure_hides_a_far_one():
    meshes = {"near": NEAR, "far": FAR}
    assert not is_blue(middle(shot(meshes, structure("near"), structure("far", "highlight"))))
    assert is_blue(middle(shot(meshes, structure("far"), structure("near", "highlight"))))


def test_the_view_from_behind_shows_the_other_one():
    meshes = {"near": NEAR, "far": FAR}
    behind = view_of(BOX, "posterior")
    assert is_blue(middle(shot(meshes, structure("near"), structure("far", "highlight"), view=behind)))


def test_a_ghost_lets_through_what_lies_behind_it():
    meshes = {"near": NEAR, "far": FAR}
    through = middle(shot(meshes, structure("near", "ghost"), structure("far", "highlight")))
    alone = middle(shot(meshes, structure("far", "highlight")))
    assert is_blue(through)
    assert np.abs(through - alone).max() > 8


def test_a_ghost_behind_a_solid_structure_is_not_seen():
    meshes = {"near": NEAR, "small": ball(10, (0, 60, 0))}
    assert (
        shot(meshes, structure("near"), structure("small", "ghost")) == shot(meshes, structure("near"))
    ).all()


def test_a_ghost_alone_is_translucent_with_a_firmer_outline():
    image = shot({"near": NEAR}, structure("near", "ghost"))
    assert 30 < middle(image)[3] < 120
    assert image[HEIGHT // 2, :, 3].max() > 1.5 * middle(image)[3]


def test_the_left_one_is_the_mirror_of_the_right_one():
    meshes = {"bone": ball(20, (-50, 0, 0))}
    right, left = shot(meshes, structure("bone")), shot(meshes, structure("bone", side="left"))
    assert (right[:, : WIDTH // 2, 3].max(), right[:, WIDTH // 2 :, 3].max()) == (255, 0)
    assert (left[:, ::-1, 3] == right[..., 3]).mean() > 0.999


def test_a_structure_in_parts_is_drawn_with_all_its_parts():
    meshes = {"muscle.upper": NEAR, "muscle.lower": FAR, "muscle-other": FAR}
    scene = {"structures": [structure("muscle", kind="muscle")]}
    assert [actor.mesh for actor in actors_of(scene, meshes, {})] == [NEAR, FAR]


def test_a_part_is_drawn_alone():
    scene = {"structures": [structure("muscle.lower", kind="muscle")]}
    parts = {"muscle.upper": NEAR, "muscle.lower": FAR}
    assert [actor.mesh for actor in actors_of(scene, parts, {})] == [FAR]


def test_a_contour_runs_along_the_edge_of_what_is_near():
    image = shot({"near": NEAR, "far": FAR}, structure("near"), structure("far"))
    row = image[HEIGHT // 2, : WIDTH // 2, :3].sum(axis=1)
    edge = 60 + row[60:76].argmin()
    assert row[edge] < 0.7 * min(row[edge - 5], row[edge + 5])


def test_what_to_keep_away_from_is_hatched():
    patch = shot({"organ": FAR}, structure("organ", "nogo", "organ"))[50:70, 70:90, 0]
    plain = shot({"organ": FAR}, structure("organ", "show", "organ"))[50:70, 70:90, 0]
    assert np.abs(np.diff(patch, axis=0)).max() > 3 * np.abs(np.diff(plain, axis=0)).max()


def test_a_hollow_is_darker_than_open_bone():
    pair = {"left-ball": ball(40, (-39, 0, 0)), "right-ball": ball(40, (39, 0, 0))}
    image = shot(pair, structure("left-ball"), structure("right-ball"))
    single = shot({"left-ball": pair["left-ball"]}, structure("left-ball"))
    hollow = (HEIGHT // 2, WIDTH // 2 - 3)
    assert image[hollow][:3].sum() < 0.9 * single[hollow][:3].sum()


def test_what_runs_out_of_the_frame_fades_away():
    image = shot({"shaft": ball(400, (0, 500, 0))}, structure("shaft"))
    assert image[0, WIDTH // 2, 3] == 0
    assert image[3, WIDTH // 2, 3] < image[6, WIDTH // 2, 3] < 256


def test_only_marked_landmarks_are_dotted():
    landmark = {"id": "tip", "at": [0, 0, 0.09]}
    plain = shot({"near": NEAR}, structure("near"), landmarks=(landmark,))
    dotted = shot({"near": NEAR}, structure("near"), landmarks=(landmark | {"mark": True},))
    assert (plain == shot({"near": NEAR}, structure("near"))).all()
    red, green, blue, _ = middle(dotted)
    assert red > green > blue + 60


def test_a_landmark_on_the_far_side_is_paler():
    behind = {"id": "back", "at": [0, 0, 0.03], "mark": True}
    before = {"id": "front", "at": [0, 0, 0.09], "mark": True}
    blues = [middle(shot({"near": NEAR}, structure("near"), landmarks=(one,)))[2] for one in (behind, before)]
    assert blues[0] > blues[1] + 40


def test_a_scene_without_structures_is_an_empty_picture():
    assert shot({}).max() == 0


def test_the_poster_is_a_webp_of_960_by_720_with_transparency():
    scene = {"structures": [structure("bone")], "views": [FRONT]}
    image = Image.open(io.BytesIO(poster(scene, {"bone": NEAR})))
    assert (image.format, image.size, image.mode) == ("WEBP", (960, 720), "RGBA")


def test_the_same_scene_gives_the_same_bytes():
    scene = {"structures": [structure("bone"), structure("far", "ghost")], "views": [FRONT]}
    assert poster(scene, {"bone": NEAR, "far": FAR}) == poster(scene, {"bone": NEAR, "far": FAR})


@pytest.mark.parametrize("name", TOWARDS_EYE)
def test_every_canonical_view_keeps_the_whole_box_in_the_picture(name: str):
    low, high = np.array([[-0.05, 0.9, -0.12], [0.02, 1.4, 0.03]])
    view = view_of([low, high], name)
    frame = frame_of(view)
    corners = np.array(
        [[x, y, z] for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]
    )
    right, up, towards = frame.axes @ (corners - frame.eye).T
    reach = max(np.abs(up / towards).max(), np.abs(right / towards).max() * 3 / 4) / np.tan(np.radians(12))
    assert 0.8 < reach < 1


def test_views_come_in_the_order_asked_for_with_words_for_their_buttons():
    views = views_for(BOX, ["posterior", "lateral-right"])
    assert [(view["name"], view["label"]) for view in views] == [
        ("posterior", "Posterior"),
        ("lateral-right", "Right side"),
    ]
    assert views[0]["eye"][2] < -0.2
    assert views[1]["eye"][0] < -0.2


def test_the_highlight_stands_off_white_and_near_black_alike():
    assert contrast(ROLES["highlight"], WHITE) >= 3
    assert contrast(ROLES["highlight"], NEAR_BLACK) >= 3


def test_roles_are_told_apart_by_lightness_or_hue_from_bone_and_muscle():
    for role in ROLES.values():
        for natural in (NATURAL["bone"], NATURAL["muscle"]):
            assert np.linalg.norm(np.subtract(linear_rgb(role), linear_rgb(natural))) > 0.2


def test_show_and_ghost_keep_the_colour_of_the_kind():
    assert colour_of("bone", "show") == colour_of("bone", "ghost") == NATURAL["bone"]
    assert colour_of("bone", "highlight") == ROLES["highlight"]
    assert colour_of("a kind nobody has painted", "show").startswith("#")


def test_the_palette_for_the_viewer_is_the_same_one():
    assert b'"highlight": "%s"' % ROLES["highlight"].encode() in palette_json()


def test_fibres_run_along_the_longest_axis_of_a_muscle():
    belly = ball(1, (0, 0, 0)).vertices_mm * (15, 12, 90)
    along = fibres(fibre_places(np.linspace([3, 3, -60], [3, 3, 60], 400), belly))
    across = fibres(fibre_places(np.linspace([-12, 3, 0], [12, 3, 0], 80), belly))
    assert np.abs(np.diff(across)).mean() > 3 * np.abs(np.diff(along)).mean()
