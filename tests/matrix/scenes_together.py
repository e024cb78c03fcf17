"""How to ask the routes of people who fill in one form together."""

from sqlalchemy import select

from assess.accounts.department_models import Department
from tests.matrix.scene import PLAIN, Scene, Things
from tests.matrix.world import Side


def department(side: Side, _persona: str) -> Things:
    """Need a department of the firm."""
    name = "知识产权部"
    here = (Department.organisation_id == side.firm.id, Department.name == name)
    found = side.session.scalar(select(Department).where(*here))
    if found is None:
        found = Department(organisation_id=side.firm.id, name=name, created_at=side.now)
        side.session.add(found)
        side.session.flush()
    return {"department_id": str(found.id)}


TOGETHER: dict[tuple[str, str], Scene] = {
    ("GET", "/organisation/departments"): PLAIN,
    ("POST", "/organisation/departments"): PLAIN,
    ("GET", "/organisation/departments/{department_id}"): Scene(department),
    ("POST", "/organisation/departments/{department_id}"): Scene(department, {"name": "知识产权部"}),
    ("POST", "/organisation/departments/{department_id}/close"): Scene(department),
    ("POST", "/organisation/departments/{department_id}/reopen"): Scene(department),
}
