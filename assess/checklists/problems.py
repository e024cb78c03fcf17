"""What is wrong with content files, as data: said in the reader's language at the door."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assess.checklists.tree import Path, Tree
from assess.values.step import Param
from assess.values.text import Locale
from assess.wording.sentences import say


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault at one place. `line` is 0 where the file has no lines (JSON); `message` is a wording id."""

    file: str
    line: int
    key: str
    message: str
    params: Mapping[str, Param] = field(default_factory=dict)

    def text(self, locale: Locale) -> str:
        """Say it on one line: `file:line:key: sentence`."""
        place = ":".join(str(part) for part in (self.file, self.line, self.key) if part)
        sentence = " ".join(say(self.message, self.params, locale).split())
        return f"{place}: {sentence}"


class ContentError(Exception):
    """Content files that cannot be used, with everything found wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Hold the problems in the order of files and lines."""
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line)))
        super().__init__("\n".join(problem.text("zh") for problem in self.problems))


def problem(tree: Tree, path: Path, message: str, **params: Param) -> Problem:
    """Make the problem of a place in a file."""
    return Problem(tree.file, tree.line(path), tree.name(path), message, params)
