"""A program for `test_survival`: save for ever through the write queue, and say each revision once it is saved."""

import asyncio
import functools
import json
import sys
import uuid
from datetime import UTC, datetime
from typing import Any

from assess.accounts.sessions import Limits
from assess.assessments.save import Change, save
from assess.db import Writer, open_database


async def main(url: str, seats: list[dict[str, Any]]) -> None:
    """Save at every seat at once."""
    writer = Writer(open_database(url))
    writer.start()
    await asyncio.gather(*(work(writer, seat) for seat in seats))


async def work(writer: Writer, seat: dict[str, Any]) -> None:
    """Save at one seat for ever."""
    revision = 0
    while True:
        call = functools.partial(
            save,
            token_hash=bytes.fromhex(seat["token_hash"]),
            csrf_token=seat["csrf_token"],
            assessment_id=uuid.UUID(seat["assessment_id"]),
            fact="credit.procedure",
            change=Change("no" if revision % 2 else "yes", "", revision),
            limits=Limits(),
            now=datetime.now(UTC),
        )
        revision = (await writer.run(call)).revision
        sys.stdout.write(f"{seat['assessment_id']} {revision}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], json.loads(sys.argv[2])))
