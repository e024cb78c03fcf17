"""No form of another site is taken, wherever it is sent: generated from the routes."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI

from assess.access.roles import Role
from assess.db import Database
from assess.web.security import SAFE_METHODS
from tests.factories.accounts import PASSWORD, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.house.test_routes import routes
from tests.matrix.scene import CONSTANT
from tests.web.browsing import Browser
from tests.web.conftest import app, browsers, settings  # noqa: F401 - fixtures

UNSAFE = sorted({(method, path) for method, path, _ in routes() if method not in SAFE_METHODS and "/api/" not in path})

# Whoever may not send files here is refused before the body is read.
WITH_FILES = {"/listings", "/organisations/import"}


@pytest.mark.parametrize("sent", ["", "x" * 32], ids=["no token", "a wrong token"])
@pytest.mark.parametrize("role", [Role.LEAD, Role.ADMINISTRATOR])
def test_a_form_without_our_token_is_refused_everywhere(
    app: FastAPI,  # noqa: F811 - the fixture
    browsers: Callable[[], Browser],  # noqa: F811 - the fixture
    database: Database,
    role: Role,
    sent: str,
) -> None:
    with database.write() as session:
        organisation = make_organisation(session, operator=role is Role.ADMINISTRATOR)
        login = make_account(session, organisation, role).login
        assessment = str(make_assessment(session, organisation).id)
        session.commit()
    browser = browsers()
    assert browser.sign_in(login, PASSWORD).status_code == 303
    wrong = []
    for method, path in UNSAFE:
        names = dict.fromkeys(_ids(path), assessment)
        address = path.format(**{**CONSTANT, **names})
        answer = browser.send(
            method, address, data={"csrf_token": sent} if sent else {}, headers={"accept": "text/html"}
        )
        if answer.status_code != 403 and not _unseen(role, path, answer.status_code):
            wrong.append((method, path, answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))
    assert browser.get("/organisation").status_code == 200  # nobody was signed out on the way
    assert app.state.settings.demo is False


def _ids(path: str) -> list[str]:
    return [part.strip("{}") for part in path.split("/") if part.startswith("{") and part.strip("{}") not in CONSTANT]


def _unseen(role: Role, path: str, status: int) -> bool:
    """Let an address that is not there for the asker say so first: nothing is done at it either."""
    answers = role is Role.ADMINISTRATOR and path.endswith("/answers/{fact}")
    files = role is Role.LEAD and path in WITH_FILES
    return status == 404 and (answers or files or path.startswith("/account/oidc/"))  # no provider is set up
