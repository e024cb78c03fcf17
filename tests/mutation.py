"""Pytest plugin of `script/mutants`: draw few examples, or leave out the tests that draw any or search for long.

What the examples would be shrunk to, nobody reads there.
"""

import os

import pytest
from hypothesis import Phase, is_hypothesis_test, settings

LONG = {
    "test_a_form_whose_bonus_hides_every_gain_is_scored_only_so_often",
    "test_a_search_within_25_actions_ends_at_its_ceiling_with_a_way_and_a_bound",
    "test_what_a_cut_search_takes_together_has_nothing_in_it_that_is_not_needed",
}
EXAMPLES = int(os.environ.get("ASSESS_MUTANTS_EXAMPLES", "25"))


def pytest_addoption(pluginmanager: pytest.PytestPluginManager) -> None:
    """Do without the plugin that collects garbage at the end, which takes longer than most mutants live."""
    pluginmanager.set_blocked("unraisableexception")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put tests that draw examples last and let each draw a few, or leave them out."""
    drawing = [item for item in items if item.name in LONG or item.get_closest_marker("hypothesis") is not None]
    others = [item for item in items if item not in drawing]
    items[:] = [*others, *drawing] if EXAMPLES else others
    if drawing and not EXAMPLES:
        config.hook.pytest_deselected(items=drawing)
    for item in drawing:
        if isinstance(item, pytest.Function) and is_hypothesis_test(item.obj):
            test = item.obj
            given = test._hypothesis_internal_use_settings
            fewer = settings(given, max_examples=EXAMPLES or 1, phases=(Phase.explicit, Phase.generate))
            test._hypothesis_internal_use_settings = fewer
