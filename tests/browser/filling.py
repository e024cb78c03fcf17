"""A respondent at the keyboard: fills question pages the way a person does, one visible question after another."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect
from ruamel.yaml import YAML

ANSWERS = Path(__file__).resolve().parents[1] / "data" / "answers"
SAVED = "已保存"


def answers(name: str) -> dict[str, Any]:
    """Read the values of an answers file, without notes and evidence."""
    found = YAML(typ="safe", pure=True).load(ANSWERS / f"{name}.yaml")["answers"]
    return {key: one["value"] if isinstance(one, dict) and "value" in one else one for key, one in found.items()}


@dataclass
class Respondent:
    """Somebody with a browser page and prepared answers; what is not prepared is answered by the first option."""

    page: Page
    prepared: Mapping[str, Any]
    saves: bool = True  # whether answers save by themselves

    def fill_page(self) -> list[str]:
        """Fill every question that shows, and those that appear because of it; give their keys."""
        done: list[str] = []
        while (key := self._next(done)) is not None:
            self.answer(key)
            done.append(key)
        return done

    def _next(self, done: list[str]) -> str | None:
        keys: list[str] = self.page.eval_on_selector_all(
            "[data-fact]", "all => all.filter(one => !one.hidden).map(one => one.dataset.fact)"
        )
        return next((key for key in keys if key not in done), None)

    def question(self, key: str) -> Locator:
        """Find a question."""
        return self.page.locator(f'[data-fact="{key}"]')

    def answer(self, key: str) -> None:
        """Answer one question and wait until the page says that it is saved and what follows from it."""
        box = self.question(key)
        value = self.prepared.get(key)
        kind = box.get_attribute("data-kind")
        self._put(box, key, kind, value)
        if self.saves:
            expect(box.locator(".saved")).to_contain_text(SAVED)
            expect(self.page.locator("#score")).to_have_attribute("aria-busy", "false")

    def _put(self, box: Locator, key: str, kind: str | None, value: Any) -> None:  # noqa: ANN401 - as YAML has it
        if kind == "one":
            radio = f'input[value="{value}"]' if value is not None else "input >> nth=0"
            box.locator(f".choices {radio}").check()
        elif kind == "many":
            self._tick(box, key, value)
        elif kind == "table":
            self._rows(box, key, value)
        elif kind == "rate":
            box.locator(f'[name="{key}"]').fill(str((value or {}).get("numerator", 3)))
            box.locator(f'[name="{key}:denominator"]').fill(str((value or {}).get("denominator", 4)))
            box.locator(f'[name="{key}:denominator"]').blur()
        else:
            self._type(box, key, value)

    def _tick(self, box: Locator, key: str, value: Any) -> None:  # noqa: ANN401 - as YAML has it
        if value == []:
            box.locator(f'[name="{key}:none"]').check()
        for code in [None] if value is None else value:
            one = f'[value="{code}"]' if code else ""
            box.locator(f'[name="{key}"]{one}').first.check()

    def _type(self, box: Locator, key: str, value: Any) -> None:  # noqa: ANN401 - as YAML has it
        field = box.locator(f'[name="{key}"]')
        default = "2026-03-01" if field.get_attribute("type") == "date" else "3"
        field.fill(str(value if value is not None else default))
        field.blur()

    def _rows(self, box: Locator, key: str, rows: Any) -> None:  # noqa: ANN401 - as YAML has it
        if not rows:
            box.locator(f'[name="{key}:none"]').check()
            return
        for number, cells in enumerate(rows, 1):
            if number > 1:
                box.locator("[data-add]").click()
            for column, cell in cells.items():
                self._cell(box.locator(f'[name="{key}:{number}:{column}"]'), str(cell))

    def _cell(self, field: Locator, text: str) -> None:
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
            field.blur()
