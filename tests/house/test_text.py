"""What no file of ours may contain."""

import re

from tests.house import tree

# Addresses of this kind come from one machine's settings and would break, or leak, on another.
PRIVATE_SOURCE = re.compile(
    r"(?:index[-_]url|find[-_]links|registry)\s*[=:]\s*\S+|\b(?:artifactory|nexus|devpi)\b",
    re.IGNORECASE,
)
PUBLIC_INDEX = "https://pypi.org/simple"
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bghp_[0-9A-Za-z]{36}\b")


def test_no_package_source_of_one_machine_is_repeated() -> None:
    guilty = [
        f"{tree.name(path)}: {found.group(0)}"
        for path, text in tree.text_files()
        if path != tree.ROOT / "tests/house/test_text.py"
        for found in PRIVATE_SOURCE.finditer(text.replace(f'registry = "{PUBLIC_INDEX}"', ""))
    ]
    assert guilty == []


def test_no_file_holds_a_key() -> None:
    assert [tree.name(path) for path, text in tree.text_files() if SECRET.search(text)] == []
