"""Reads deliveries in a process with little memory and time, so that one that swells, hangs or crashes is seen.

Answers on standard output, a line a file: the flaw, or "rows" where the file was taken.
"""

import os
import resource
import struct
import subprocess
import sys
from contextlib import suppress
from types import TracebackType
from typing import Self

MEMORY_BYTES, SECONDS = 512 * 1024 * 1024, 20


class Hostile:
    """The process, for the length of a test: `read` gives what became of a file."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.connectors.hostile"]
        self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.kill()
        self._child.wait()

    def read(self, path: str, content: bytes) -> str:
        """The flaw of a file, "rows", or "died" where the process did not live to tell."""
        assert self._child.stdin and self._child.stdout
        name = path.encode()
        with suppress(BrokenPipeError):
            self._child.stdin.write(struct.pack("<II", len(name), len(content)) + name + content)
            self._child.stdin.flush()
        return self._child.stdout.readline().decode().strip() or "died"


def _serve() -> None:
    from connectors.health_record.delivery import read_delivery

    # What the libraries take for themselves is not the file's doing.
    resource.setrlimit(resource.RLIMIT_DATA, (_data_bytes() + MEMORY_BYTES, resource.RLIM_INFINITY))
    asked = sys.stdin.buffer
    while header := asked.read(8):
        name_length, length = struct.unpack("<II", header)
        path, content = asked.read(name_length).decode(), asked.read(length)
        # A file that takes longer ends the process by SIGXCPU.
        spent = int(sum(os.times()[:2]))
        resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS, resource.RLIM_INFINITY))
        try:
            rows = read_delivery(content, path, None)
        except Exception as error:  # whatever else the parser raises is what the test looks for
            print(type(error).__name__, flush=True)
            continue
        print(rows["delivery"][0]["flaw"] or "rows", flush=True)


def _data_bytes() -> int:
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmData"))


if __name__ == "__main__":
    _serve()
