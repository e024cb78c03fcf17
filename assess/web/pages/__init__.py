"""The pages, one module an area; the application serves `ROUTERS` in this order, the busiest address first."""

from assess.web.pages import (
    account,
    answers,
    catalogue,
    check,
    claims,
    desk,
    evidence,
    fill,
    health,
    legal,
    measures,
    moving,
    publishing,
    report,
    result,
    start,
)

ROUTERS = (
    answers.router,
    health.router,
    start.router,
    account.router,
    legal.router,
    measures.router,
    desk.router,
    fill.router,
    claims.router,
    moving.router,
    evidence.router,
    check.router,
    result.router,
    report.router,
    catalogue.router,
    publishing.router,
)
