"""The pages, one module an area; the application serves `ROUTERS` in this order."""

from assess.web.pages import account, desk, health, legal, start

ROUTERS = (health.router, start.router, account.router, legal.router, desk.router)
