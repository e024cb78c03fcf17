"""What every page of a journey is looked at for: accessibility, the width of a telephone, its language and title."""

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Page

NARROW = 375
WIDE = 1280
MOMENTS = 40
thorough = True


def look(page: Page) -> None:
    """Check the page somebody is on: axe finds nothing, nothing sticks out at 375 px, and it is in Chinese.

    Axe takes a second a page, drawing it twice more half of one, and no page knows which database it comes from: both
    are done during the runs on SQLite.
    """
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert "知识产权保护自评" in page.title()
    assert page.locator("h1").count() == 1, page.url
    if not thorough:
        return
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    width = narrow_width(page)
    page.set_viewport_size({"width": WIDE, "height": 900})
    assert width <= NARROW, f"{page.url} is {width} px wide on a telephone"


def narrow_width(page: Page) -> int:
    """Measure a page on a telephone: a busy browser takes a moment to draw it anew."""
    page.set_viewport_size({"width": NARROW, "height": 800})
    for _moment in range(MOMENTS):
        if page.evaluate("document.documentElement.scrollWidth") <= NARROW:
            break
        page.wait_for_timeout(50)
    return int(page.evaluate("document.documentElement.scrollWidth"))
