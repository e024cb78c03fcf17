"""A reader's process: it looks at files that nobody trusts, with little memory, no files of its own and no secrets.

It is told what to do by a line of JSON and the bytes after it, and answers alike: what comes back from a process that
read something hostile is data, never objects.
"""

import json
import resource
import sys
from typing import Any, BinaryIO, Final

MEMORY: Final = 1024**3
SECONDS: Final = 600  # of work in all; the service replaces it long before


def main() -> None:
    """Work until the service is gone."""
    limit()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while line := source.readline():
        asked = json.loads(line)
        told, made = answer(asked, source.read(asked["size"]))
        send(target, told, made)


def limit() -> None:
    """Give up what looking at a file does not take."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def answer(asked: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Do what is asked; a refusal is an answer, and so is running out of memory."""
    from assess.papers import looking, pictures  # noqa: PLC0415 - within the limits, and only in this process
    from assess.papers.refusal import RefusedError  # noqa: PLC0415 - as above

    try:
        if asked["do"] == "inspect":
            return {"pages": looking.inspected(content, asked["extension"])}, b""
        if asked["do"] == "logo":
            return {}, pictures.logo(content)
        made, count = looking.drawn(content, asked["number"], asked["width"])
    except RefusedError as refusal:
        return {"refused": refusal.message, "params": refusal.params}, b""
    except Exception as error:  # noqa: BLE001 - whatever a hostile file does to a library is a refusal too
        return {"refused": "evidence.too-complex", "params": {}, "error": type(error).__name__}, b""
    return {"pages": count}, made


def send(target: BinaryIO, told: dict[str, Any], made: bytes) -> None:
    """Send an answer."""
    target.write(json.dumps(told | {"size": len(made)}).encode() + b"\n" + made)
    target.flush()


if __name__ == "__main__":
    main()
