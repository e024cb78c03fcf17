"""Every template compiles and every name it includes or imports exists; reports look in their own folder."""

import pytest
from jinja2 import meta

from assess.web.templating import environment
from tests.house import tree

NAMES = [path.relative_to(tree.ROOT / "templates").as_posix() for path in tree.templates()]


@pytest.mark.parametrize("name", NAMES)
def test_template_compiles(name: str) -> None:
    environment().get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_templates_that_are_referred_to_exist(name: str) -> None:
    source = (tree.ROOT / "templates" / name).read_text(encoding="utf-8")
    referred = {other for other in meta.find_referenced_templates(environment().parse(source)) if other}
    within = (
        {f"{name.split('/', maxsplit=1)[0]}/{other}" for other in referred} if name.startswith("reports/") else referred
    )
    assert within - set(NAMES) == set()
