"""Run the command line inside the test process."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from assess.cli.main import app

KEY = "demo-2020/enterprise"
CODE = "91110000600037341L"


def run(*arguments: str | Path) -> Result:
    """Run `assess` with arguments."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def answers_file(folder: Path, answers: dict[str, Any], **more: Any) -> Path:  # noqa: ANN401 - any JSON
    """Write a file of answers of an exporter."""
    organisation = {
        "name": "示范企业",
        "credit_code": CODE,
        "region": "371300",
        "kind": "enterprise",
        "roles": ["exporter"],
    }
    organisation |= more.pop("organisation", {})
    path = folder / "answers.json"
    path.write_text(json.dumps({"organisation": organisation, "answers": answers, **more}), encoding="utf-8")
    return path
