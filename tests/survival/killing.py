"""A nursery of processes that are killed: everything is imported once, a child is a fork away."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).with_name("works.py")
_LOOK = 0.0005  # seconds between two looks at what was said


@dataclass
class Nursery:
    """Starts children and kills them; `folder` takes what they say."""

    folder: Path
    chance: random.Random
    rounds: int = 0
    _server: "subprocess.Popen[str]" = field(init=False)

    def __enter__(self) -> Self:
        """Start the process that imports everything."""
        self._server = subprocess.Popen(
            [sys.executable, str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        self._server.kill()
        self._server.wait()
        for pipe in (self._server.stdin, self._server.stdout):
            if pipe is not None:
                pipe.close()

    def killed(self, work: str, given: Mapping[str, Any], *, after: int, within: float) -> list[list[str]]:
        """Start a work and kill it.

        Args:
            work: Its name in `works.WORKS`.
            given: What it needs, as JSON.
            after: Let it say so many lines first.
            within: Then kill it at a random moment of so many seconds.

        Returns:
            What it said, in words; it may have come to its end before it was killed.
        """
        self.rounds += 1
        file = self.folder / f"said-{self.rounds}"
        child = int(self._ask({"work": work, "file": str(file), "given": dict(given)}))
        self._wait(file, after)
        time.sleep(self.chance.uniform(0, within))
        with suppress(ProcessLookupError):  # it was done before
            os.kill(child, signal.SIGKILL)
        assert self._line() == "gone"
        said = [line.split() for line in file.read_text().splitlines()] if file.exists() else []
        file.unlink(missing_ok=True)
        failed = [line for line in said if line[0] == "failed"]
        assert not failed, failed
        return said

    def _ask(self, order: Mapping[str, Any]) -> str:
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()
        return self._line()

    def _line(self) -> str:
        assert self._server.stdout is not None
        return self._server.stdout.readline().strip()

    @staticmethod
    def _wait(file: Path, lines: int) -> None:
        """Wait until so much was said; a child that failed has said so too."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            text = file.read_text() if file.exists() else ""
            if text.count("\n") >= lines or "failed" in text:
                return
            time.sleep(_LOOK)
        raise AssertionError("nothing was said for a minute")
