"""What docs/authoring.md says about drafting holds for its own example."""

import re

from assess.checklists.definition import Measure
from assess.checklists.drafting.differences import differences
from assess.checklists.drafting.draft import draft
from assess.checklists.drafting.skeleton import digest
from assess.checklists.loader import SHIPPED
from assess.checklists.loader.validate import validate
from assess.checklists.loader.yamltext import parse

PAGE = (SHIPPED.parent / "docs" / "authoring.md").read_text(encoding="utf-8")
TEXT = re.findall(r"^```text example-2030.txt\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0]
FILE = re.findall(r"^```yaml measures/example-2030.yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0]


def test_the_example_is_read_as_its_measure_is_written() -> None:
    written = validate(parse(FILE.encode(), "example-2030.yaml"), Measure)
    made = draft(TEXT)
    assert [(one.passage.id, one.heading) for one in made.readings] == [
        (clause.id, clause.heading.zh) for clause in written.clauses
    ]
    assert made.head.issuers == ("示例市知识产权局",)
    assert [one.path for one in differences(written, TEXT, digest(TEXT.encode()))] == []
