"""A small HTTP load generator on plain sockets: so many connections, each sending its next request when answered.

Run as a program of its own so that it takes no time from the server: `python benchmarks/load.py` reads a plan (JSON)
from standard input and writes what it measured to standard output.
"""

import asyncio
import json
import random
import sys
import time
from collections.abc import Iterator
from typing import Any


async def connection(port: int, requests: Iterator[bytes], until: float, found: list[float], pause: float) -> None:
    """Send requests one after the other, with a pause of about so many seconds; note how many seconds each took."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(random.uniform(0, pause))  # noqa: S311 - when people click, no secret
    while (started := time.perf_counter()) < until:
        writer.write(next(requests))
        head = await reader.readuntil(b"\r\n\r\n")
        low = head.lower()
        at = low.index(b"content-length:") + 15
        body = await reader.readexactly(int(low[at : low.index(b"\r", at)]))
        if b" 200 " not in head[:15]:
            raise RuntimeError((head + body).decode(errors="replace"))
        found.append(time.perf_counter() - started)
        if pause:
            await asyncio.sleep(random.uniform(pause / 2, pause * 1.5))  # noqa: S311 - likewise
    writer.close()


def gets(path: str) -> Iterator[bytes]:
    """Ask for the same page for ever."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    while True:
        yield request


def saves(seat: dict[str, Any]) -> Iterator[bytes]:
    """Change the same answer for ever, each time with the revision the last save gave."""
    fact, revision = seat["fact"], seat["revision"]
    while True:
        value = "yes" if revision % 2 else "no"
        body = f"{fact}={value}&{fact}:note=&{fact}:revision={revision}&csrf_token={seat['csrf']}"
        revision += 1
        seat["revision"] = revision  # what the next plan goes on with, once this request is answered
        yield (
            f"POST {seat['path']} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: assess={seat['token']}\r\nHX-Request: true\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        ).encode()


async def measure(plan: dict[str, Any]) -> dict[str, Any]:
    """Drive one plan: either `path` on `connections`, or one connection per seat."""
    streams = [saves(seat) for seat in plan["seats"]] or [gets(plan["path"]) for _ in range(plan["connections"])]
    found: list[float] = []
    started = time.perf_counter()
    until = started + plan["seconds"]
    pause = plan.get("pause", 0)
    await asyncio.gather(*(connection(plan["port"], stream, until, found, pause) for stream in streams))
    took = time.perf_counter() - started
    found.sort()
    return {
        "per_second": len(found) / took,
        "p50": found[len(found) // 2] * 1000,
        "p99": found[int(len(found) * 0.99)] * 1000,
        "seats": plan["seats"],
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(json.load(sys.stdin)))))
