"""A section page of 20 questions: our rendering beside the bare Jinja time of the same markup.

    .venv/bin/python benchmarks/pages.py [--rounds 300]

"Ours" builds the WTForms form from saved values, works out the state of every question and draws it. "Bare" draws the
same markup (checked to be equal) with one flat loop over ready dictionaries: no form, no macro, no question of state.
Both are measured by turns in the same process, so that whatever else the machine does hits both alike.
"""

import argparse
import datetime as dt
import re
import statistics
import time
import uuid
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from assess.access.actor import Actor, Membership
from assess.access.roles import Role
from assess.assessments.models import Assessment
from assess.assessments.queries import Held, Loaded
from assess.assessments.workflow import Status
from assess.checklists.definition import Published
from assess.checklists.loader import SHIPPED, load_published
from assess.scoring.form import Group, Item, Points, Section
from assess.scoring.rules import Levels, LevelsRule
from assess.values.fact import Fact
from assess.values.profile import Profile
from assess.values.text import Text
from assess.web import i18n
from assess.web.templating import environment, fragment
from assess.web.views import section, tally
from assess.web.views.desk import Desk

QUESTIONS = 20
GOAL = 1.5
NOW = dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC)
BLANK = re.compile(r"\s+")


def published() -> Published:
    """Make a checklist with one page of 20 questions out of Linyi's first item."""
    base, _ = load_published(SHIPPED, "linyi-2021/enterprise")
    model = next(base.checklist.form.items())
    facts = tuple(_fact(base.facts[0], number) for number in range(QUESTIONS))
    items = tuple(_item(model, fact, number) for number, fact in enumerate(facts))
    points = Points(duty=Decimal(QUESTIONS))
    group = Group(key="g", title=Text(zh="二级指标", en="Group"), points=points, items=items)
    whole = Section(key="s", title=Text(zh="一级指标", en="Section"), points=points, groups=(group,))
    form = _changed(base.checklist.form, sections=(whole,))
    made: Published = _changed(base, checklist=_changed(base.checklist, form=form), facts=facts)
    return made


def _changed(thing: Any, **fields: object) -> Any:  # noqa: ANN401 - any of the content's frozen classes
    known = {name: getattr(thing, name) for name in thing.__dataclass_fields__}
    return type(thing)(**(known | fields))


def _fact(model: Fact, number: int) -> Fact:
    changed: Fact = _changed(model, key=f"bench.fact-{number}", evidence=("list-screenshot",))
    return changed


def _item(model: Item, fact: Fact, number: int) -> Item:
    rule = LevelsRule(levels=Levels(fact=fact.key, credits={"yes": Decimal(0), "no": Decimal(1)}))
    changed: Item = _changed(
        model, key=f"item-{number}", reads=(fact.key,), points=Decimal(1), rule=rule, veto=None, applies_if=None
    )
    return changed


def desk(document: Published) -> Desk:
    """Put an assessment with all 20 answers on the desk."""
    owner = uuid.UUID(int=1)
    answers = {fact.key: Held("no", "说明", 1, NOW, "王丽") for fact in document.facts}
    loaded = Loaded(
        assessment=Assessment(id=uuid.UUID(int=2), organisation_id=owner, status=Status.DRAFT, guest_key=None),
        organisation_name="示例公司",
        published=document,
        sha256="0" * 64,
        profile=Profile(kind="enterprise", region="371302"),
        state=1,
        answers=answers,
        claims={},
        evidence=(),
        submissions=(),
    )
    actor = Actor(account_id=uuid.UUID(int=3), name="王丽", memberships=(Membership(owner, Role.LEAD),))
    return Desk(loaded, actor, NOW.date(), "zh")


def ours(on: Desk, layout: dict[str, object]) -> Callable[[], str]:
    """Give what a request does once the assessment is loaded and scored."""
    page = on.sheet.pages["s", "g"]
    box = tally.tally(on, page)

    def render() -> str:
        form = page.form(data=section.values(on, page))
        return fragment(
            "pages/assessments/section.html",
            **layout,
            desk=on,
            page=page,
            place_url=on.place(page.place),
            back="",
            errors=[],
            items=section.item_states(on, page),
            questions=section.questions(on, page, form, NOW),
            shown={},
            tally=box,
            language_form=None,
        )

    return render


def bare(on: Desk, whole: str) -> Callable[[], str]:
    """Give the flat template: what stands around the questions as text, the questions as one loop over dictionaries."""
    page = on.sheet.pages["s", "g"]
    first, end = whole.index('<section class="item"'), whole.index('<div class="actions">')
    cards = [
        {
            "anchor": card.anchor,
            "key": card.item.key,
            "title": card.title,
            "head": section.head(on.sheet, card),
            "out": False,
            "q": card.asks[0],
            "base": on.base,
            "asked": True,
            "kept": True,
            "error": "",
            "saved": section.saved_words(NOW, "王丽", NOW, on),
            "revision": 1,
            "note": "说明",
            "files": 0,
            "chosen": ("no",),
        }
        for card in page.items
    ]
    loop = (Path(__file__).parent / "pages_bare.html").read_text(encoding="utf-8")
    template = environment().from_string(whole[:first] + loop + whole[end:])
    return lambda: template.render(cards=cards)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=300)
    rounds = parser.parse_args().rounds
    i18n.use("zh")
    on = desk(published())
    visitor = SimpleNamespace(actor=on.actor, expires_at=NOW)
    links = {"zh": "?lang=zh", "en": "?lang=en"}
    layout: dict[str, object] = {"visitor": visitor, "csrf_token": "token", "demo": False, "trial_hours": 24}
    layout |= {"path": "/", "language_links": links, "htmx": False}
    render = ours(on, layout)
    flat = bare(on, render())
    assert BLANK.sub("", flat()) == BLANK.sub("", render()), "the two do not draw the same markup"
    timed = _by_turns(rounds, render, flat, lambda: tally.tally(desk(on.loaded.published)))
    names = ("ours, 20 questions", "bare Jinja, same markup", "score and range, beside it")
    for name, times in zip(names, timed, strict=True):
        print(f"{name:28} {statistics.median(times) * 1000:7.2f} ms")
    ratio = statistics.median(timed[0]) / statistics.median(timed[1])
    print(f"{'ratio':28} {ratio:7.2f}    (goal: at most {GOAL})")
    print(f"{'page':28} {len(render().encode()) / 1024:7.1f} KiB")


def _by_turns(rounds: int, *works: Callable[[], object]) -> list[list[float]]:
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, kept in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            kept.append(time.perf_counter() - start)
    return times


if __name__ == "__main__":
    main()
