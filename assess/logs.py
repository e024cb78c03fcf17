"""Structured logs: one JSON object a line, without answers, names, query strings or bodies.

An exception is logged by its type and the places it passed, never by its message: messages quote what people typed.
What libraries say is cut after its first line: further ones quote exceptions. What nobody caught goes the same way.
"""

import logging
import sys
import threading
import traceback
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger


class _Handler(logging.StreamHandler[TextIO]):
    """Writes to standard output, or error, as it is at the moment."""

    def __init__(self, *, to_error: bool) -> None:
        self.to_error = to_error
        super().__init__(sys.stderr if to_error else sys.stdout)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        self.stream = sys.stderr if self.to_error else sys.stdout
        super().emit(record)


def configure(level: str, *, to_error: bool = False) -> None:
    """Send our own and the libraries' lines through one JSON renderer.

    Args:
        level: From which level on our own lines are written.
        to_error: Write to standard error, for commands whose output is standard output.
    """
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_messages,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        cache_logger_on_first_use=False,
    )
    handler = _Handler(to_error=to_error)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, first_line],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        ),
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in ("assess", "uvicorn"):
        logging.getLogger(name).setLevel(level.upper())
    _quieten_server()
    if sys.excepthook is sys.__excepthook__:
        sys.excepthook = _uncaught
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = _uncaught_in_thread


def _quieten_server() -> None:
    """Take the server's own handlers away: they write messages of exceptions, and addresses with their queries."""
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers = []
    logging.getLogger("uvicorn.error").propagate = True
    logging.getLogger("uvicorn").propagate = True
    logging.getLogger("uvicorn.access").propagate = False


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log what ends the process."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        structlog.get_logger("assess").critical("uncaught", exc_info=error)


def _uncaught_in_thread(caught: threading.ExceptHookArgs) -> None:
    """Log what ends a thread."""
    if caught.exc_value is not None and not issubclass(caught.exc_type, SystemExit):
        thread = caught.thread.name if caught.thread else ""
        structlog.get_logger("assess").critical("uncaught", thread=thread, exc_info=caught.exc_value)


def first_line(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:  # noqa: ARG001 - structlog's signature
    """Cut what a library says after its first line: asyncio, for one, quotes the exception in the second."""
    event["event"] = str(event.get("event", "")).partition("\n")[0]
    return event


def without_messages(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:  # noqa: ARG001 - structlog's signature
    """Replace an exception by its type and the places it passed."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__qualname__
        event["places"] = places(error)
    return event


def places(error: BaseException) -> list[str]:
    """Give file, line and function of each frame an exception passed, innermost last."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename.rsplit('/site-packages/')[-1]}:{frame.lineno} {frame.name}" for frame in frames][-12:]
