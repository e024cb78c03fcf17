"""A server in a process of its own, a fork of one that has loaded the service already: loading takes seconds each time.

How the service starts by itself is shown in tests/security, tests/survival and tests/house/test_scripts.py.
"""

import multiprocessing
import os
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

START_SECONDS = 60
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["uvicorn", "assess.main"])


def start(settings: Mapping[str, str], port: int, log: Path) -> BaseProcess:
    """Start a server and wait until it is ready."""
    server = FORKS.Process(target=_serve, args=(dict(settings), port, str(log)), daemon=False)
    server.start()
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz", server)
    except BaseException:
        stop(server)
        raise
    return server


def stop(server: BaseProcess) -> None:
    """End a server as an operator does."""
    server.terminate()
    server.join(60)  # it finishes the report at hand first, slowly on a busy machine
    server.close()  # refuses while it runs


def _serve(settings: Mapping[str, str], port: int, log: str) -> None:
    import uvicorn  # noqa: PLC0415 - of the fork, not of whoever starts it

    from assess.main import create_app  # noqa: PLC0415 - likewise

    with Path(log).open("wb") as target:
        os.dup2(target.fileno(), 1)
        os.dup2(target.fileno(), 2)
    os.environ.update(settings)
    uvicorn.run(create_app(warm=False), port=port, log_level="warning")


def _wait_for(address: str, server: BaseProcess) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.is_alive(), "the server ended at its start"
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail("the server did not get ready")
