"""Walk every route: each names its permission or stands on the list below, and each unsafe one checks its token."""

import re
from collections.abc import Iterator

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from assess.access.roles import Action
from assess.api.application import PREFIX
from assess.api.application import ROUTERS as API_ROUTERS
from assess.api.deps import get_actor
from assess.web import assets, deps
from assess.web.pages import ROUTERS
from assess.web.security import SAFE_METHODS

# What anybody may open or send, signed in or not. A new line here is a decision.
PUBLIC = {
    ("GET", "/"): "the entrance",
    ("GET", "/about"): "sources and limits",
    ("GET", "/privacy"): "the notice",
    ("GET", "/verify"): "asks for the code of a report",
    ("GET", "/verify/{code}"): "whoever has the code holds the report",
    ("GET", f"{PREFIX}/verify/{{code}}"): "likewise, for programs",
    ("GET", "/measures"): "the documents, not people",
    ("GET", "/measures/{key}"): "likewise",
    ("GET", "/crosswalk"): "likewise",
    ("GET", "/programmes/{key}"): "likewise",
    ("GET", "/start"): "the notice before the first question",
    ("POST", "/start"): "consent of a guest",
    ("GET", "/start/questions"): "the five questions",
    ("POST", "/start/questions"): "their answers, kept with the session",
    ("GET", "/start/region"): "the selects of the region",
    ("GET", "/start/checklists"): "which checklists there are",
    ("GET", "/sign-in"): "the way in",
    ("POST", "/sign-in"): "the way in",
    ("GET", "/sign-in/code"): "the second half of the way in",
    ("POST", "/sign-in/code"): "likewise",
    ("POST", "/sign-out"): "the way out",
    ("GET", "/password/forgotten"): "the way back in",
    ("POST", "/password/forgotten"): "likewise",
    ("GET", "/password/reset/{token}"): "opened by whoever has the link",
    ("POST", "/password/reset/{token}"): "likewise",
    ("GET", "/invitation"): "the way in for the invited",
    ("POST", "/invitation"): "likewise",
    ("GET", "/invitation/{code}"): "opened by whoever has the code",
    ("POST", "/invitation/{code}"): "likewise",
    ("GET", "/register"): "the way in",
    ("POST", "/register"): "the way in",
    ("GET", "/join"): "likewise, into an organisation that is here already",
    ("POST", "/join"): "likewise",
    ("GET", "/session/expiry"): "says when the asker's own session ends",
    ("GET", "/assessments"): "lists what the visitor may see; sends a stranger to sign in",
    ("GET", "/sign-in/oidc"): "the way in through a provider",
    ("GET", "/sign-in/oidc/callback"): "the way back from it",
    ("GET", "/sign-in/oidc/problem"): "why it did not work",
    ("GET", "/healthz"): "for machines",
    ("GET", "/readyz"): "for machines",
    ("GET", "/static/{version}/{name:path}"): "style sheets and scripts",
    ("GET", "/favicon.ico"): "the icon",
}
# Checked where the session is looked up: in the operation's own statement (assess.assessments.save).
OWN_CHECK = {("POST", "/assessments/{assessment_id}/answers/{fact}")}


def routes() -> Iterator[tuple[str, str, APIRoute]]:
    """Give every route with its method and its whole path."""
    pages = [("", router) for router in (assets.router, *ROUTERS)]
    for prefix, router in (*pages, *((PREFIX, router) for router in API_ROUTERS)):
        for route in router.routes:
            assert isinstance(route, APIRoute), route
            for method in route.methods or ():
                yield method, prefix + route.path, route


def calls(dependant: Dependant) -> Iterator[object]:
    """Give everything a route depends on, directly or not."""
    for inner in dependant.dependencies:
        yield inner.call
        yield from calls(inner)


def permission(call: object) -> bool:
    """Say whether a dependency names a permission, or at least asks for an account."""
    return call in {deps.get_member, deps.get_person, get_actor} or isinstance(getattr(call, "action", None), Action)


ALL = [pytest.param(method, path, route, id=f"{method} {path}") for method, path, route in routes()]


@pytest.mark.parametrize(("method", "path", "route"), ALL)
def test_a_route_names_its_permission_or_is_public(method: str, path: str, route: APIRoute) -> None:
    guarded = any(permission(call) for call in calls(route.dependant))
    assert guarded != ((method, path) in PUBLIC), "either a permission or a line in PUBLIC, not both"


@pytest.mark.parametrize(("method", "path", "route"), [one for one in ALL if one.values[0] not in SAFE_METHODS])
def test_an_unsafe_route_checks_its_token(method: str, path: str, route: APIRoute) -> None:
    known = {deps.find_visitor, get_actor}  # a bearer token is sent by no other site's form
    assert known & set(calls(route.dependant)) or (method, path) in OWN_CHECK


@pytest.mark.parametrize(("method", "path", "route"), ALL)
def test_a_route_has_a_name_and_says_what_it_does(method: str, path: str, route: APIRoute) -> None:
    assert method
    assert re.fullmatch(r"[a-z][a-z-]+", route.name), f"{path} needs a name of its own"
    assert route.description


def test_the_public_list_holds_no_route_that_is_gone() -> None:
    present = {(method, path) for method, path, _ in routes()}
    assert set(PUBLIC) - present == set()
    assert present >= OWN_CHECK


def test_no_two_routes_answer_alike() -> None:
    found = [(method, path) for method, path, _ in routes()]
    assert len(found) == len(set(found))
