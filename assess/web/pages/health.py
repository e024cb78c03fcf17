"""Whether the process lives and whether it can work, for operators and their machines."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from assess.web.readiness import checks

router = APIRouter()


@router.get("/healthz", name="health")
async def health() -> JSONResponse:
    """Say that the process answers."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz", name="ready")
def ready(request: Request) -> JSONResponse:
    """Say whether everything the service needs is there, check by check."""
    found = checks(request.app.state.database, request.app.state.storage, request.app.state.scanner)
    fine = all(found.values())
    return JSONResponse({"status": "ok" if fine else "failed", "checks": found}, status_code=200 if fine else 503)
