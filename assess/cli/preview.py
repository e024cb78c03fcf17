"""`assess checklists preview`: look at a checklist's form while writing it, without publishing anything."""

import signal
import tempfile
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Annotated, Final, NoReturn

import typer
import uvicorn

from assess.checklists.drafts import Watched
from assess.cli.errors import refuse_option
from assess.cli.folders import installed
from assess.cli.options import Language, LocaleOption
from assess.cli.serve import Server, ready
from assess.cli.words import word
from assess.config import Settings, load_settings
from assess.db import open_database
from assess.db.migrate import upgrade

_HOST: Final = "127.0.0.1"  # whoever sits at this machine, and nobody else
_SUFFIXES: Final = (".yaml", ".yml", ".json")
PathArgument = Annotated[Path, typer.Argument(metavar="PATH", help="自评表文件 / checklist file")]
PortOption = Annotated[int, typer.Option(min=0, max=65535, help="端口，默认取空闲端口 / port, by default a free one")]
RoleOption = Annotated[list[str] | None, typer.Option("--role", help="试填单位的角色，可多次；默认全部 / roles to try")]
RegionOption = Annotated[str | None, typer.Option(help="试填单位的地区代码 / region to try, six digits")]


def preview(
    path: PathArgument,
    port: PortOption = 0,
    role: RoleOption = None,
    region: RegionOption = None,
    locale: LocaleOption = Language.zh,
) -> None:
    """在浏览器里试填正在编写的自评表 / Try a checklist in the browser while writing it."""
    if path.suffix not in _SUFFIXES or not path.is_file():
        refuse_option("PATH", "preview.not-a-file", {}, locale.locale)
    signal.signal(signal.SIGTERM, _leave)
    with tempfile.TemporaryDirectory(prefix="assess-preview-") as folder:
        settings = _settings(Path(folder), locale)
        with closing(open_database(settings.database_url)) as database:
            upgrade(database)
            root = ready(database, settings)
            watched = Watched(path, installed())
            roles = frozenset(role) if role else None
            app = root.create_preview(settings, database, watched, roles=roles, region=region)
            config = uvicorn.Config(app, host=_HOST, port=port, access_log=False, log_config=None, server_header=False)
            Server(config, (), word("preview-hint", locale.locale).format(path=path)).run()


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    """Leave in order when asked to, so that the folder goes away."""
    raise SystemExit(0)


def _settings(folder: Path, locale: Language) -> Settings:
    """Set the service up inside a folder that goes away with it; nothing of this machine's own service is touched."""
    return load_settings(
        {
            "ASSESS_DATA_PATH": str(folder),
            "ASSESS_CHECKLISTS_PATH": str(folder / "none"),
            "ASSESS_BASE_URL": f"http://{_HOST}",
            "ASSESS_TRUSTED_HOSTS": f"{_HOST},localhost",
            "ASSESS_SECURE_COOKIES": "false",
            "ASSESS_LOG_LEVEL": "warning",
            "ASSESS_LOCALE_DEFAULT": locale.value,
            "ASSESS_REPORT_WORKERS": "1",
        }
    )
