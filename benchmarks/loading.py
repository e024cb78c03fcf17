"""Measure how long it takes to read every checklist, in a fresh process each time.

    .venv/bin/python benchmarks/loading.py [--rounds N]

`yaml` reads and resolves every draft (also those of published versions) with everything it refers to; `json` reads
every frozen document, with its hash. `import` is the interpreter with our reader and nothing read. The peer parses the
same bytes with nothing but ruamel's safe loader, or with `json.loads`.
"""

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PARTS: Final = {
    "import": "import assess.checklists.loader",
    "yaml": (
        "from assess.checklists.loader import SHIPPED, resolve_path\n"
        "for path in SHIPPED.glob('*/*/*.yaml'): resolve_path(path)"
    ),
    "json": (
        "from assess.checklists.loader import SHIPPED, catalogue, load_published\n"
        "for one in catalogue(SHIPPED):\n"
        "    if one.state == 'published': load_published(SHIPPED, one.key, one.version)"
    ),
    "bare yaml": (
        "from pathlib import Path\nfrom ruamel.yaml import YAML\n"
        "for path in Path('checklists').rglob('*.yaml'): YAML(typ='safe').load(path)"
    ),
    "bare json": (
        "import json\nfrom pathlib import Path\n"
        "for path in Path('checklists').glob('*/*/*.json'): json.loads(path.read_bytes())"
    ),
}


def seconds(code: str) -> float:
    """Run code in a fresh interpreter and give its wall time."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Run all parts by turns and print their medians."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    found: dict[str, list[float]] = {name: [] for name in PARTS}
    for _ in range(rounds):
        for name, code in PARTS.items():
            found[name].append(seconds(code))
    for name, taken in found.items():
        print(f"{name:9}  {statistics.median(taken):.2f} s")


if __name__ == "__main__":
    main()
