"""Making one report in its format: what a worker process does."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from assess.reports import html, pdf
from assess.reports.orders import Content, Format, Order
from assess.reports.parts import ReportContent
from assess.reports.resultfile import NAME, result_json
from assess.reports.words import word


def make(order: Order) -> bytes:
    """Make a report.

    Raises:
        RefusedFetchError: When its page asks for any address.
    """
    return _MAKERS[order.format](order)


def _html(order: Order) -> bytes:
    return html.render(order.content, order.face, order.seal).encode()


def _pdf(order: Order) -> bytes:
    return pdf.render(html.render(order.content, order.face, order.seal), enclosed=_enclosed(order.content))


def _pdfa(order: Order) -> bytes:
    page = html.render(order.content, order.face, order.seal)
    return pdf.render(page, enclosed=_enclosed(order.content), archive=True)


def _enclosed(content: Content) -> pdf.Enclosed | None:
    """Give the machine-readable result; a district edition has none."""
    if not isinstance(content, ReportContent):
        return None
    day = dt.date.fromisoformat(content.identity.as_of_iso)
    said = word("enclosed", content.locale)
    return pdf.Enclosed(name=NAME, data=result_json(content), day=day, description=said)


def _docx(order: Order) -> bytes:
    from assess.reports import docx  # noqa: PLC0415 - most workers never write one, and need not hold its library

    return docx.render(order.content, order.face, order.seal)


def _xlsx(order: Order) -> bytes:
    from assess.reports import xlsx  # noqa: PLC0415 - as above

    return xlsx.render(order.content, order.face, order.seal)


_MAKERS: Final[Mapping[Format, Callable[[Order], bytes]]] = {
    "html": _html,
    "pdf": _pdf,
    "pdfa": _pdfa,
    "docx": _docx,
    "xlsx": _xlsx,
}


def warm() -> None:
    """Load templates, engine and fonts before the first report."""
    html.warm()
    pdf.warm()
