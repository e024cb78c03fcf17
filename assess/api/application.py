"""The JSON API, mounted below /api/v1: the same operations as the pages, other first and last steps."""

from fastapi import FastAPI

from assess.api import people, problems
from assess.db import Database

PREFIX = "/api/v1"
ROUTERS = (people.router,)


def create_api(database: Database) -> FastAPI:
    """Put the API together.

    Args:
        database: The application's own.
    """
    api = FastAPI(title="知识产权保护自评 API", version="1", docs_url=None, redoc_url=None, redirect_slashes=False)
    api.state.database = database
    for router in ROUTERS:
        api.include_router(router)
    problems.install(api)
    return api
