"""Results of every engine there was stay readable; the present one gives the same digits or has a new name."""

import json
from pathlib import Path
from typing import Any

import pytest

from assess.scoring import serial
from assess.scoring.result import ENGINE, Result, Step
from assess.wording.sentences import tell
from tests.scoring import building, test_examples

RESULTS = Path(__file__).parents[1] / "data" / "results"
KEPT: dict[str, dict[str, Any]] = {
    path.stem.removeprefix("engine-"): json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(RESULTS.glob("engine-*.json"))
}
EVERY = [pytest.param(engine, name, id=f"{engine}: {name}") for engine, named in KEPT.items() for name in named]


def test_every_engine_up_to_this_one_is_kept() -> None:
    assert list(KEPT) == [str(number) for number in range(1, int(ENGINE) + 1)]


@pytest.mark.parametrize(("engine", "name"), EVERY)
def test_an_old_result_is_read_and_said(engine: str, name: str) -> None:
    result = serial.from_json(KEPT[engine][name])
    assert result.engine == engine
    assert serial.to_json(result) == KEPT[engine][name]
    for step in _steps(result):
        assert tell(step, "zh")
        assert tell(step, "en")


def _steps(result: Result) -> list[Step]:
    subs = (sub.trace for section in result.sections for sub in (section.duty, section.readiness))
    traces = [result.duty.trace, result.readiness.trace, result.grade.trace, *subs, *(it.trace for it in result.items)]
    return [step for trace in traces for step in trace]


def _without_traces(data: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    if isinstance(data, dict):
        return {key: _without_traces(value) for key, value in data.items() if key != "trace"}
    return [_without_traces(part) for part in data] if isinstance(data, list) else data


@pytest.mark.parametrize("name", KEPT[ENGINE])
def test_the_present_engine_gives_the_same_digits(name: str) -> None:
    """Where this fails, a digit of an old result has moved: raise ENGINE, and freeze the new results beside the old."""
    folder, _, rest = name.partition("/")
    if folder == "forms":
        result = test_examples._form_result(building.load(building.DATA / "forms" / f"{rest}.yaml"))
    else:
        stem, _, title = rest.partition(": ")
        example = building.load(building.DATA / "rules" / f"{stem}.yaml")
        (case,) = (each for each in example["cases"] if each["name"] == title)
        result = test_examples._item_result(example, case)
    assert _without_traces(serial.to_json(result)) == _without_traces(KEPT[ENGINE][name])
