"""The poisoned city behind a running service: its letters sent, its browsers open."""

import functools
import shutil
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from itertools import product
from pathlib import Path

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from sqlalchemy import select

from assess import clock
from assess.accounts import letters
from assess.accounts.letters import Post
from assess.assessments import campaign_letters
from assess.config import load_settings
from assess.db import open_database
from assess.jobs.models import Job
from assess.jobs.runner import Runner
from assess.main import create_app
from assess.reports import stored
from assess.reports.handlers import tell
from assess.reports.models import Report
from assess.reports.orders import Content
from assess.reviews.publishing import PUBLISHED
from assess.storage import Folder
from assess.worker import LETTERS
from tests.factories import checklists
from tests.factories.accounts import PASSWORD
from tests.matrix.scene import CONSTANT
from tests.security.examining import Sent, forms, kind_of
from tests.security.poisoned import Poisoned, document
from tests.web.browsing import Browser

OTHERS: Mapping[str, Sequence[str]] = {
    "section": ("credit", "overseas"),
    "group": ("lists", "cover"),
    "fact": ("credit.words", "credit.serious-list", "insurance.policies"),
    "item": ("serious-list", "procedure", "overseas-cover"),
    "step": ("close", "extend", "publish", "reopen"),
    "change": ("time", "remove"),
    "table": ("participants", "sections", "items", "districts"),
    "token": ("nothing",),
    "key": ("demo-2020",),
}
SHOWN = ("new", "conflict")


@dataclass
class Kept:
    """What the tests share."""

    city: Poisoned
    letters: list[EmailMessage]
    reports: list[Content]
    open_one: functools.partial[Browser]
    browsers: dict[str, Browser] = field(default_factory=dict)
    forms: dict[str, dict[str, Sent]] = field(default_factory=lambda: defaultdict(dict))

    kinds: set[str] = field(default_factory=set)

    def note(self, persona: str, answer: httpx.Response, address: str) -> None:
        """Remember what there was, and the forms of a page, one of each kind."""
        self.kinds.add(kind_of(answer))
        if kind_of(answer) == "text/html":
            self.forms[persona].update({one.kind: one for one in forms(answer.text, address)})

    def browser(self, persona: str) -> Browser:
        """Give a person's browser, signed in and past the notice."""
        if persona not in self.browsers:
            made = self.browsers[persona] = self.open_one()
            if persona in self.city.logins:
                assert made.sign_in(self.city.logins[persona], PASSWORD).status_code == 303
            made.get("/start")
            made.post("/start", {"consent": "yes"})
        return self.browsers[persona]

    def addresses(self, path: str, forms: Sequence[str]) -> Iterator[str]:
        """Give the addresses of a route: of every form, and of whatever else its path names."""
        names = [part.partition("}")[0] for part in path.split("{")[1:]]
        for form in [str(self.city.forms[one].id) for one in forms] if "assessment_id" in names else [""]:
            found = self._ids(form)
            choices = [found.get(name) or OTHERS.get(name) or [CONSTANT.get(name, "")] for name in names]
            for values in product(*choices):
                address = path.format(**dict(zip(names, values, strict=True)))
                yield address
                yield from (f"{address}?show={kind}" for kind in SHOWN if "import_id" in names)

    def _ids(self, form: str) -> dict[str, list[str]]:
        city = self.city
        own = {one.hex: file for one, file in city.files.items()}
        campaigns = {str(city.forms[name].campaign_id) for name in ("decided", "review")}
        found = {**city.things, "campaign_id": sorted(campaigns), "assessment_id": [form]}
        if form:
            found["evidence_id"] = [str(own[uuid.UUID(form).hex])]
            found["report_id"] = city.things.get(f"report {form}", [str(uuid.uuid4())])
        return found


@contextmanager
def serving(folder: Path, template: Path) -> Iterator[Kept]:
    """Build the city, send its letters, and serve it."""
    url = f"sqlite:///{shutil.copy(template, folder / 'test.sqlite3')}"
    database, patched, sent = open_database(url), pytest.MonkeyPatch(), list[EmailMessage]()
    wanted = document(folder / "checklists")
    patched.setattr(checklists, "published", lambda: wanted)
    settings = load_settings(
        {
            "ASSESS_DATA_PATH": str(folder / "var"),
            "ASSESS_DATABASE_URL": url,
            "ASSESS_CHECKLISTS_PATH": str(folder / "none"),
            "ASSESS_BASE_URL": "http://testserver",
            "ASSESS_SECURE_COOKIES": "false",
            "ASSESS_REPORT_WORKERS": "1",
            "ASSESS_LOG_LEVEL": "warning",
        }
    )
    with database.write() as session:
        city = Poisoned(session, Folder(settings.storage_path), clock.now())
        city.build()
        session.commit()
        for form in city.forms.values():
            session.refresh(form)
        session.expunge_all()
    post = Post(LETTERS, sent.append, "no-reply@assess.example", "http://testserver")
    Runner(database, {**letters.handlers(post), **campaign_letters.handlers(), PUBLISHED: tell}, clock.now).run_due()
    with database.read() as session:
        undone = session.scalars(select(Job.error).where(Job.name == letters.JOB, Job.error.is_not(None))).all()
        assert undone == []
        reports = [stored.from_text(text) for text in session.scalars(select(Report.content)) if text]
        for id_, about in session.execute(select(Report.id, Report.assessment_id)):
            city.things.setdefault(f"report {about}", []).append(str(id_))
    app = create_app(settings, database, warm=False)
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(app.router.lifespan_context(app)):
        kept = Kept(city, sent, reports, functools.partial(Browser, app, portal, settings))
        yield kept
        for one in kept.browsers.values():
            portal.call(one.client.aclose)
    database.close()
    patched.undo()
