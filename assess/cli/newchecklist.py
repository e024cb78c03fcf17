"""`assess checklists new`: a first checklist for a measure, with the questions it asks and what to do next."""

from pathlib import Path
from typing import Annotated, Final

import typer

from assess.checklists.definition import Measure
from assess.checklists.loader import ContentError, Problem, catalogue, check, load_measure
from assess.checklists.skeleton import File, skeleton
from assess.checklists.yamlout import dump
from assess.cli.errors import refusals
from assess.cli.folders import content_root, home, installed
from assess.cli.options import Audience, Language, LocaleOption
from assess.cli.words import word
from assess.cli.workbooks import save

_FIRST: Final = "1.0.0"
MeasureArgument = Annotated[str, typer.Argument(metavar="MEASURE", help="措施文件，如 linyi-2021 / measure")]
AudienceArgument = Annotated[Audience, typer.Argument(help="填报对象 / who answers")]
FolderOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="内容目录，默认为当前所在的 / content folder, by default yours"),
]


def new(
    measure: MeasureArgument, audience: AudienceArgument, out: FolderOption = None, locale: LocaleOption = Language.zh
) -> None:
    """为措施文件写一份自评表骨架 / Write a skeleton checklist for a measure."""
    root = out or content_root()
    with refusals(locale.locale):
        made = skeleton(_measure(root, measure), audience.value, _version(root, f"{measure}/{audience.value}"))
        facts = root / "facts" / f"{made.theme}.yaml"
        target = root / measure / audience.value / f"{made.checklist.data['version']}.yaml"
        for path in (facts, target):
            if path.exists():
                raise ContentError([Problem(str(path), 0, "", "skeleton.exists")])
    for path, file in ((facts, made.facts), (target, made.checklist)):
        save(path, _yaml(file).encode(), locale.locale)
    found = check(target, installed())
    for problem in found:
        typer.echo(problem.text(locale.locale), err=True)
    typer.echo(word("new-next", locale.locale).format(target=target, facts=facts, measure=measure))


def _measure(root: Path, key: str) -> Measure:
    """Load a measure of the folder, or of those one works with."""
    own = (root / "measures" / f"{key}.yaml").is_file()
    return load_measure(root if own else home(key), key)


def _version(root: Path, key: str) -> str:
    """Give the first version, or the next one after those there are."""
    versions = [entry.version for entry in catalogue(root) if entry.key == key]
    if not versions:
        return _FIRST
    major, minor, _ = versions[-1].split(".")
    return f"{major}.{int(minor) + 1}.0"


def _yaml(file: File) -> str:
    return dump(file.data, head=file.head, comments=file.comments)
