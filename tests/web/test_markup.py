"""Every page of the entrance is sound HTML, in both languages, with and without errors."""

import pytest

from tests.web.browsing import Browser
from tests.web.markup import faults

OPEN = ["/", "/start", "/sign-in", "/sign-in?expired=1", "/register", "/privacy", "/about", "/nowhere"]
OPEN += ["/sign-in?reset=1", "/password/forgotten?sent=1", "/password/reset/x", "/invitation", "/invitation/x"]
OWN = ["/account?saved=1", "/account/security?done=ended", "/account/password", "/account/second-factor"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", OPEN)
def test_an_open_page_is_sound(browser: Browser, path: str, language: str) -> None:
    page = browser.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
    assert faults(page.text) == []


@pytest.mark.parametrize("path", ["/start", "/sign-in", "/register", "/password/forgotten", "/invitation"])
def test_a_page_with_errors_is_sound(browser: Browser, path: str) -> None:
    browser.get(path)
    page = browser.post(path, {"kind": "enterprise"})
    assert page.status_code == 422
    assert faults(page.text) == []


def test_the_way_to_a_trial_is_sound(browser: Browser) -> None:
    browser.consent()
    assert faults(browser.get("/start/questions").text) == []
    assert faults(browser.post("/start/questions", {"province": "370000"}).text) == []
    browser.answer_questions()
    assert faults(browser.get("/start/checklists").text) == []


@pytest.mark.parametrize(
    "path", ["/assessments", "/organisation", "/assessments?registered=1", "/organisation?saved=1", *OWN]
)
def test_a_members_page_is_sound(lead_browser: Browser, path: str) -> None:
    assert faults(lead_browser.get(path).text) == []


def test_faults_are_found() -> None:
    page = (
        "<!doctype html><html><head><title>x</title></head><body><h1>a</h1><h3 id=b>c</h3><p id=b></p>"
        '<label for="none">d</label><form method="post"><input name="e"></form><a href="#gone"></a></body></html>'
    )
    assert faults(page) == [
        "id b stands 2 times",
        "for=none: not there",
        "link to #gone: not there",
        "a heading of level 3 after one of level 1",
        "input e has no label",
        "a #gone has no words",
        "form to None has no token",
    ]
