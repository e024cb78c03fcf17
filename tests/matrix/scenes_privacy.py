"""How to ask the routes of personal data."""

from tests.matrix.scene import DRAFT, PLAIN, Scene, Things
from tests.matrix.world import Side


def person(side: Side, _persona: str) -> Things:
    """Need one more person."""
    return {"account_id": str(side.newcomer().id)}


OPERATOR = frozenset({"operator"})
PRIVACY: dict[tuple[str, str], Scene] = {
    ("GET", "/account/data"): PLAIN,
    ("POST", "/account/data"): PLAIN,
    ("GET", "/account/erase"): PLAIN,
    ("POST", "/account/erase"): PLAIN,
    ("GET", "/accounts/{account_id}/erase"): Scene(person, whose=OPERATOR),
    ("POST", "/accounts/{account_id}/erase"): Scene(person, whose=OPERATOR),
    ("GET", "/assessments/{assessment_id}/erase"): DRAFT,
    ("POST", "/assessments/{assessment_id}/erase"): DRAFT,
}
