"""Walk every page and API route: one that shows staff what is not theirs leaves a trace, or says why it need not."""

from collections.abc import Iterator

from fastapi.routing import APIRoute

from assess.access.roles import Action
from assess.api import reads as api_reads
from assess.api import reviews as api_reviews
from assess.audit.actions import ACTIONS, Kind
from assess.web.pages.reviewing_opening import get_review
from assess.web.reads import Reading
from assess.web.security import SAFE_METHODS
from tests.house.test_routes import calls, routes

NOTES = (Reading, api_reads.Reading)
DESKS = (get_review, api_reviews.get_desk)
"""What opens a submission, or an item of it, for a reviewer, and writes that down."""

STAFF = {
    Action.REVIEW,
    Action.FOLLOW_CAMPAIGN,
    Action.RUN_CAMPAIGN,
    Action.MANAGE_ORGANISATIONS,
    Action.INVITE,
    Action.PUBLISH,
    Action.IMPORT_LISTINGS,
    Action.REOPEN,
    Action.AUDIT,
}
"""What reviewers and administrators may do; leads share one of them (INVITE), with their own people."""

NOT_FOREIGN = {
    "/catalogue": "documents, and how many use them",
    "/catalogue/{measure}/{audience}/{version}": "a document",
    "/catalogue/{measure}/{audience}/{version}/sections/{number}": "a document",
    "/catalogue/{measure}/{audience}/{version}/measure": "a document",
    "/catalogue/{measure}/{audience}/{version}/diff": "documents",
    "/catalogue/{measure}/{audience}/{version}/publish": "a document",
    "/catalogue/{measure}/{audience}/{version}/retire": "a document, and how many use it",
    "/catalogue/{measure}/{audience}/{version}/restore": "a document",
    "/rescores": "runs and their counts",
    "/listings": "imports of published lists",
    "/listings/imports/{import_id}": "a published list",
    "/listings/imports/{import_id}/progress": "how far its import is",
    "/listings/imports/{import_id}/rows.csv": "a published list",
    "/campaigns": "the campaigns one runs, with counts",
    "/campaigns/new": "an empty form",
    "/campaigns/{campaign_id}": "the campaign one runs, with counts",
    "/campaigns/{campaign_id}/edit": "likewise",
    "/campaigns/{campaign_id}/steps/{step}": "likewise",
    "/campaigns/{campaign_id}/participants/add": "a form; adding is told",
    "/campaigns/{campaign_id}/participants/count": "a number",
    "/campaigns/{campaign_id}/participants/{organisation_id}/{change}": "a question before a step that is told",
    "/campaigns/{campaign_id}/face": "how the reports of the campaign one runs look",
    "/campaigns/{campaign_id}/face/use": "a question before a step that is told",
    "/campaigns/{campaign_id}/face/plain": "likewise",
    "/campaigns/{campaign_id}/faces/{number}": "a sample of nobody",
    "/campaigns/{campaign_id}/faces/{number}/logo": "the campaign's own logo",
    "/campaigns/{campaign_id}/faces/{number}/{language}/sample.pdf": "a sample of nobody",
    "/campaigns/{campaign_id}/faces/{number}/{language}/pages/{page}": "likewise",
    "/campaigns/{campaign_id}/report-batches": "what one asked for oneself, with counts",
    "/api/v1/campaigns/{campaign_id}/report-batches": "likewise",
    "/organisations/new": "an empty form",
    "/organisations/import": "what one's own side uploaded",
    "/organisations/import/template.xlsx": "an empty table",
    "/organisations/imports/{import_id}": "what one's own side uploaded",
    "/organisations/imports/{import_id}/rows.xlsx": "likewise",
    "/api/v1/campaigns": "the campaigns one follows",
    "/api/v1/campaigns/{campaign_id}": "the campaign one follows, with counts",
    "/accounts/{account_id}/erase": "a question before a step that is told",
    "/invitations/print": "invitations one's own side made; printing them is told",
}
"""Pages of staff that show nothing of anybody else's people, work or results. A new line here is a decision."""

BY_ITSELF = {
    "/reviews/{assessment_id}/evidence/{evidence_id}": "reviews.reading.evidence writes it with the file",
    "/reviews/{assessment_id}/evidence/{evidence_id}/view": "likewise",
    "/reviews/{assessment_id}/evidence/{evidence_id}/pages/{number}": "likewise",
    "/reviews/{assessment_id}/evidence.zip": "reviews.bundling.bundle likewise",
    "/api/v1/reviews/{assessment_id}/evidence/{evidence_id}/content": "likewise",
    "/api/v1/reviews/{assessment_id}/evidence.zip": "likewise",
}


def staff() -> Iterator[tuple[str, APIRoute]]:
    for method, path, route in routes():
        asked = {getattr(call, "action", None) for call in calls(route.dependant)}
        if method in SAFE_METHODS and asked & STAFF:
            yield path, route


def traced(route: APIRoute) -> bool:
    return any(call in DESKS or isinstance(call, NOTES) for call in calls(route.dependant))


def test_a_page_that_shows_what_is_foreign_leaves_a_trace() -> None:
    silent = {path for path, route in staff() if not traced(route)} - set(BY_ITSELF)
    assert silent - set(NOT_FOREIGN) == set(), "give it assess.web.reads.Reads(…), or a reason in NOT_FOREIGN"
    assert set(NOT_FOREIGN) - silent == set(), "these are gone, or leave a trace"


def test_every_trace_has_a_name_of_the_table() -> None:
    named = {call.name for _, route in staff() for call in calls(route.dependant) if isinstance(call, NOTES)}
    assert {name for name in named if ACTIONS.get(name) is not Kind.READ} == set()
