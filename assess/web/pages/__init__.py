"""The pages, one module an area; the application serves `ROUTERS` in this order."""

from assess.web.pages import health

ROUTERS = (health.router,)
