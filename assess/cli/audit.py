"""`assess audit`: check the chains, take them away, sign where they stand."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, time
from pathlib import Path
from time import monotonic
from typing import Annotated, Final

import typer

from assess import clock
from assess.assessments import history
from assess.audit import checkpoints, exporting, keys, verifying
from assess.audit.chain import Subject
from assess.audit.checkpoints import Checkpoint
from assess.audit.keys import PublicKeys
from assess.audit.log import GENERAL, append
from assess.audit.verifying import Damage, Tally
from assess.cli.database import opened
from assess.cli.errors import REFUSED
from assess.cli.options import Language, LocaleOption, day
from assess.config import Settings, load_settings
from assess.db import Database
from assess.errors import InvalidError
from assess.overview import checkpointing
from assess.values.step import Param
from assess.values.text import Locale
from assess.wording.sentences import say

DAMAGED: Final = 1
MOST_SHOWN: Final = 50  # of each kind of damage: whoever changed a million events made one discovery

app = typer.Typer(help="审计：核验、导出、签名检查点 / The audit chains: check, export, sign", no_args_is_help=True)
StreamOption = Annotated[str, typer.Option("--stream", metavar="STREAM", help="只看一条链 / one chain only")]
PublicKeys_ = Annotated[
    list[Path] | None,
    typer.Option("--public-key", exists=True, dir_okay=False, help="信任的公钥，可多次给出 / keys to trust"),
]


@app.callback()
def group() -> None:
    """审计：核验、导出、签名检查点 / The audit chains: check, export, sign."""


@app.command("verify")
def verify(
    *,
    stream: StreamOption = "",
    against: Annotated[
        Path | None,
        typer.Option("--against", exists=True, dir_okay=False, help="以前取走的检查点 / a checkpoint carried away"),
    ] = None,
    public_key: PublicKeys_ = None,
    locale: LocaleOption = Language.zh,
) -> None:
    """核验每一条链、内容、填报历史与检查点；有损坏时以 1 退出 / Check everything; exit 1 on damage."""
    language = locale.locale
    with opened(language) as database, _refusing(language):
        carried = checkpoints.read(against.read_text(encoding="utf-8")) if against else None
        trusted = _trusted(load_settings(), public_key or [])
        if carried is not None:
            _require_true(carried, trusted)
        tally, begun = Tally(), monotonic()
        found = list(_shown(_damages(database, stream or None, carried, trusted, tally), language))
        seconds = monotonic() - begun
        if not found and not stream:
            _note(database, tally)
    counted: dict[str, Param] = {"streams": tally.streams, "events": tally.events, "details": tally.details}
    pace: dict[str, Param] = {
        "seconds": f"{seconds:.1f}",
        "pace": int(tally.events / seconds) if seconds else tally.events,
    }
    typer.echo(say("audit.verified", {**counted, **pace}, language))
    typer.echo(say("audit.damaged" if found else "audit.whole", {"count": len(found)}, language))
    if not trusted:
        typer.echo(say("audit.no-key", {}, language), err=True)
    if found:
        raise typer.Exit(DAMAGED)


def _note(database: Database, tally: Tally) -> None:
    """Write down that everything was found whole; what is damaged is left exactly as it is."""
    with database.write() as session:
        about = Subject("chains", str(tally.streams))
        append(
            session,
            stream=GENERAL,
            actor=None,
            action="audit.verified",
            subject=about,
            now=clock.now(),
            detail={"events": tally.events},
        )
        session.commit()


def _require_true(carried: Checkpoint, trusted: PublicKeys) -> None:
    """Refuse a checkpoint that says nothing: changed since, or signed by somebody else."""
    if carried.hash_again() != carried.hash:
        raise InvalidError("audit.checkpoint-changed")
    if trusted and carried.harm(trusted):
        raise InvalidError("audit.checkpoint-foreign")


def _damages(
    database: Database, stream: str | None, carried: Checkpoint | None, trusted: PublicKeys, tally: Tally
) -> Iterator[Damage]:
    pins: dict[str, dict[int, bytes]] = {}
    with closing(verifying.snapshot(database)) as connection:
        yield from checkpoints.check_stored(connection, keys=trusted or None, pins=pins, carried=carried)
        yield from verifying.check(connection, tally=tally, pins=pins, stream=stream, progress=_progress())
        yield from history.damages(connection, stream)


class _progress:  # noqa: N801 - used like a function
    """Tell on a terminal how many events were looked at, twice a second at most."""

    def __init__(self) -> None:
        self.last = monotonic()

    def __call__(self, events: int) -> None:
        if sys.stderr.isatty() and monotonic() - self.last > 0.5:  # noqa: PLR2004 - half a second
            self.last = monotonic()
            typer.echo(f"\r{events}", nl=False, err=True)


def _shown(found: Iterable[Damage], locale: Locale) -> Iterator[Damage]:
    """Print damages as they are found, of each kind so many."""
    seen: Counter[str] = Counter()
    for one in found:
        seen[one.harm] += 1
        if seen[one.harm] <= MOST_SHOWN:
            place = one.stream if one.number is None else f"{one.stream} #{one.number}"
            typer.echo(f"{place}\t{say(f'audit.harm.{one.harm.value}', {}, locale)}")
        yield one


def _trusted(settings: Settings, given: list[Path]) -> PublicKeys:
    """Give the keys to trust: those that were named, else the service's own, if it has one."""
    if given:
        return keys.trusted(keys.read_public(path.read_text(encoding="utf-8")) for path in given)
    if not settings.audit_key.exists():
        return {}
    return keys.trusted([keys.signing_key(settings.audit_key).public_key()])


@app.command("export")
def export(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="写到哪个文件 / where to")],
    *,
    stream: StreamOption = "",
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="从哪天起 / from this day on")] = "",
    with_details: Annotated[
        bool, typer.Option("--with-details", help="连同姓名、文字等内容 / with names and texts")
    ] = False,
    locale: LocaleOption = Language.zh,
) -> None:
    """导出为 JSON 行，可在另一台机器上用 script/verify_audit.py 核验 / JSON lines to be checked elsewhere."""
    begins = datetime.combine(day(since, locale.locale, "--since"), time(), clock.LOCAL_ZONE) if since else None
    with opened(locale.locale) as database, closing(verifying.snapshot(database)) as connection:
        count = _write(
            file,
            exporting.lines(
                connection,
                now=clock.now(),
                stream=stream or None,
                since=begins,
                details=with_details,
                progress=_progress(),
            ),
        )
    typer.echo(say("audit.exported", {"lines": count, "file": str(file)}, locale.locale))


def _write(file: Path, lines: Iterable[str]) -> int:
    """Write lines into a new file that only its owner can read; one that is there is never half replaced."""
    draft, count = file.with_name(f"{file.name}.part"), 0
    draft.touch(mode=0o600)
    with draft.open("w", encoding="utf-8", newline="\n") as output:
        for line in lines:
            output.write(line)
            count += 1
    draft.replace(file)
    return count


@app.command("checkpoint")
def checkpoint(
    *,
    out: Annotated[
        Path | None, typer.Option("--out", dir_okay=False, help="也写到这个文件 / also into this file")
    ] = None,
    locale: LocaleOption = Language.zh,
) -> None:
    """记下所有链现在的末端并签名 / State where every chain stands now, signed."""
    settings = load_settings()
    with opened(locale.locale) as database, _refusing(locale.locale), database.write() as session:
        key = keys.signing_key(settings.audit_key)
        checkpoints.make(session, key=key, now=clock.now())
        made = checkpointing.written(session)
        path = checkpointing.write(settings.checkpoint_path, made, key)
        if out is not None:
            out.write_text(checkpoints.document(made, key), encoding="ascii")
        session.commit()
    said: dict[str, Param] = {
        "number": made.number,
        "events": made.events,
        "streams": len(made.heads),
        "file": str(out or path),
    }
    typer.echo(say("audit.checkpointed", said, locale.locale))


@app.command("key")
def key(*, locale: LocaleOption = Language.zh) -> None:
    """打印公钥（首次使用时生成密钥）/ Print the public key; makes the key at first use."""
    with _refusing(locale.locale):
        public = keys.signing_key(load_settings().audit_key).public_key()
    typer.echo(keys.public_text(public), nl=False)


@contextmanager
def _refusing(locale: Locale) -> Iterator[None]:
    """Turn refusals into one line and exit 2."""
    try:
        yield
    except InvalidError as error:
        typer.echo(say(error.message, error.params, locale), err=True)
        raise typer.Exit(REFUSED) from error
