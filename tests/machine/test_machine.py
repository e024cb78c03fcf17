"""The whole service, whatever people do in whatever order: what it promised holds at every moment."""

import os
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import ClassVar, Final

import pytest
from anyio.from_thread import start_blocking_portal
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from assess import clock
from assess.assessments.workflow import Status
from assess.audit import log
from assess.config import load_settings
from assess.db import Database
from assess.main import create_app
from assess.reports.operations import RENDER
from tests.factories.checklists import make_version
from tests.machine.acts import Acts
from tests.machine.ledger import FACTS, told
from tests.machine.town import FIRMS, Hands, Service, Town

LIVES: Final = int(os.environ.get("ASSESS_TEST_LIVES", "3"))
"""How many lives are lived; `ASSESS_TEST_EXPLORE=1 ASSESS_TEST_LIVES=500` looks for ones nobody has seen yet."""

PEOPLE: Final = (
    "guest", "administrator", "first", "other", "second", "third", "stranger", "far",
    "lead-A", "respondent-A", "lead-B", "respondent-B",
)  # fmt: skip
BODIES: Final[Mapping[int, frozenset[str]]] = {
    1: frozenset({"first", "other"}),
    2: frozenset({"first", "other", "second", "third"}),
}
STEPS: Final = ("take-up", "take-over", "accept", "return", "forward", "decide")
UNSEEN: Final = frozenset({Status.DRAFT, Status.WITHDRAWN})
firms, people, facts = st.sampled_from(FIRMS), st.sampled_from(PEOPLE), st.sampled_from(sorted(FACTS))


class Machine(RuleBasedStateMachine):
    """Respondents of two enterprises, reviewers of two bodies, administrators near and far, and the clock."""

    service: ClassVar[Service]

    @initialize(levels=st.sampled_from([1, 2]), moves=st.lists(st.integers(0, 99), min_size=7, max_size=7))
    def settle(self, levels: int, moves: list[int]) -> None:
        """Begin in a town of its own, and get somewhere; the clock goes on, as clocks do."""
        self.town = Town(self.service, levels)
        self.acts = Acts(self.town)
        self.turn = 0
        self.go_on("A", moves)

    def teardown(self) -> None:
        if hasattr(self, "town"):
            with self.service.database.read() as session:
                assert log.verify(session, log.GENERAL) is None
            self.town.close()

    @rule(firm=firms, moves=st.lists(st.integers(0, 99), min_size=6, max_size=6))
    def go_on(self, firm: str, moves: list[int]) -> None:
        """Do what would be done in this state, so that lives get long."""
        for number in moves:
            likely = self.likely(firm)
            likely[number % len(likely)]()
            self.holds()

    @rule(firm=firms, moves=st.lists(st.integers(0, 99), min_size=10, max_size=10))
    def go_on_longer(self, firm: str, moves: list[int]) -> None:
        """Once more, so that it is done more often than the rest."""
        self.go_on(firm, moves)

    @rule(who=people, firm=firms, fact=facts, choice=st.integers(0, 5), stale=st.booleans())
    def save(self, who: str, firm: str, fact: str, choice: int, *, stale: bool) -> None:
        self.acts.save(who, firm, fact, choice, stale=stale)

    @rule(who=people, firm=firms, fact=facts, choice=st.integers(0, 5), stale=st.booleans())
    def program(self, who: str, firm: str, fact: str, choice: int, *, stale: bool) -> None:
        self.acts.program(who, firm, fact, choice, stale=stale)

    @rule(who=people, firm=firms, which=st.integers(0, 11))
    def stray(self, who: str, firm: str, which: int) -> None:
        """Let anybody try anything."""
        acts = self.acts
        tries: list[Callable[[], None]] = [
            lambda: acts.claim(who, firm, "没有此项业务"),
            lambda: acts.attach(who, firm),
            lambda: acts.detach(who, firm),
            lambda: acts.submit(who, firm),
            lambda: acts.withdraw(who, firm),
            lambda: acts.mark(who, firm, "procedure", "zero"),
            lambda: acts.appeal(who, firm),
            lambda: acts.reopen(who, firm),
            lambda: acts.publish(who),
            lambda: acts.take_home(who, firm),
            lambda: acts.bring_back(who, firm),
            lambda: acts.comment(who, firm),
        ]
        tries[which]()

    @rule(who=people, firm=firms, step=st.sampled_from(STEPS))
    def review(self, who: str, firm: str, step: str) -> None:
        self.acts.step(who, firm, step)

    @rule(hours=st.sampled_from([1, 3, 30, 24 * 5]))
    def wait(self, hours: int) -> None:
        """Let time pass, and let the service do what it does by itself."""
        self.service.hands.now += timedelta(hours=hours)
        self.service.work()

    def likely(self, firm: str) -> list[Callable[[], None]]:
        """Give what would be done next with a form."""
        acts, state = self.acts, Status(self.acts.state(firm))
        lead, respondent = f"lead-{firm}", f"respondent-{firm}"
        second, onward = ("first", "decide") if self.town.levels == 1 else ("second", "forward")
        writing: list[Callable[[], None]] = [
            lambda: acts.fill(respondent, firm),
            lambda: acts.attach(respondent, firm),
            lambda: acts.program(respondent, firm, "credit.trainings", 2),
            lambda: acts.take_home(lead, firm),
            lambda: acts.bring_back(respondent, firm),
            lambda: acts.comment(lead, firm),
            lambda: acts.save(lead, firm, "credit.trainings", 1, stale=True),
            *[lambda: acts.fill_and_submit(lead, firm)] * 6,
        ]
        deciding: list[Callable[[], None]] = [
            lambda: acts.step(second, firm, "take-up"),
            lambda: acts.step("other", firm, "take-over"),
            *[lambda: acts.review(second, firm, "decide")] * 3,
        ]
        table: dict[Status, list[Callable[[], None]]] = {
            Status.SUBMITTED: [lambda: acts.step("first", firm, "take-up")],
            Status.IN_REVIEW: [
                lambda: acts.mark(second, firm, "procedure", "zero"),
                lambda: acts.step("first", firm, "return"),
                *[lambda: acts.review("first", firm, onward)] * 3,
            ],
            Status.IN_SECOND_REVIEW: deciding,
            Status.APPEALED: deciding,
            Status.DECIDED: [
                *[lambda: acts.publish("administrator")] * 2,
                lambda: acts.appeal(lead, firm),
                lambda: acts.reopen("administrator", firm),
            ],
            Status.WITHDRAWN: [lambda: acts.reopen("administrator", firm)],
        }
        return table.get(state, writing)

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "town"):
            return
        self.turn += 1
        with self.service.database.read() as session:
            self.acts.ledger.check(session)
            known = {form: "".join(told(session, form)) for form in self.town.forms.values()}
        self.nobody_sees_what_is_not_theirs(PEOPLE[self.turn % len(PEOPLE)])
        self.nothing_is_told_before_its_time(known)

    def nobody_sees_what_is_not_theirs(self, who: str) -> None:
        """Ask for forms and reviews: to everybody else they are addresses where nothing is."""
        browser = self.town.browser(who)
        for firm, form in self.town.forms.items():
            found = browser.get(f"/assessments/{form}").status_code
            assert found == (200 if who.endswith(f"-{firm}") else 404), (who, firm)
            found = browser.get(f"/reviews/{form}").status_code
            sees = who in BODIES[self.town.levels] and self._handed_in(firm)
            assert found == (200 if sees else 303 if who == "guest" else 404), (who, firm, self.acts.state(firm))

            if sees:
                text = browser.get(f"/reviews/{form}/items/procedure").text
                assert not [aside for aside in self.acts.asides[firm] if aside in text]

    def _handed_in(self, firm: str) -> bool:
        return Status(self.acts.state(firm)) not in UNSEEN and any(
            name == "Submission" and row[0].find(f"示范企业{firm}") > 0
            for (name, _), row in self.acts.ledger.frozen.items()
        )

    def nothing_is_told_before_its_time(self, known: Mapping[uuid.UUID, str]) -> None:
        """Look for what reviewers wrote: it is nowhere to be read before it is published."""
        firm = FIRMS[self.turn % len(FIRMS)]
        form, browser = self.town.forms[firm], self.town.browser(f"lead-{firm}")
        text = "".join(browser.get(f"/assessments/{form}{page}").text for page in ("", "/result"))
        for secret in self.acts.secrets[form]:
            assert secret not in text or secret in known[form], secret


@pytest.fixture
def service(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Service]:
    """Run the service on a clock of our own; its jobs are done when the machine says so."""
    hands = Hands()
    monkeypatch.setattr(clock, "now", hands)
    given = load_settings(
        {
            "ASSESS_DATA_PATH": str(tmp_path / "var"),
            "ASSESS_DATABASE_URL": database_url,
            "ASSESS_CHECKLISTS_PATH": str(tmp_path / "none"),
            "ASSESS_BASE_URL": "http://testserver",
            "ASSESS_SECURE_COOKIES": "false",
            "ASSESS_REPORT_WORKERS": "1",
            "ASSESS_LOG_LEVEL": "warning",
        }
    )
    with database.write() as session:
        make_version(session)
        log.open_stream(session, log.GENERAL)
        session.commit()
    app = create_app(given, database, warm=False)
    runner = app.state.runner
    runner.threads = 0
    runner.handlers = {name: handler for name, handler in runner.handlers.items() if name != RENDER}
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(app.router.lifespan_context(app)):
        yield Service(app, database, given, portal, hands)


@pytest.mark.timeout(900)  # long lives, looked at after every step
def test_what_was_promised_holds_whatever_people_do(service: Service) -> None:
    class Here(Machine):
        pass

    Here.service = service
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Here, settings=settings(max_examples=LIVES, stateful_step_count=6, suppress_health_check=quiet)
    )
