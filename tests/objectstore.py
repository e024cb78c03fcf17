"""A real S3 server in a process of its own, for what keeps files in a bucket."""

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import httpx

from assess.storage.bucket import Access, Bucket

_PROGRAM = """
import signal
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
signal.pause()
"""
KEY, SECRET = "AKIATEST", "not-a-secret"


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """The server's address and its process."""

    url: str
    process: subprocess.Popen[str]

    def bucket(self) -> str:
        """Make a bucket nobody else has."""
        name = f"files-{uuid.uuid4().hex[:12]}"
        assert httpx.put(f"{self.url}/{name}").status_code == 200
        return name

    def access(self, bucket: str, prefix: str = "assess/files") -> Access:
        """Give how a bucket is reached, with little patience."""
        short = timedelta(seconds=2)
        return Access(
            bucket=bucket,
            endpoint=self.url,
            region="us-east-1",
            prefix=prefix,
            access_key=KEY,
            secret_key=SECRET,
            connect=short,
            timeout=timedelta(seconds=10),
            retry=short,
        )

    def storage(self) -> Bucket:
        """Give an empty place of files."""
        return Bucket(self.access(self.bucket()))

    def environment(self) -> dict[str, str]:
        """Give the variables of an operator who keeps files in a new bucket."""
        return {
            "ASSESS_STORAGE_S3_BUCKET": self.bucket(),
            "ASSESS_STORAGE_S3_ENDPOINT": self.url,
            "ASSESS_STORAGE_S3_PREFIX": "assess",
            "ASSESS_STORAGE_S3_ACCESS_KEY": KEY,
            "ASSESS_STORAGE_S3_SECRET_KEY": SECRET,
        }

    def kill(self) -> None:
        """Let it die without a word."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def running(**environment: str) -> Iterator[ObjectStore]:
    """Run a server until the end; its port is known when it listens."""
    command = [sys.executable, "-W", "ignore", "-c", _PROGRAM]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, **environment}
    ) as process:
        try:
            assert process.stdout is not None
            yield ObjectStore(f"http://127.0.0.1:{int(process.stdout.readline())}", process)
        finally:
            process.kill()
