"""One file of answers for every checklist of its kind: read against all their questions at once."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assess.assessments import stored
from assess.assessments.answersfile import AnswersFile, AnswersShape, from_tree
from assess.assessments.answersource import WORKBOOK
from assess.assessments.prefill import Given
from assess.checklists.definition import Named, Published
from assess.checklists.loader import ContentError, Problem, read, validate
from assess.checklists.problems import problem
from assess.overview.concern import ranked
from assess.overview.everywhere import Place, lay_out
from assess.values.fact import Fact


@dataclass(frozen=True, slots=True)
class FromFile:
    """What a file gives on every checklist, those that concern its organisation first."""

    file: AnswersFile
    places: tuple[Place, ...]


def read_everywhere(path: Path, documents: Sequence[Published], as_of: dt.date) -> FromFile:
    """Score a file of answers on every checklist for its kind of organisation.

    A file says nothing of revisions: its answers are taken as given to the latest form of each question, and a
    checklist that asks another form does not read them.

    Raises:
        ContentError: With everything that is wrong in it; an answer that no checklist asks for is.
    """
    if path.suffix.lower() == WORKBOOK:
        raise ContentError([Problem(str(path), 0, "", "everywhere.workbook", {})])
    tree = read(path)
    kind = validate(tree, AnswersShape).organisation.kind
    fitting = [document for document in documents if document.checklist.audience == kind]
    if not fitting:
        raise ContentError([problem(tree, ("organisation", "kind"), "everywhere.no-checklist", kind=kind)])
    together = merged(fitting)
    file = from_tree(tree, together)
    given = {key: (Given(together.fact(key), stored.to_text(value), as_of),) for key, value in file.answers.items()}
    profile = file.organisation.profile()
    offers = ranked(((uuid.UUID(int=0), document) for document in fitting), profile)
    claims = {document.key: dict(file.claims) for document in fitting}
    return FromFile(file, lay_out(offers, given, profile, as_of, claims))


def merged(documents: Sequence[Published]) -> Published:
    """Put the questions, items, roles and kinds of several checklists together, to check a file against all of them.

    Of a question that is asked in several forms the latest revision stands.
    """
    facts: dict[str, Fact] = {}
    for fact in (fact for document in documents for fact in document.facts):
        if fact.key not in facts or fact.revision > facts[fact.key].revision:
            facts[fact.key] = fact
    first = documents[0]
    sections = tuple(section for document in documents for section in document.checklist.form.sections)
    form = dataclasses.replace(first.checklist.form, sections=sections)
    return dataclasses.replace(
        first,
        checklist=dataclasses.replace(first.checklist, form=form),
        facts=tuple(facts.values()),
        roles=_named(role for document in documents for role in document.roles),
        kinds=_named(kind for document in documents for kind in document.kinds),
    )


def _named(entries: Iterable[Named]) -> tuple[Named, ...]:
    return tuple({entry.key: entry for entry in entries}.values())
