"""The JSON API, mounted below /api/v1: the same operations as the pages, other first and last steps."""

import functools
import re
from typing import Final

from fastapi import APIRouter, FastAPI
from starlette.datastructures import State
from starlette.routing import Mount

from assess.api import (
    answers,
    assessments,
    batches,
    campaigns,
    checklists,
    claims,
    departments,
    district_reports,
    evidence,
    organisations,
    participants,
    people,
    problems,
    reports,
    results,
    reviewing,
    reviews,
    sheets,
    submissions,
    together,
    verify,
    webhooks,
)
from assess.api.described import describer, operation_id
from assess.api.edge import BodyLimit
from assess.api.rates import Rates

PREFIX: Final = "/api/v1"
ROUTERS: Final = (
    people.router,
    assessments.router,
    answers.router,
    claims.router,
    evidence.router,
    together.router,
    sheets.router,
    results.router,
    submissions.router,
    reports.router,
    checklists.router,
    webhooks.router,
    reviews.router,
    reviewing.router,
    campaigns.router,
    participants.router,
    batches.router,
    district_reports.router,
    organisations.router,
    departments.router,
    verify.router,
)


class Below(Mount):
    """The place of the API: every address below it, also one with a line break in it, which a mount passes over."""

    def __init__(self, path: str, app: FastAPI) -> None:
        super().__init__(path, app)
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)


@functools.cache
def _whole() -> APIRouter:
    """Put the routes together, once: what each of them needs is worked out at its first request and then kept."""
    whole = APIRouter(generate_unique_id_function=operation_id)
    for router in ROUTERS:
        whole.include_router(router)
    return whole


def create_api(state: State) -> FastAPI:
    """Put the API together.

    Args:
        state: The application's own: settings, database, storage and what else it runs with.
    """
    api = FastAPI(
        title="知识产权保护自评 API",
        version="1",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    api.state = state
    state.rates = Rates(state.database, state.settings.api_requests_per_minute)
    api.router.routes.extend(_whole().routes)
    api.add_middleware(BodyLimit, upload_limit=state.settings.upload_limit_bytes)
    problems.install(api)
    api.openapi = describer(api, PREFIX)  # type: ignore[method-assign]  # FastAPI's own way to extend a description
    return api
