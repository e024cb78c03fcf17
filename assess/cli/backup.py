"""`assess backup` and `assess restore`: everything in one file, and back onto an empty machine."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer
from sqlalchemy.exc import SQLAlchemyError

from assess import clock
from assess.backup.making import Made, make
from assess.backup.restoring import Held, inspect, restore
from assess.cli.database import refuse_with
from assess.cli.errors import REFUSED
from assess.cli.options import Language, LocaleOption
from assess.config import Settings, SettingsError, load_settings
from assess.db import Database, open_database
from assess.errors import AssessError, UnavailableError
from assess.storage import Storage, open_storage
from assess.values.text import Locale
from assess.wording.sentences import say

INCOMPLETE: Final = 1
KEY: Final = "secret"
_SHOWN: Final = 5
_MEBIBYTE: Final = 1024 * 1024

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="备份文件 / the file")]
CheckOption = Annotated[
    bool, typer.Option("--check", help="只核对这个备份文件，不恢复 / check this file, restore nothing")
]
SecretOption = Annotated[
    bool, typer.Option("--with-secret", help="把签名密钥也放进去（请妥善保管）/ put the signing key in as well")
]


def backup_to(
    path: FileArgument,
    *,
    check: CheckOption = False,
    with_secret: SecretOption = False,
    locale: LocaleOption = Language.zh,
) -> None:
    """备份数据库和文件，服务可以照常运行；或核对一个备份 / Back up database and files while the service runs."""
    language = locale.locale
    if check:
        _tell_sound(_checked(path, language), language)
        return
    if not path.absolute().parent.is_dir():
        refuse_with("backup.no-folder", language, path=str(path.parent))
    with _opened() as (settings, database, storage), _refusals(path, storage, language):
        keys = {name: place.read_bytes() for name, place in _keys(settings).items() if with_secret and place.is_file()}
        made = make(database, storage, path, now=clock.now(), keys=keys, progress=Progress(language))
        _tell_made(path, made, language)
        _tell_keys(settings, keys, language)
    if made.missing or made.damages:
        raise typer.Exit(INCOMPLETE)


def restore_from(path: FileArgument, locale: LocaleOption = Language.zh) -> None:
    """把备份恢复到空的数据库和空的文件存储 / Restore a backup into an empty database and an empty storage."""
    language = locale.locale
    with _opened() as (settings, database, storage), _refusals(path, storage, language):
        secret = settings.data_path / KEY
        held = restore(path, database, storage, keys=_keys(settings), progress=Progress(language))
        typer.echo(say("backup.restored", _counted(held), language))
        known = settings.secret_key is not None or secret.exists()
        typer.echo(say("backup.restored-key" if known else "backup.restored-no-key", {"path": str(secret)}, language))
        _tell_missing(held.missing, language)


class Progress:
    """Tells how far it is: one line that is written over on a terminal, and nothing into a log."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale
        self._shown = sys.stderr.isatty()
        self._before = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        """Tell one step."""
        if not self._shown:
            return
        known = what in {"check", "files", "audit"}
        name = say(f"backup.doing.{what}" if known else "backup.doing.table", {"table": what}, self._locale)
        end = "\n" if done >= total and what != "audit" else ""
        typer.echo(f"\r\x1b[K{name} {done:,}/{total:,}{end}", nl=False, err=True)


@contextmanager
def _opened() -> Iterator[tuple[Settings, Database, Storage]]:
    try:
        settings = load_settings()
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(REFUSED) from error
    with closing(open_database(settings.database_url)) as database:
        yield settings, database, open_storage(settings)


@contextmanager
def _refusals(path: Path, storage: Storage, locale: Locale) -> Iterator[None]:
    """Turn what stands in the way into one line and an exit code."""
    try:
        yield
    except UnavailableError as error:
        cause = say(error.cause, {}, locale)
        refuse_with("storage.not-ready", locale, place=storage.place, cause=cause)
    except AssessError as error:
        refuse_with(error.message, locale, **error.params)
    except OSError as error:
        refuse_with("backup.no-space", locale, path=str(path), reason=error.strerror or type(error).__name__)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).partition("\n")[0]
        refuse_with("backup.database", locale, reason=reason)


def _checked(path: Path, locale: Locale) -> Held:
    progress = Progress(locale)
    try:
        return inspect(path, lambda done, total: progress("check", done, total))
    except AssessError as error:
        refuse_with(error.message, locale, **error.params)


def _keys(settings: Settings) -> dict[str, Path]:
    """Give the files with keys: what signs and encrypts, unless the environment has it, and what signs audits."""
    own = {} if settings.secret_key is not None else {KEY: settings.data_path / KEY}
    return {**own, "audit-key": settings.audit_key}


def _tell_keys(settings: Settings, keys: Mapping[str, bytes], locale: Locale) -> None:
    if settings.secret_key is not None:
        typer.echo(say("backup.key-elsewhere", {}, locale))
    places = {"path": " · ".join(str(place) for name, place in _keys(settings).items() if name not in keys)}
    if places["path"]:
        typer.echo(say("backup.key-apart", places, locale))
    if keys:
        typer.echo(say("backup.key-within", {}, locale))


def _tell_made(path: Path, made: Made, locale: Locale) -> None:
    told = {
        "path": str(path),
        "rows": f"{made.rows:,}",
        "files": f"{made.files:,}",
        "size": f"{made.size / _MEBIBYTE:.1f}",
    }
    typer.echo(say("backup.made", told, locale))
    typer.echo(say("backup.personal", {}, locale))
    _tell_missing(made.missing, locale)
    if made.damages:
        typer.echo(say("backup.chain-broken", {"count": str(made.damages)}, locale), err=True)


def _tell_missing(missing: tuple[str, ...], locale: Locale) -> None:
    if missing:
        more = " …" if len(missing) > _SHOWN else ""
        told = {"count": str(len(missing)), "keys": " ".join(missing[:_SHOWN]) + more}
        typer.echo(say("backup.missing", told, locale), err=True)


def _tell_sound(held: Held, locale: Locale) -> None:
    typer.echo(say("backup.sound", _counted(held), locale))
    _tell_missing(held.missing, locale)


def _counted(held: Held) -> dict[str, str]:
    return {
        "made": f"{clock.to_local(held.made_at):%Y-%m-%d %H:%M}",
        "revision": held.revision,
        "rows": f"{held.rows:,}",
        "files": f"{held.files:,}",
        "events": f"{held.events:,}",
    }
