"""A finished report fetched again from the whole service: session, rights, look-up and file, in processor time."""

import asyncio
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx
from fastapi import FastAPI
from sqlalchemy.orm import Session

from assess.accounts import sessions
from assess.config import load_settings
from assess.db import migrate, open_database
from assess.main import create_app
from assess.web.notice import NOTICE
from benchmarks.saving import register, take_seat

DOWNLOADS: Final = 300
HOST: Final = "http://127.0.0.1"


def download() -> None:
    """Make one report through the service on SQLite, then fetch it again and again, and the empty page /healthz."""
    with tempfile.TemporaryDirectory(prefix="assess-benchmark-") as folder:
        place = Path(folder)
        url = f"sqlite:///{place / 'assess.sqlite3'}"
        database = open_database(url)
        migrate.upgrade(database)
        with database.write() as session:
            seat = take_seat(session, register(session))
            _told_of_privacy(session, seat["token"])
            session.commit()
        settings = replace(
            load_settings(),
            data_path=place,
            storage_path=place / "files",
            database_url=url,
            secure_cookies=False,
            report_workers=1,
            log_level="warning",
        )
        asyncio.run(_measured(create_app(settings, database), seat))


def _told_of_privacy(session: Session, token: str) -> None:
    """Agree to the notice that stands before every page."""
    now = datetime.now(UTC)
    visit = sessions.visit(session, token=token, now=now)
    assert visit is not None
    sessions.record_consent(session, visit=visit, notice_version=NOTICE, now=now)


async def _measured(app: FastAPI, seat: dict[str, Any]) -> None:
    cookies = {"assess": seat["token"]}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOST, cookies=cookies) as client,
    ):
        address = await _made(client, seat)
        whole = await _spent(client, address)
        again = await _spent(client, address, {"if-none-match": (await client.get(address)).headers["etag"]})
        least = await _spent(client, "/healthz")
    print(f"{'a download':26} {whole:7.2f} ms of processor time (goal: under 5), the client's included")
    print(f"{'one the browser has':26} {again:7.2f} ms: 304")
    print(f"{'/healthz beside it':26} {least:7.2f} ms")


async def _made(client: httpx.AsyncClient, seat: dict[str, Any]) -> str:
    """Ask for the draft's report and wait until it is there; returns the address of the file."""
    base = seat["path"].split("/answers/")[0]
    asked = await client.post(f"{base}/report", data={"csrf_token": seat["csrf"]})
    address = f"{asked.headers['location']}/report.pdf"
    while (await client.get(address)).status_code == httpx.codes.NOT_FOUND:  # noqa: ASYNC110 - another process makes it
        await asyncio.sleep(0.2)
    return address


async def _spent(client: httpx.AsyncClient, address: str, headers: dict[str, str] | None = None) -> float:
    """Give the median of this process's milliseconds for one request."""
    spent = []
    for _ in range(DOWNLOADS):
        start = time.process_time()
        answer = await client.get(address, headers=headers)
        spent.append((time.process_time() - start) * 1000)
        answer.raise_for_status() if answer.status_code != httpx.codes.NOT_MODIFIED else None
    return statistics.median(spent)
