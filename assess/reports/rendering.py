"""A worker's process: it loads the engine and nothing of the service, and makes one report after the other.

`assess.reports.pool` starts it and speaks to it over a socket whose number is its one argument.
"""

import contextlib
import signal
import sys
import traceback
from multiprocessing.connection import Connection

from assess.reports import making, pdf
from assess.reports.orders import Order


def main() -> None:
    """Work until told to stop, or until the server is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server decides when we leave
    making.warm()
    with Connection(int(sys.argv[1])) as pipe, contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while (order := pipe.recv()) is not None:
            pipe.send(made(order))


def made(order: Order) -> bytes | str:
    """Make a report, or say why it cannot be made: an exception of the engine might not survive the pipe."""
    try:
        return making.make(order)
    except (Exception, pdf.RefusedFetchError):  # noqa: BLE001 - whatever the engine raises goes to the one who asked
        return traceback.format_exc(limit=5)


if __name__ == "__main__":
    main()
