"""What people try at the pages of the service. Whatever comes back, it is an answer and not an accident."""

import itertools
import re
import uuid
from typing import Final

import httpx
from sqlalchemy import select

from assess.assessments.models import Answer, Evidence
from tests.machine.ledger import FACTS, NO_ROWS, Ledger, state_of
from tests.machine.town import Town
from tests.web.reviewing import EXPECTED, ITEMS

FRAGMENT: Final = {"hx-request": "true"}
SAVED: Final = re.compile(r':revision" value="(\d+)"')
TAKE: Final = re.compile(r'name="take" value="([^"]+)"')
STATE: Final = re.compile(r'name="state" value="(\d+)"')
PDF: Final = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"  # noqa: E501 - one file
_numbers = itertools.count(1)


class Acts:
    """One town, what it was told, and the secrets of its reviewers."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.ledger = Ledger(tuple(town.forms.values()), town.began)
        self.books: dict[str, bytes] = {}
        self.asides: dict[str, set[str]] = {firm: set() for firm in town.forms}
        self.secrets: dict[uuid.UUID, set[str]] = {form: set() for form in town.forms.values()}

    def state(self, firm: str) -> str:
        """Give the state of a firm's form."""
        with self.town.service.database.read() as session:
            return state_of(session, self.town.forms[firm])

    def revision(self, firm: str, fact: str) -> int:
        """Give the revision a page opened now would show."""
        with self.town.service.database.read() as session:
            found = session.get(Answer, (self.town.forms[firm], fact))
            return found.revision if found else 0

    def _post(self, who: str, path: str, sent: dict[str, object], **headers: str) -> httpx.Response:
        """Send a form; nothing the service says is an accident of its own."""
        answer = self.town.browser(who).post(path, sent, **headers)
        assert answer.status_code in {200, 303, 400, 403, 404, 409, 413, 422}, (path, answer.status_code)
        return answer

    def save(self, who: str, firm: str, fact: str, choice: int, *, stale: bool = False) -> None:
        """Save an answer, perhaps on top of what somebody else wrote meanwhile."""
        form, (typed, raw) = self.town.forms[firm], FACTS[fact][choice % len(FACTS[fact])]
        present = self.revision(firm, fact)
        revision = max(present - stale, 0)
        typing = {f"{fact}:none": "1"} if typed == NO_ROWS else {fact: typed}
        sent: dict[str, object] = {**typing, f"{fact}:revision": str(revision), f"{fact}:note": ""}
        answer = self._post(who, f"/assessments/{form}/answers/{fact}", sent, **FRAGMENT)
        if answer.status_code == 200:
            assert revision == present  # nothing is overwritten that was not seen
            found = SAVED.search(answer.text)
            assert found
            assert who.endswith(f"-{firm}")
            if int(found[1]):  # an empty answer to an untouched question changes nothing
                self.ledger.saved(form, fact, int(found[1]), raw)

    def program(self, who: str, firm: str, fact: str, choice: int, *, stale: bool = False) -> None:
        """Save an answer as a program does, under its ETag."""
        form, raw = self.town.forms[firm], FACTS[fact][choice % len(FACTS[fact])][1]
        if raw is None or who not in self.town.tokens:
            return
        present = self.revision(firm, fact)
        path = f"/api/v1/assessments/{form}/answers/{fact}"
        headers = {"authorization": f"Bearer {self.town.tokens[who]}"}
        client = self.town.service.browser()
        known = client.send("GET", path, headers=headers)
        etag = {"if-match": known.headers["etag"]} if known.status_code == 200 else {"if-none-match": "*"}
        if stale:
            etag = {"if-match": '"0-stale"'}
        answer = client.send("PUT", path, headers=headers | etag, json={"value": raw})
        self.town.service.portal.call(client.client.aclose)
        assert answer.status_code in {200, 403, 404, 412, 422}, answer.text
        if answer.status_code == 200:
            assert who.endswith(f"-{firm}")
            assert not stale
            assert self.revision(firm, fact) in {present, present + 1}
            self.ledger.saved(form, fact, self.revision(firm, fact), raw)

    def take_home(self, who: str, firm: str) -> None:
        """Download the form as a workbook."""
        answer = self.town.browser(who).get(f"/assessments/{self.town.forms[firm]}/workbook.xlsx")
        if answer.status_code == 200:
            self.books[firm] = answer.content

    def bring_back(self, who: str, firm: str) -> None:
        """Upload a workbook nobody has touched, and accept whatever it offers: that changes no answer."""
        form, browser = self.town.forms[firm], self.town.browser(who)
        if firm not in self.books:
            return
        before = {fact: self.revision(firm, fact) for fact in FACTS}
        answer = browser.send(
            "POST",
            f"/assessments/{form}/workbook",
            data={"csrf_token": browser.token},
            files={"file": ("填报.xlsx", self.books[firm], "application/vnd.ms-excel")},
            headers={"accept": "text/html"},
        )
        assert answer.status_code in {303, 403, 404, 422}, answer.status_code
        place = answer.headers.get("location", "")
        if answer.status_code == 303 and "/workbook/" in place:
            lines = TAKE.findall(browser.get(place).text)
            self._post(who, f"{place}/accept", {"take": lines})
            assert {fact: self.revision(firm, fact) for fact in FACTS} == before

    def comment(self, who: str, firm: str) -> None:
        """Say something to colleagues that nobody else may read."""
        form, text = self.town.forms[firm], f"内部留言{next(_numbers)}号"
        self._post(who, f"/assessments/{form}/comments", {"item": "procedure", "text": text})
        self.asides[firm].add(text)

    def claim(self, who: str, firm: str, reason: str) -> None:
        """Say that an item does not apply, or take that back."""
        form = self.town.forms[firm]
        answer = self._post(who, f"/assessments/{form}/items/procedure/not-applicable", {"reason": reason})
        if answer.status_code == 303 and "/sign-in" not in answer.headers["location"]:
            self.ledger.claims[form, "procedure"] = reason or None

    def attach(self, who: str, firm: str) -> None:
        """Attach a file."""
        form, browser = self.town.forms[firm], self.town.browser(who)
        path, content = f"/assessments/{form}/evidence/credit.serious-list", PDF + str(next(_numbers)).encode()
        before = self._files(form)
        answer = browser.send(
            "POST",
            path,
            data={"csrf_token": browser.token, "kind": "record"},
            files={"files": ("证明.pdf", content, "application/pdf")},
            headers={"accept": "text/html"},
        )
        assert answer.status_code in {303, 403, 404, 422}, answer.status_code
        if (new := self._files(form) - before) and answer.status_code == 303:
            self.ledger.files.setdefault(form, set(before)).update(new)

    def detach(self, who: str, firm: str) -> None:
        """Take a file off."""
        form = self.town.forms[firm]
        for one in sorted(self._files(form))[:1]:
            answer = self._post(who, f"/assessments/{form}/evidence/credit.serious-list/{one}/remove", {})
            if answer.status_code == 303:
                self.ledger.files.setdefault(form, set()).discard(one)

    def _files(self, form: uuid.UUID) -> set[uuid.UUID]:
        with self.town.service.database.read() as session:
            there = (Evidence.assessment_id == form) & Evidence.removed_at.is_(None)
            return set(session.scalars(select(Evidence.id).where(there)))

    def submit(self, who: str, firm: str) -> None:
        """Hand in what the check page shows."""
        form = self.town.forms[firm]
        page = self.town.browser(who).get(f"/assessments/{form}/check")
        found = STATE.search(page.text)
        sent = {"declared": "yes", "name": "王丽", "state": found[1] if found else "1"}
        self._post(who, f"/assessments/{form}/submit", dict(sent))

    def fill(self, who: str, firm: str) -> None:
        """Answer every question."""
        for fact in FACTS:
            self.save(who, firm, fact, 0)

    def fill_and_submit(self, who: str, firm: str) -> None:
        """Answer every question and hand in."""
        self.fill(who, firm)
        self.submit(who, firm)

    def withdraw(self, who: str, firm: str) -> None:
        """Take part no longer."""
        self._post(who, f"/assessments/{self.town.forms[firm]}/withdraw", {"reason": "不再参加"})

    def step(self, who: str, firm: str, step: str) -> None:
        """Take up, take over, accept, pass on, send back or decide."""
        sent: dict[str, dict[str, object]] = {
            "take-over": {"reason": "休假"},
            "accept": {"item": ["serious-list", "procedure"]},
            "return": {"item": "procedure", "comment:procedure": "请补制度", "message": "请改"},
            "decide": {"statement": "同意", "answer": "答复"},
        }
        self._post(who, f"/reviews/{self.town.forms[firm]}/{step}", sent.get(step, {}))

    def mark(self, who: str, firm: str, item: str, choice: str) -> None:
        """Mark an item with an opinion nobody else has words for."""
        form = self.town.forms[firm]
        page = self.town.browser(who).get(f"/reviews/{form}/items/{item}")
        found = EXPECTED.search(page.text) if page.status_code == 200 else None
        opinion = f"机密意见{next(_numbers)}号"
        sent = {"expected": found[1] if found else "0", "choice": choice, "reason": "facts-differ", "opinion": opinion}
        self._post(who, f"/reviews/{form}/items/{item}", {**sent, "go": "next"})
        self.secrets[form].add(opinion)

    def mark_all(self, who: str, firm: str, choice: str) -> None:
        """Mark every item."""
        for item in ITEMS:
            self.mark(who, firm, item, choice)

    def review(self, who: str, firm: str, onward: str) -> None:
        """Agree with every item and pass the form on, or decide."""
        self.mark_all(who, firm, "claimed")
        self.step(who, firm, onward)

    def publish(self, who: str) -> None:
        """Close the campaign where it is open, publish its results, and let the work be done."""
        for step in ("close", "publish"):
            self._post(who, f"/campaigns/{self.town.campaign}/steps/{step}", {"reason": "按计划"})
        self.town.service.work()

    def appeal(self, who: str, firm: str) -> None:
        """Object."""
        self._post(who, f"/assessments/{self.town.forms[firm]}/appeal", {"grounds": "不服"})

    def reopen(self, who: str, firm: str) -> None:
        """Open a form again."""
        path = f"/campaigns/{self.town.campaign}/participants/{self.town.firms[firm]}/open-again"
        self._post(who, path, {"reason": "有误"})
