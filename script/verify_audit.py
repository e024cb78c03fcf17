#!/usr/bin/env python3
"""Check exported audit chains on any machine, without the service: this one file is all it takes.

    python3 verify_audit.py export.jsonl --against checkpoint-000012.json --public-key audit-key.pem

Made by `assess audit export`, `assess audit checkpoint` and `assess audit key`. Checked are: the export itself (nothing
cut off, nothing changed on the way), every event against the one before it, every chain against its head, details
against their digests, the row of checkpoints, every chain against every checkpoint and against those that were carried
away earlier, and signatures. Python 3.10 or later is enough for all but the signatures (Ed25519): for them the package
`cryptography` must be there, and the public key must be one that you kept yourself.

Exit code: 0 whole, 1 damaged, 2 the files cannot be read.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

GENESIS = "00" * 32
CHECKPOINT = "assess-checkpoint/1"


def encode(value: object) -> str:
    """Write an event's fields in the one way that is hashed."""
    return json.dumps(value, ensure_ascii=False)


def canonical(value: object) -> str:
    """Write heads in the one way that is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def event_hash(event: dict[str, Any]) -> str:
    """Give SHA-256 over the hash of the event before and the event's own fields."""
    fields = [
        event[name] for name in ("stream", "seq", "at", "actor", "action", "subject_type", "subject_id", "digest")
    ]
    return hashlib.sha256(bytes.fromhex(event["previous"]) + encode(fields).encode()).hexdigest()


def checkpoint_hash(one: dict[str, Any], heads: dict[str, Any]) -> str:
    """Give SHA-256 over the hash of the checkpoint before, what this one says, and every head."""
    fields = [
        CHECKPOINT,
        one["number"],
        one["at"],
        one["events"],
        hashlib.sha256(canonical(heads).encode()).hexdigest(),
        one["key_id"],
    ]
    return hashlib.sha256(bytes.fromhex(one["previous_hash"]) + encode(fields).encode()).hexdigest()


class Signatures:
    """The public keys somebody trusts."""

    def __init__(self, paths: list[str]) -> None:
        self.keys: dict[str, Any] = {}
        if not paths:
            return
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - only signatures need it

        for path in paths:
            key = serialization.load_pem_public_key(Path(path).read_bytes())
            raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
            self.keys[hashlib.sha256(raw).hexdigest()] = key

    def good(self, one: dict[str, Any]) -> bool:
        """Say whether one of them signed this."""
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - likewise

        key = self.keys.get(one["key_id"])
        if key is None:
            return False
        try:
            key.verify(bytes.fromhex(one["signature"]), CHECKPOINT.encode() + b"\n" + bytes.fromhex(one["hash"]))
        except InvalidSignature:
            return False
        return True


class Check:
    """What was found so far."""

    def __init__(self, signatures: Signatures) -> None:
        self.signatures = signatures
        self.damages: list[tuple[str, int | None, str]] = []
        self.events = self.details = self.checkpoints = 0
        self.ends: dict[str, tuple[int, str]] = {}  # stream: (seq, hash) of its last event in the export
        self.starts: dict[str, tuple[int, str]] = {}  # stream: (seq, hash) where the export begins
        self.broken: set[str] = set()
        self.pins: dict[str, dict[int, str]] = {}  # stream: {seq: hash} that a checkpoint signed
        self.hashes: dict[tuple[str, int], str] = {}  # (stream, seq): hash, for the pinned ones only
        self.heads: dict[str, Any] = {}  # all heads as the checkpoints add up
        self.previous, self.number = GENESIS, 1
        self.rows: dict[int, str] = {}  # number: hash of the checkpoints in the export

    def damage(self, stream: str, number: int | None, what: str) -> None:
        """Note what is wrong; of each chain the first thing only."""
        if stream not in self.broken or stream == "checkpoints":
            self.damages.append((stream, number, what))
            self.broken.add(stream)

    def stream(self, line: dict[str, Any]) -> None:
        """Take where a chain begins in this export."""
        self.starts[line["stream"]] = self.ends[line["stream"]] = (line["seq"], line["hash"])
        if line["seq"] == 0 and line["hash"] != GENESIS:
            self.damage(line["stream"], 1, "changed")

    def event(self, line: dict[str, Any]) -> None:
        """Compare an event with the one before."""
        name = line["stream"]
        seq, previous = self.ends.get(name, (0, GENESIS))
        self.events += 1
        if line["seq"] != seq + 1:
            self.damage(name, seq + 1, "missing")
        elif line["previous"] != previous or event_hash(line) != line["hash"]:
            self.damage(name, line["seq"], "changed")
        if "detail" in line:
            self.details += 1
            said = hashlib.sha256(bytes.fromhex(line["salt"]) + line["detail"].encode()).hexdigest()
            if said != line["digest"]:
                self.damages.append((name, line["seq"], "detail altered"))
        if line["seq"] in self.pins.get(name, {}):
            self.hashes[name, line["seq"]] = line["hash"]
        self.ends[name] = (line["seq"], line["hash"])

    def head(self, line: dict[str, Any]) -> None:
        """Compare the end of a chain with its head."""
        name, last = line["stream"], self.ends.get(line["stream"], (0, GENESIS))
        if line["seq"] > last[0]:
            self.damage(name, last[0] + 1, "tail cut off")
        elif (line["seq"], line["hash"]) != last:
            self.damage(name, last[0], "head altered")

    def checkpoint(self, line: dict[str, Any]) -> None:
        """Compare a stored checkpoint with the one before."""
        self.checkpoints += 1
        self.heads.update(line["moved"])
        if line["number"] != self.number:
            self.damage("checkpoints", self.number, "missing")
        elif line["previous_hash"] != self.previous or checkpoint_hash(line, self.heads) != line["hash"]:
            self.damage("checkpoints", line["number"], "changed")
        if self.signatures.keys and not self.signatures.good(line):
            self.damage("checkpoints", line["number"], "not signed by a trusted key")
        self.rows[line["number"]] = line["hash"]
        self.previous, self.number = line["hash"], line["number"] + 1

    def carried(self, one: dict[str, Any], only: str | None) -> None:
        """Compare with a checkpoint that was carried away earlier."""
        if checkpoint_hash(one, one["heads"]) != one["hash"]:
            raise ValueError("the checkpoint was changed: its hash does not fit")
        if self.signatures.keys and not self.signatures.good(one):
            raise ValueError("the checkpoint is not signed by a trusted key")
        if self.rows.get(one["number"], one["hash"]) != one["hash"]:
            self.damage("checkpoints", one["number"], "rewritten")
        elif one["number"] not in self.rows:
            self.damage("checkpoints", one["number"], "missing")
        for stream, (seq, signed) in one["heads"].items():
            if seq and only in {None, stream}:
                self.compare(stream, seq, signed)

    def compare(self, stream: str, seq: int, signed: str) -> None:
        """Compare a chain with what was signed of it."""
        if stream not in self.ends:
            self.damage(stream, None, "the whole chain is gone")
            return
        start, end = self.starts.get(stream, (0, GENESIS)), self.ends[stream]
        known = {start[0]: start[1], end[0]: end[1]}.get(seq, self.hashes.get((stream, seq)))
        if seq > end[0]:
            self.damage(stream, end[0] + 1, "tail cut off")
        elif known is not None and known != signed:
            self.damage(stream, seq, "rewritten: not the chain that was signed")


def pins_of(path: str, carried: list[dict[str, Any]]) -> dict[str, dict[int, str]]:
    """Read which events were signed: by the checkpoints in the export, and by those carried away."""
    pins: dict[str, dict[int, str]] = {}
    with Path(path).open(encoding="utf-8") as file:
        for text in file:
            if text.startswith('{"type": "checkpoint"'):
                for stream, (seq, signed) in json.loads(text)["moved"].items():
                    pins.setdefault(stream, {}).setdefault(seq, signed)
    for one in carried:
        for stream, (seq, signed) in one["heads"].items():
            pins.setdefault(stream, {})[seq] = signed
    return pins


def read(path: str, check: Check) -> dict[str, Any]:
    """Go through the export once; give its first line."""
    running, first, ended = hashlib.sha256(), None, False
    takes = {"stream": check.stream, "event": check.event, "head": check.head, "checkpoint": check.checkpoint}
    with Path(path).open(encoding="utf-8") as file:
        for text in file:
            line = json.loads(text)
            if first is None:
                if line.get("format") != "assess-audit/1":
                    raise ValueError("this is not an export of the audit chains")
                first = line
            elif line["type"] == "end":
                ended = (line["events"], line["sha256"]) == (check.events, running.hexdigest())
                break
            else:
                takes[line["type"]](line)
            running.update(text.encode())
    if not ended:
        check.damages.append(("export", None, "the file was cut or changed on the way: its last line does not fit"))
    return first or {}


def run(given: argparse.Namespace) -> Check:
    """Read the files and check them against one another."""
    carried = [json.loads(Path(path).read_text(encoding="utf-8")) for path in given.against]
    check = Check(Signatures(given.public_key))
    check.pins = pins_of(given.export, carried)
    only = read(given.export, check).get("stream")
    for one in carried:
        check.carried(one, only)
    for stream, pins in check.pins.items():
        for seq, signed in pins.items():
            if seq and only in {None, stream}:
                check.compare(stream, seq, signed)
    return check


def main() -> int:
    """Check what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export", help="the file made by: assess audit export")
    parser.add_argument(
        "--against", action="append", default=[], metavar="CHECKPOINT.json", help="carried away earlier"
    )
    parser.add_argument("--public-key", action="append", default=[], metavar="KEY.pem", help="kept by yourself")
    given = parser.parse_args()
    try:
        check = run(given)
    except (OSError, ValueError, KeyError, TypeError, ImportError) as error:
        print(f"无法核验 cannot check: {error}", file=sys.stderr)
        return 2
    for stream, number, what in check.damages:
        print(f"损坏 DAMAGED  {stream}  {'' if number is None else number}  {what}")
    print(
        f"{len(check.ends)} 条链 chains, {check.events} 个事件 events, {check.details} 份内容 details, "
        f"{check.checkpoints} 个检查点 checkpoints"
    )
    if not given.public_key:
        print("未核验签名 signatures NOT checked: give --public-key")
    if not check.damages:
        print("完好 whole")
    return 1 if check.damages else 0


if __name__ == "__main__":
    sys.exit(main())
