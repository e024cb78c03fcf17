"""Every field holds a payload: on no page, in no file, letter or answer of the API does any of it come alive."""

import csv
import email
import email.policy
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import openpyxl
import pytest
from markupsafe import escape

from assess.exchange import csvfile
from assess.reports import html, pdf, stored
from assess.reports.glyphs import chinese
from tests.house.test_routes import routes
from tests.reports import reading
from tests.security import examining
from tests.security.corpus import LONG, MARK, NUL, PRODUCT, SHORT
from tests.security.examining import squeezed
from tests.security.serving import Kept, serving
from tests.web.browsing import HTML

# Who looks, and at which forms: a respondent sees what the lead does, and nobody else the insides of a firm.
FORMS = {
    "lead": ("draft", "decided", "review", "returned"),
    "respondent": ("draft",),
    "reviewer": ("decided", "review", "returned"),
    "administrator": ("review",),
    "operator": ("decided",),
    "outsider": (),
    "guest": (),
}
INSIDE = {"lead", "respondent"}
SKIPPED = {"/favicon.ico", "/static/{version}/{name:path}"}
PAGES = [path for method, path, _ in routes() if method == "GET" and "/api/" not in path and path not in SKIPPED]
API = [path for method, path, _ in routes() if method == "GET" and "/api/" in path]


# Shown in other words (which browser it was), or not any more (a decision that another one took the place of).
UNSHOWN = {"agent", "statement"}
FILES = {"application/pdf", "application/zip", examining.SPREADSHEET}
PASSIVE = {
    "application/problem+json",
    "",
    "application/json",
    "application/pdf",
    "image/png",
    "image/jpeg",
    "text/plain",
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Kept]:
    """Give the city behind a running service."""
    with serving(tmp_path_factory.mktemp("corpus"), sqlite_template) as opened:
        yield opened


def found_in(answer: httpx.Response, written: list[str], seen: set[str]) -> Iterator[str]:
    """Tell what is wrong with an answer, whatever it holds."""
    yield from examining.of_headers(answer)
    kind = examining.kind_of(answer)
    if kind == "text/html":
        yield from examining.of_page(answer.text, written, seen)
    elif kind == "text/csv":
        yield from examining.of_csv(answer.content)
    elif kind == examining.SPREADSHEET:
        yield from examining.of_workbook(answer.content)
    elif kind == "application/zip":
        yield from examining.of_archive(answer.content)
    elif kind not in PASSIVE:
        yield f"a file of {kind}"


PLACES = (("<p>{}</p>", "<"), ('<p title="{}">-</p>', '">'), ("<p title='{}'>-</p>", "'>"))
ALIVE = [(page, one) for page, key in PLACES for one in (*SHORT, LONG) if key in one.replace("<%", "")]


@pytest.mark.parametrize(("page", "payload"), ALIVE)
def test_what_came_alive_is_seen(page: str, payload: str) -> None:
    whole = "<!doctype html><title>-</title>{}<p>-</p>"
    bare = list(examining.of_page(whole.format(page.format(payload)), [], set()))
    assert bare, "put on a page as it is, it is more than text"
    seen = set[str]()
    assert list(examining.of_page(whole.format(page.format(escape(payload))), [squeezed(payload)], seen)) == []
    assert seen == {squeezed(payload)}


@pytest.mark.parametrize("cell", ["=1", "+cmd|' /C zqx'!A0", "-1</b>", "@SUM(1)", "\t=1", "\r=1"])
def test_a_cell_that_would_be_worked_out_is_seen(cell: str) -> None:
    target = io.StringIO(newline="")
    csv.writer(target, quoting=csv.QUOTE_ALL).writerow(["甲", "-1.5", cell])
    assert len(list(examining.of_csv(target.getvalue().encode()))) == 1
    assert list(examining.of_csv(csvfile.line(["甲", cell]))) == []


def test_a_formula_in_a_workbook_is_seen() -> None:
    book, target = openpyxl.Workbook(), io.BytesIO()
    book["Sheet"].append(["甲", "=1+1"])
    book.save(target)
    assert list(examining.of_workbook(target.getvalue())) == ["Sheet!B1: '=1+1'"]


def own(persona: str, path: str) -> bool:
    """Say whether a page can be this person's at all; the others are asked for by the matrix."""
    return not path.startswith("/reviews/{" if persona in INSIDE else "/assessments/{")


def walk(kept: Kept, persona: str, written: list[str], seen: set[str]) -> Iterator[str]:
    """Open every page there is, one address after the other."""
    examined, browser = set[str](), kept.browser(persona)
    for path in (one for one in PAGES if own(persona, one)):
        for address in kept.addresses(path, FORMS[persona]):
            answer = browser.get(address)
            if answer.status_code >= 500:
                yield f"{address}: {answer.status_code}"
            elif answer.text not in examined and answer.status_code != 404:
                examined.add(answer.text)
                kept.note(persona, answer, address)
                yield from (f"{address}: {one}" for one in found_in(answer, written, seen))


def send_all(kept: Kept, persona: str, lines: Sequence[str], words: str) -> Iterator[str]:
    """Send every form that was seen, with payloads wherever somebody writes, and look at what is said of it."""
    browser = kept.browser(persona)
    for number, form in enumerate(kept.forms[persona].values()):
        filled = form.filled(lines[number % len(lines)], words) | {"csrf_token": browser.token}
        asked = {"params": filled} if form.method == "GET" else {"data": filled}
        answer = browser.send(form.method, form.address, headers=HTML, **asked)
        if answer.status_code == 303:
            yield from (f"to {form.kind}: {one}" for one in examining.of_headers(answer))
            answer = browser.get(answer.headers["location"])
        if answer.status_code >= 500:
            yield f"to {form.kind}: {answer.status_code}"
        yield from (f"to {form.kind}: {one}" for one in found_in(answer, [], set()))


@pytest.mark.timeout(300)
def test_on_no_page_and_in_no_download_does_any_of_it_come_alive(kept: Kept) -> None:
    """Pages come first and forms last, for forms change what pages say."""
    seen, wrong = set[str](), list[str]()
    written = {what: squeezed(text) for what, text in kept.city.written.items()}
    for persona in FORMS:
        wrong += [f"{persona} {one}" for one in walk(kept, persona, list(written.values()), seen)]
    wrong += [f"{persona} {one}" for persona in FORMS for one in send_all(kept, persona, SHORT, LONG)]
    wrong += [f"NUL {one}" for one in send_all(kept, "lead", [NUL], NUL)]
    unseen = {what for what, text in written.items() if text not in seen}
    assert not wrong, "\n".join(wrong[:60])
    assert unseen == UNSHOWN
    assert set(kept.kinds) >= {"text/html", "text/csv", "application/zip", examining.SPREADSHEET}
    assert sum(map(len, kept.forms.values())) > 90, "forms that somebody writes into are found and sent"


def test_the_api_gives_it_as_json_and_as_nothing_else(kept: Kept) -> None:
    wrong, opened = list[str](), 0
    for persona, token in kept.city.tokens.items():
        browser = kept.open_one()
        for address in (one for path in API for one in kept.addresses(path, FORMS[persona])):
            answer = browser.send("GET", address, headers={"authorization": f"Bearer {token}"})
            kind = answer.headers["content-type"].partition(";")[0]
            wrong += [f"{address}: {one}" for one in found_in(answer, [], set())]
            if kind not in {"application/json", "application/problem+json", *FILES}:
                wrong.append(f"{address}: {kind} {answer.status_code}")
            opened += answer.status_code == 200 and MARK in answer.text
    assert not wrong, "\n".join(wrong)
    assert opened > 20


def test_a_report_holds_it_as_text_and_asks_for_nothing(kept: Kept) -> None:
    """Whatever WeasyPrint asks for ends the rendering, see `assess.reports.pdf`."""
    content = max(kept.reports, key=lambda one: len(stored.to_text(one)))
    page = html.render(content)
    made = pdf.render(page)
    text = reading.text(made)
    for what in ("organisation organisation", "decided file", "decided declared", "decided opinion procedure"):
        wanted = chinese(re.sub(r"\s+", "", kept.city.written[what]))
        assert wanted[:30] in text, what
    assert PRODUCT not in text
    assert b"/Launch" not in made
    assert b"/JavaScript" not in made
    assert b"/EmbeddedFile" not in made
    assert b"127.0.0.1" not in b"".join(link for link in re.findall(rb"/URI\s*\(([^)]*)\)", made))
    assert len(reading.pages(made)) < 30
    assert reading.words_outside(made) == []


def test_a_letter_holds_it_as_text_and_has_the_headers_we_gave_it(kept: Kept) -> None:
    kinds = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version"}
    kinds |= {"Content-Type", "Content-Transfer-Encoding"}
    assert len(kept.letters) > 8
    bodies = ""
    for sent in kept.letters:
        letter = email.message_from_bytes(sent.as_bytes(), policy=email.policy.SMTP)
        assert set(letter.keys()) == kinds
        assert len(letter.keys()) == len(kinds)
        assert letter.defects == []
        assert len(letter["To"].addresses) == 1
        assert letter["To"].addresses[0].domain == "example.com"
        assert letter.get_content_type() == "text/plain"
        assert PRODUCT not in letter.get_content() + letter["Subject"]
        bodies += squeezed(letter.get_content()) + squeezed(str(letter["Subject"]))
    for what in ("campaign", "organisation organisation", "account lead", "account respondent", "invitation"):
        assert squeezed(kept.city.written[what]) in bodies, what
