"""The cheapest way as plain data, a part of the sheet of a score."""

from collections.abc import Iterator
from decimal import Decimal

from assess.checklists.definition import Published
from assess.scoring.actions import Action, applied
from assess.scoring.form import Item
from assess.scoring.inputs import Inputs
from assess.scoring.options import Effect, Options
from assess.scoring.path import Path
from assess.scoring.result import Result
from assess.values.dump import JSON, to_json
from assess.values.text import Locale
from assess.wording.paths import PathWords
from assess.wording.planning import days


def path_sheet(published: Published, inputs: Inputs, found: Options, locale: Locale) -> dict[str, object]:
    """Give the cheapest way in one language.

    Args:
        published: The checklist.
        inputs: What was scored.
        found: What could be done.
        locale: The language of the advice.
    """
    path, form = found.path, published.checklist.form
    words = PathWords(form, locale)
    items = {item.key: item for item in form.items()}
    return {
        "state": path.state,
        "grade": path.goal.grade,
        "effort_days": _days(path.effort_days),
        "proven": path.proven,
        "bound": _days(path.bound),
        "considered": str(len(found.actions)),
        "before": _end(path.before),
        "after": _end(path.after),
        "assumes": [action.key for action in path.assumes],
        "certain": None if found.certain is None else _certain(found.certain),
        "actions": [
            _action(action, effect, inputs, items, words, locale)
            for action, effect in zip(path.actions, found.along, strict=True)
        ],
    }


def path_lines(published: Published, found: Options, locale: Locale) -> Iterator[str]:
    """Say the cheapest way line by line."""
    words = PathWords(published.checklist.form, locale)
    yield words.lead(found.path)
    for number, action in enumerate(found.path.actions, start=1):
        yield f"  {number}. {_told(action, words, locale)}"
    yield from (f"  {note}" for note in words.notes(found))


def _told(action: Action, words: PathWords, locale: Locale) -> str:
    effort = days(_days(action.effort_days), locale)
    kind = words.say("path.kind.veto" if action.clears else f"path.kind.{action.kind}")
    owner = "" if action.advice is None else f" · {action.advice.owner.to(locale)}"
    return f"{kind} · {effort} · {', '.join(action.items)} · {words.do(action)}{owner}"


def _action(  # noqa: PLR0917 - one place, one caller
    action: Action, effect: Effect, inputs: Inputs, items: dict[str, Item], words: PathWords, locale: Locale
) -> dict[str, object]:
    after = applied(inputs.answers, [action])
    facts: dict[str, JSON] = {fact: to_json(after[fact]) for fact in action.facts}
    served = tuple(dict.fromkeys((*action.items, *effect.items)))
    return {
        "key": action.key,
        "kind": action.kind,
        "facts": facts,
        "items": list(served),
        "do": words.do(action),
        "owner": action.advice.owner.to(locale) if action.advice else None,
        "effort_days": _days(action.effort_days),
        "otherwise_days": None if action.otherwise_days is None else _days(action.otherwise_days),
        "clears": list(action.clears),
        "clauses": list(dict.fromkeys(clause for key in served for clause in items[key].clauses)),
        "points": {"duty": format(effect.duty, ".2f"), "readiness": format(effect.readiness, ".2f")},
    }


def _certain(path: Path) -> dict[str, object]:
    return {
        "state": path.state,
        "effort_days": _days(path.effort_days),
        "bound": _days(path.bound),
        "actions": [action.key for action in path.actions],
    }


def _end(result: Result) -> dict[str, object]:
    final = None if result.grade.final is None else format(result.grade.final, "f")
    return {"score": final, "grade": result.grade.effective, "state": result.grade.state}


def _days(effort: Decimal) -> str:
    return format(effort, ".1f")
