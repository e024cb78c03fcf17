"""The JSON Schemas beside the content are those of the models, and they know good files from bad."""

import json
from pathlib import Path

from assess.checklists.loader import SHIPPED
from assess.checklists.schema import schemas, stale, write


def test_the_schemas_checked_in_are_those_of_the_models() -> None:
    assert stale(SHIPPED) == []


def test_a_changed_or_missing_schema_is_stale(content: Path) -> None:
    assert len(stale(content)) == 8
    write(content)
    assert stale(content) == []
    (content / "schema" / "facts.schema.json").write_text("{}", encoding="utf-8")
    (problem,) = stale(content)
    assert (Path(problem.file).name, problem.message) == ("facts.schema.json", "lint.schema-stale")


def test_the_schema_spells_keys_as_files_do() -> None:
    checklist = json.loads(schemas()["checklist.schema.json"])
    assert set(checklist["$defs"]["FactIs"]["properties"]) >= {"fact", "is", "in"}
    assert checklist["$defs"]["All"]["properties"]["all"]["type"] == "array"
    assert checklist["additionalProperties"] is False
