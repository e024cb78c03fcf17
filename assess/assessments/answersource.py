"""Answers from a file of whatever kind: YAML and JSON as scripts write them, or a form's workbook."""

from pathlib import Path
from typing import Final

from assess.assessments.answersfile import AnswersFile, read_answers
from assess.assessments.formbook.reading import read_form
from assess.checklists.definition import Published
from assess.checklists.loader import load_bytes
from assess.exchange.guard import MAX_BYTES

WORKBOOK: Final = ".xlsx"


def read_source(path: Path, published: Published) -> AnswersFile:
    """Read answers to a checklist from a file.

    Raises:
        ContentError: With everything that is wrong in it.
    """
    if path.suffix.lower() == WORKBOOK:
        return read_form(load_bytes(path, MAX_BYTES), published, str(path))
    return read_answers(path, published)
