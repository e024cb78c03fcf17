"""Making one report in its format: what a worker process does."""

from collections.abc import Callable, Mapping
from typing import Final

from assess.reports import html, pdf
from assess.reports.orders import Format, Order


def make(order: Order) -> bytes:
    """Make a report.

    Raises:
        RefusedFetchError: When its page asks for any address.
    """
    return _MAKERS[order.format](order)


def _html(order: Order) -> bytes:
    return html.render(order.content, order.face, order.seal).encode()


def _pdf(order: Order) -> bytes:
    return pdf.render(html.render(order.content, order.face, order.seal))


def _docx(order: Order) -> bytes:
    from assess.reports import docx  # noqa: PLC0415 - most workers never write one, and need not hold its library

    return docx.render(order.content, order.face, order.seal)


def _xlsx(order: Order) -> bytes:
    from assess.reports import xlsx  # noqa: PLC0415 - as above

    return xlsx.render(order.content, order.face, order.seal)


_MAKERS: Final[Mapping[Format, Callable[[Order], bytes]]] = {
    "html": _html,
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": _xlsx,
}


def warm() -> None:
    """Load templates, engine and fonts before the first report."""
    html.warm()
    pdf.warm()
