"""How to ask the routes of faces of reports."""

from assess.reports import facing
from assess.reports.face_given import FaceGiven
from tests.factories.papers import picture
from tests.matrix.scene import Scene, Things
from tests.matrix.world import Side


def campaign(side: Side, _persona: str) -> Things:
    """Need an open campaign with a face that is drafted, its logo among it."""
    found = side.campaign()
    facing.save(
        side.session,
        side.storage,
        actor=side.actor("administrator"),
        campaign_id=found.id,
        wanted=FaceGiven(line_zh="主办单位"),
        expected=facing.NOTHING,
        logo=picture("PNG", (300, 100)),
        now=side.now,
    )
    return {"campaign_id": str(found.id)}


ONE, FACES = "/campaigns/{campaign_id}/face", "/campaigns/{campaign_id}/faces/{number}"
FACED: dict[tuple[str, str], Scene] = {
    ("GET", ONE): Scene(campaign),
    ("POST", ONE): Scene(campaign),
    ("GET", f"{ONE}/use"): Scene(campaign),
    ("POST", f"{ONE}/use"): Scene(campaign),
    ("GET", f"{ONE}/plain"): Scene(campaign),
    ("POST", f"{ONE}/plain"): Scene(campaign),
    ("GET", FACES): Scene(campaign),
    ("GET", f"{FACES}/logo"): Scene(campaign),
    ("POST", f"{FACES}/again"): Scene(campaign),
    ("GET", f"{FACES}/{{language}}/sample.pdf"): Scene(campaign),
    ("GET", f"{FACES}/{{language}}/pages/{{page}}"): Scene(campaign),
}
