"""The entry types and their fields: the source of schemas, templates and the field guide."""

from .anatomy import Bone, Joint, Landmark, Ligament, Muscle, Nerve, Organ, Plexus, Vessel, Zone
from .base import Absent, Claim, Entry, Frozen, Grade, Reviewed, Risk, Sourced, Status
from .care import Assessment, Exercise, Outcome
from .condition import Condition
from .light import Factor, PracticePage, Region, Term
from .reference import Reference, Verification
from .spine import Disc, MotionSegment, Root, Vertebra
from .technique import Technique
from .values import Cite, Prose, Range, Ref, Word

FOLDERS: dict[str, type[Entry]] = {
    "techniques": Technique,
    "conditions": Condition,
    "anatomy/muscles": Muscle,
    "anatomy/roots": Root,
    "anatomy/vertebrae": Vertebra,
    "anatomy/motion-segments": MotionSegment,
    "anatomy/discs": Disc,
    "anatomy/bones": Bone,
    "anatomy/joints": Joint,
    "anatomy/nerves": Nerve,
    "anatomy/plexuses": Plexus,
    "anatomy/ligaments": Ligament,
    "anatomy/vessels": Vessel,
    "anatomy/organs": Organ,
    "anatomy/landmarks": Landmark,
    "anatomy/zones": Zone,
    "assessments": Assessment,
    "exercises": Exercise,
    "outcomes": Outcome,
    "factors": Factor,
    "practices": PracticePage,
    "regions": Region,
    "terms": Term,
}
"""The folder of each entry type below content/; the folder's last name is also its part of the URL."""

KINDS: dict[str, type[Entry]] = {model.kind: model for model in FOLDERS.values()}
SECTIONS: dict[str, str] = {model.kind: folder.rsplit("/", 1)[-1] for folder, model in FOLDERS.items()}
"""The URL section of each kind: muscle -> muscles."""

__all__ = [
    "FOLDERS",
    "KINDS",
    "SECTIONS",
    "Absent",
    "Assessment",
    "Bone",
    "Cite",
    "Claim",
    "Condition",
    "Disc",
    "Entry",
    "Exercise",
    "Factor",
    "Frozen",
    "Grade",
    "Joint",
    "Landmark",
    "Ligament",
    "MotionSegment",
    "Muscle",
    "Nerve",
    "Organ",
    "Outcome",
    "Plexus",
    "PracticePage",
    "Prose",
    "Range",
    "Ref",
    "Reference",
    "Region",
    "Reviewed",
    "Risk",
    "Root",
    "Sourced",
    "Status",
    "Technique",
    "Term",
    "Verification",
    "Vertebra",
    "Vessel",
    "Word",
    "Zone",
]
