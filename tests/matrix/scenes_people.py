"""How to ask the routes of accounts, organisations and their members."""

from tests.matrix.scene import PLAIN, Scene, Things, firm
from tests.matrix.world import PERSONAS, Side

SIGNED_IN = frozenset(PERSONAS) - {"guest"}


def link(side: Side, _persona: str) -> Things:
    """Need an open invitation into the firm."""
    return {"organisation_id": str(side.firm.id), "link_id": str(side.link().id)}


def request(side: Side, _persona: str) -> Things:
    """Need somebody who asks to be let in."""
    made = side.request()
    return {"organisation_id": str(made.organisation_id), "request_id": str(made.id)}


def member(side: Side, _persona: str) -> Things:
    """Need one more member of the firm."""
    return {"organisation_id": str(side.firm.id), "account_id": str(side.newcomer().id)}


def session(side: Side, persona: str) -> Things:
    """Need one more session of the person who asks."""
    return {"session_id": str(side.web_session("lead" if persona == "guest" else persona).id)}


def own_request(side: Side, persona: str) -> Things:
    """Need a request of the person who asks."""
    return {"request_id": str(side.request(side.people["lead" if persona == "guest" else persona]).id)}


def code(side: Side, _persona: str) -> Things:
    """Need the code of an invitation."""
    return {"code": side.invitation()[1]}


def workbook(side: Side, _persona: str) -> Things:
    """Need an import of organisations."""
    return {"import_id": str(side.organisation_import().id)}


PEOPLE: dict[tuple[str, str], Scene] = {
    # one's own account
    ("GET", "/account"): PLAIN,
    ("POST", "/account"): PLAIN,
    ("GET", "/account/security"): PLAIN,
    ("POST", "/account/sessions/{session_id}/end"): Scene(session),
    ("POST", "/account/sessions/end-others"): PLAIN,
    ("GET", "/account/password"): PLAIN,
    ("POST", "/account/password"): PLAIN,
    ("GET", "/account/second-factor"): PLAIN,
    ("POST", "/account/second-factor"): PLAIN,
    ("GET", "/account/second-factor/confirm"): PLAIN,
    ("POST", "/account/second-factor/confirm"): PLAIN,
    ("GET", "/account/second-factor/off"): PLAIN,
    ("POST", "/account/second-factor/off"): PLAIN,
    ("GET", "/account/second-factor/codes"): PLAIN,
    ("POST", "/account/second-factor/codes"): PLAIN,
    # coming in
    ("POST", "/invitation/{code}/join"): Scene(code, foreign=False),
    ("GET", "/invitations/print"): Scene(whose=frozenset({"lead", "administrator", "operator"})),
    ("POST", "/invitations/print"): Scene(whose=frozenset({"lead", "administrator", "operator"})),
    ("GET", "/organisation/join"): PLAIN,
    ("POST", "/organisation/join"): PLAIN,
    ("POST", "/organisation/join/{request_id}/withdraw"): Scene(own_request),
    # organisations and their people
    ("GET", "/organisations"): PLAIN,
    ("GET", "/organisations/new"): PLAIN,
    ("POST", "/organisations/new"): PLAIN,
    ("GET", "/organisations/{organisation_id}"): Scene(firm),
    ("GET", "/organisations/{organisation_id}/edit"): Scene(firm),
    ("POST", "/organisations/{organisation_id}/edit"): Scene(firm),
    ("POST", "/organisations/{organisation_id}/move"): Scene(firm),
    ("POST", "/organisations/{organisation_id}/close"): Scene(firm),
    ("POST", "/organisations/{organisation_id}/reopen"): Scene(firm),
    ("GET", "/organisations/import"): PLAIN,
    ("POST", "/organisations/import"): PLAIN,
    ("GET", "/organisations/import/template.xlsx"): PLAIN,
    ("GET", "/organisations/imports/{import_id}"): Scene(workbook),
    ("GET", "/organisations/imports/{import_id}/rows.xlsx"): Scene(workbook),
    ("POST", "/organisations/imports/{import_id}/apply"): Scene(workbook),
    ("POST", "/organisations/imports/{import_id}/discard"): Scene(workbook),
    ("POST", "/organisations/imports/{import_id}/undo"): Scene(workbook),
    ("GET", "/organisation/members"): PLAIN,
    ("GET", "/organisations/{organisation_id}/members"): Scene(firm),
    ("POST", "/organisations/{organisation_id}/members/invite"): Scene(firm),
    ("POST", "/organisations/{organisation_id}/members/links/{link_id}/revoke"): Scene(link),
    ("POST", "/organisations/{organisation_id}/members/requests/{request_id}/accept"): Scene(request),
    ("POST", "/organisations/{organisation_id}/members/requests/{request_id}/refuse"): Scene(request),
    ("GET", "/organisations/{organisation_id}/members/{account_id}"): Scene(member),
    ("POST", "/organisations/{organisation_id}/members/{account_id}/roles"): Scene(member),
    ("POST", "/organisations/{organisation_id}/members/{account_id}/remove"): Scene(member),
}
