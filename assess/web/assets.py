"""The service's own style sheets, scripts and pictures: read once, served from memory under a content-hash address."""

import functools
import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request, Response

from assess.errors import NotFoundError

FOLDER = Path(__file__).resolve().parent / "static"
FOREVER = "public, max-age=31536000, immutable"
SERVED = frozenset({".css", ".js", ".svg", ".png", ".ico", ".webmanifest"})

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, plain and compressed."""

    body: bytes
    packed: bytes
    media_type: str


@functools.cache
def assets() -> dict[str, Asset]:
    """Read every file below static/ by its path there."""
    return {
        path.relative_to(FOLDER).as_posix(): _read(path)
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix in SERVED and path.is_file()
    }


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    return Asset(body=body, packed=gzip.compress(body, mtime=0), media_type=media_type)


@functools.cache
def fingerprint() -> str:
    """Give one hash over all assets: modules import each other by relative address, so they share it."""
    digest = hashlib.sha256()
    for name, asset in assets().items():
        digest.update(name.encode() + b"\0" + asset.body + b"\0")
    return digest.hexdigest()[:12]


def url(name: str) -> str:
    """Give the address of an asset; an unknown one is a KeyError, so that a page with a dead link never leaves."""
    assets()[name]
    return f"/static/{fingerprint()}/{name}"


@router.get("/static/{version}/{name:path}", name="static")
async def static(request: Request, version: str, name: str) -> Response:
    """Serve one asset; an address of another release is gone."""
    asset = assets().get(name)
    if asset is None or version != fingerprint():
        raise NotFoundError
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(asset.packed, media_type=asset.media_type, headers=headers)
    return Response(asset.body, media_type=asset.media_type, headers=headers)


@router.get("/favicon.ico", name="favicon")
async def favicon() -> Response:
    """Serve the icon browsers ask for unasked."""
    return Response(
        assets()["icon.svg"].body, media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"}
    )
