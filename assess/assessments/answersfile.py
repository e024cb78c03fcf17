"""Answers in a file, for scripts and offices: who answers, what, with which proof, and what does not apply.

The file is YAML or JSON; `docs/authoring.md` shows one. Everything wrong in it is reported at once, with file, line and
key, and nothing is taken over silently.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Final

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from assess.checklists.definition import Published
from assess.checklists.loader import ContentError, Problem, read, validate
from assess.checklists.problems import problem
from assess.checklists.tree import Path, Tree
from assess.scoring.evidence import Evidence
from assess.scoring.inputs import Inputs
from assess.values.closed import closed
from assess.values.model import Value
from assess.values.parse import InvalidValue, parse
from assess.values.profile import OrganisationKind, Profile, Size

_REGION: Final = re.compile(r"[1-9][0-9]{5}", re.ASCII)
_MOST_NOTE: Final = 2000
_MOST_NAME: Final = 200


@closed
class Organisation:
    """Who answers."""

    name: str
    credit_code: str | None = None
    region: str
    kind: OrganisationKind
    roles: tuple[str, ...] = ()
    size: Size | None = None

    def profile(self) -> Profile:
        """Give what conditions may ask about it."""
        return Profile(kind=self.kind, region=self.region, roles=frozenset(self.roles), size=self.size)


@closed
class Proof:
    """One piece of evidence, named."""

    name: str
    kind: str
    date: str | None = None


@closed
class Answer:
    """An answer with what goes with it; a bare value stands for an answer without."""

    value: object
    note: str | None = None
    evidence: tuple[Proof, ...] = ()


@closed
class Claim:
    """What is claimed of an item: that it does not apply, and why."""

    not_applicable: str


@closed
class AnswersShape:
    """The file as it is written."""

    organisation: Organisation
    answers: dict[str, object]
    items: dict[str, Claim] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersFile:
    """What a file says, checked against a checklist. Keys of `notes` and `evidence` are facts, of `claims` items."""

    organisation: Organisation
    answers: Mapping[str, Value]
    notes: Mapping[str, str]
    evidence: Mapping[str, tuple[Proof, ...]]
    claims: Mapping[str, str]

    def inputs(self, as_of: dt.date) -> Inputs:
        """Give what is scored."""
        profile = self.organisation.profile()
        return Inputs(answers=self.answers, profile=profile, as_of=as_of, not_applicable=self.claims)

    def proof(self) -> tuple[Evidence, ...]:
        """Give the evidence as the supported column counts it; name, kind and day tell files apart."""
        return tuple(
            Evidence(
                fact=fact,
                kind=one.kind,
                file=f"{one.name}\n{one.kind}\n{one.date or ''}",
                issued_on=dt.date.fromisoformat(one.date) if one.date else None,
            )
            for fact, proofs in self.evidence.items()
            for one in proofs
        )


def read_answers(path: FilePath, published: Published) -> AnswersFile:
    """Read a file of answers to a checklist.

    Raises:
        ContentError: With everything that is wrong in it.
    """
    return from_tree(read(path), published)


def from_tree(tree: Tree, published: Published) -> AnswersFile:
    """Check answers that were read from somewhere: a file, or the sheets of a workbook.

    Raises:
        ContentError: With everything that is wrong in it.
    """
    shape = validate(tree, AnswersShape)
    reader = _Reader(tree, published)
    made = reader.answers(shape)
    problems = [*_organisation(tree, shape.organisation, published), *reader.problems, *_claims(tree, shape, published)]
    if problems:
        raise ContentError(problems)
    return made


class _Reader:
    """Reads answer after answer and collects what is wrong."""

    def __init__(self, tree: Tree, published: Published) -> None:
        self._tree = tree
        self._facts = {fact.key: fact for fact in published.facts}
        self._kinds = [kind.key for kind in published.kinds]
        self.problems: list[Problem] = []

    def answers(self, shape: AnswersShape) -> AnswersFile:
        answers: dict[str, Value] = {}
        given = {key: found for key in shape.answers if (found := self._answer(key))}
        for key, answer in given.items():
            value = self._value(key, answer)
            if value is not None:
                answers[key] = value
        return AnswersFile(
            organisation=shape.organisation,
            answers=answers,
            notes={key: answer.note for key, answer in given.items() if answer.note},
            evidence={key: answer.evidence for key, answer in given.items() if answer.evidence},
            claims={key: claim.not_applicable.strip() for key, claim in (shape.items or {}).items()},
        )

    def _answer(self, key: str) -> Answer | None:
        """Read one entry, or report what is wrong with it."""
        path: Path = ("answers", key)
        if key not in self._facts:
            self.problems.append(problem(self._tree, path, "answer.unknown-fact", given=key))
            return None
        raw = self._tree.at(path)
        if not (isinstance(raw, dict) and "value" in raw):
            return Answer(value=raw)
        try:
            answer = validate(self._tree, Answer, path)
        except ContentError as error:
            self.problems += error.problems
            return None
        self.problems += _attached(self._tree, path, answer, self._kinds)
        return answer

    def _value(self, key: str, answer: Answer) -> Value | None:
        if answer.value is None:
            return None
        try:
            return parse(self._facts[key], answer.value)
        except InvalidValue as error:
            self.problems.append(problem(self._tree, ("answers", key), error.message, **error.params))
            return None


def _attached(tree: Tree, path: Path, answer: Answer, kinds: Sequence[str]) -> Iterator[Problem]:
    if answer.note is not None and len(answer.note) > _MOST_NOTE:
        yield problem(tree, (*path, "note"), "value.text-too-long", most=_MOST_NOTE)
    for index, proof in enumerate(answer.evidence):
        place: Path = (*path, "evidence", index)
        if not proof.name.strip() or len(proof.name) > _MOST_NAME:
            yield problem(tree, (*place, "name"), "answers.name", most=_MOST_NAME)
        if proof.kind not in kinds:
            yield problem(tree, (*place, "kind"), "answers.evidence-kind", given=proof.kind, known=", ".join(kinds))
        if proof.date is not None and not _is_date(proof.date):
            yield problem(tree, (*place, "date"), "value.not-a-date")


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _claims(tree: Tree, shape: AnswersShape, published: Published) -> Iterator[Problem]:
    items = {item.key: item for item in published.checklist.form.items()}
    for key, claim in (shape.items or {}).items():
        path: Path = ("items", key)
        if key not in items:
            yield problem(tree, path, "answer.unknown-item", given=key)
        elif not items[key].not_applicable:
            yield problem(tree, path, "answer.not-applicable-not-offered")
        elif not claim.not_applicable.strip():
            yield problem(tree, (*path, "not_applicable"), "answer.reason-missing")
        elif len(claim.not_applicable) > _MOST_NOTE:
            yield problem(tree, (*path, "not_applicable"), "value.text-too-long", most=_MOST_NOTE)


def _organisation(tree: Tree, found: Organisation, published: Published) -> Iterator[Problem]:
    path: Path = ("organisation",)
    audience = published.checklist.audience
    if not found.name.strip() or len(found.name) > _MOST_NAME:
        yield problem(tree, (*path, "name"), "answers.name", most=_MOST_NAME)
    if not _REGION.fullmatch(found.region):
        yield problem(tree, (*path, "region"), "lint.region", value=found.region)
    if found.kind != audience:
        yield problem(tree, (*path, "kind"), "answers.audience", given=found.kind, audience=audience)
    if found.credit_code is not None and (wrong := _wrong_code(found.credit_code)):
        yield problem(tree, (*path, "credit_code"), wrong, given=found.credit_code)
    known = [role.key for role in published.roles]
    for index, role in enumerate(found.roles):
        if role not in known:
            yield problem(tree, (*path, "roles", index), "answers.role", given=role, known=", ".join(known))


def _wrong_code(code: str) -> str | None:
    """Name what is wrong with a unified social credit code."""
    try:
        uscc.validate(code)
    except ValidationError:
        return "answers.credit-code"
    return None
