"""Pytest plugin of `script/mutants`: the cheap tests first, and few examples where examples are drawn.

A mutant that lives through a test of values hardly ever falls to the hundredth random example; what the examples are
shrunk to, nobody reads there.
"""

import pytest
from hypothesis import Phase, is_hypothesis_test, settings

EXAMPLES = 25


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put tests that draw examples last, and let each draw a few."""
    items.sort(key=lambda item: item.get_closest_marker("hypothesis") is not None)
    for item in items:
        if isinstance(item, pytest.Function) and is_hypothesis_test(item.obj):
            test = item.obj
            given = test._hypothesis_internal_use_settings
            fewer = settings(given, max_examples=EXAMPLES, phases=(Phase.explicit, Phase.generate))
            test._hypothesis_internal_use_settings = fewer
