"""How to ask the routes of people who fill in one form together."""

from sqlalchemy import select

from assess.accounts.department_models import Department
from assess.assessments import comments, duties
from assess.assessments.together_models import Part
from tests.matrix.scene import DRAFT, PLAIN, Make, Scene, Things, assessment
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


def duty(side: Side, _persona: str) -> Things:
    """Need a section that was given to somebody."""
    found = side.assessment()
    made = duties.assign(
        side.session,
        actor=side.actor("lead"),
        assessment_id=found.id,
        section="credit",
        part=Part.LEAD,
        account_id=side.people["respondent"].id,
        now=side.now,
    )
    return {"assessment_id": str(found.id), "duty_id": str(made.id)}


def comment(change: str) -> Make:
    """Need a comment of the person who asks; of the lead, where that is nobody who comments."""

    def make(side: Side, persona: str) -> Things:
        found = side.assessment()
        who = persona if persona in {"lead", "respondent"} else "lead"
        made = comments.add(
            side.session,
            actor=side.actor(who),
            assessment_id=found.id,
            item="serious-list",
            text="请核对",
            now=side.now,
        )
        return {"assessment_id": str(found.id), "comment_id": str(made.id), "change": change}

    return make


ONE = "/assessments/{assessment_id}"
TOGETHER: dict[tuple[str, str], Scene] = {
    ("GET", "/organisation/departments"): PLAIN,
    ("POST", "/organisation/departments"): PLAIN,
    ("GET", "/organisation/departments/{department_id}"): Scene(department),
    ("POST", "/organisation/departments/{department_id}"): Scene(department, {"name": "知识产权部"}),
    ("POST", "/organisation/departments/{department_id}/close"): Scene(department),
    ("POST", "/organisation/departments/{department_id}/reopen"): Scene(department),
    ("GET", f"{ONE}/duties"): DRAFT,
    ("POST", f"{ONE}/duties"): Scene(assessment(), {"section": "credit", "part": "lead"}),
    ("POST", f"{ONE}/duties/take-over"): DRAFT,
    ("POST", f"{ONE}/duties/{{duty_id}}/remove"): Scene(duty),
    ("GET", f"{ONE}/comments"): DRAFT,
    ("POST", f"{ONE}/comments"): Scene(assessment(), {"item": "serious-list", "text": "请核对"}),
    ("POST", f"{ONE}/comments/seen"): DRAFT,
    ("POST", f"{ONE}/comments/{{comment_id}}/{{change}}"): Scene(comment("remove")),
    ("GET", f"{ONE}/answers/{{fact}}/history"): DRAFT,
    ("GET", f"{ONE}/presence"): Scene(assessment(), query="?section=credit"),
}
