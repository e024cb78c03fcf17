"""`assess checklists preview` as an author meets it: a real process on a real port, gone without a trace."""

import re
import signal
import subprocess
import tempfile
from pathlib import Path

import httpx

from tests.cli.running import run
from tests.cli.test_serve import ASSESS, address, block, environment
from tests.house.tree import ROOT

DRAFT = "tests/data/checklists/demo-2020/enterprise/1.0.0.yaml"


def left(pattern: str = "assess-preview-*") -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob(pattern))


def test_a_preview_opens_its_trial_and_leaves_nothing_behind(tmp_path: Path) -> None:
    before = left()
    command: list[str | Path] = [ASSESS, "checklists", "preview", DRAFT, "--locale", "en"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(tmp_path / "data"), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            printed = block(process)
            assert f"previewing {DRAFT}" in printed
            with httpx.Client(base_url=address(printed), timeout=20, follow_redirects=True) as client:
                page = client.get("/")
                assert page.status_code == 200
                assert re.search(r"/assessments/[0-9a-f-]{36}$", str(page.url))
                assert "Demo City enterprise checklist" in page.text
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=20) in {0, -signal.SIGTERM}
    assert left() <= before
    assert not (tmp_path / "data").exists()


def test_only_a_checklist_file_is_previewed(tmp_path: Path) -> None:
    refused = run("checklists", "preview", tmp_path / "none.yaml")
    assert (refused.exit_code, refused.stderr) == (2, "PATH: 请给出自评表的 YAML 文件\n")
