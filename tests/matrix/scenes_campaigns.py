"""How to ask the routes of campaigns."""

from assess.assessments.workflow import Status
from tests.matrix.scene import PLAIN, Scene, Things
from tests.matrix.world import Side


def campaign(side: Side, _persona: str) -> Things:
    """Need an open campaign with the firm in it."""
    return {"campaign_id": str(side.campaign().id)}


def prepared(side: Side, _persona: str) -> Things:
    """Need a campaign that is being prepared."""
    return {"campaign_id": str(side.campaign(opened=False).id)}


def participant(side: Side, _persona: str) -> Things:
    """Need a participant of an open campaign."""
    return {"campaign_id": str(side.campaign().id), "organisation_id": str(side.firm.id), "change": "time"}


def shut(side: Side, _persona: str) -> Things:
    """Need a participant who has handed in."""
    found = side.assessment(Status.SUBMITTED)
    return {"campaign_id": str(found.campaign_id), "organisation_id": str(side.firm.id)}


def table(side: Side, persona: str) -> Things:
    """Need a table of its dashboard."""
    return {**campaign(side, persona), "table": "participants"}


def step(side: Side, persona: str) -> Things:
    """Need a step it can take."""
    return {**campaign(side, persona), "step": "close"}


ONE = "/campaigns/{campaign_id}"
CAMPAIGNS: dict[tuple[str, str], Scene] = {
    ("GET", "/campaigns"): PLAIN,
    ("GET", "/campaigns/new"): PLAIN,
    ("POST", "/campaigns/new"): PLAIN,
    ("GET", ONE): Scene(campaign),
    ("GET", f"{ONE}/edit"): Scene(prepared),
    ("POST", f"{ONE}/edit"): Scene(prepared),
    ("GET", f"{ONE}/steps/{{step}}"): Scene(step),
    ("POST", f"{ONE}/steps/{{step}}"): Scene(step),
    ("GET", f"{ONE}/participants"): Scene(campaign),
    ("GET", f"{ONE}/participants/add"): Scene(campaign),
    ("GET", f"{ONE}/participants/count"): Scene(campaign),
    ("POST", f"{ONE}/participants/filter"): Scene(campaign),
    ("POST", f"{ONE}/participants/list"): Scene(campaign),
    ("GET", f"{ONE}/participants/{{organisation_id}}/{{change}}"): Scene(participant),
    ("POST", f"{ONE}/participants/{{organisation_id}}/{{change}}"): Scene(participant),
    ("GET", f"{ONE}/participants/{{organisation_id}}/open-again"): Scene(shut),
    ("POST", f"{ONE}/participants/{{organisation_id}}/open-again"): Scene(shut),
    ("GET", f"{ONE}/dashboard"): Scene(campaign),
    ("GET", f"{ONE}/deviations"): Scene(campaign),
    ("GET", f"{ONE}/dashboard.xlsx"): Scene(campaign),
    ("GET", f"{ONE}/dashboard/{{table}}.csv"): Scene(table),
    ("GET", f"{ONE}/start"): Scene(campaign),
    ("POST", f"{ONE}/start"): Scene(campaign),
}
