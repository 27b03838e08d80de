"""Forks a pull of one_stop for each line on its input, and prints the number of the process.

Run as a program by tests that kill pulls: the imports are paid once, and each pull is a real process of its own.
"""

import os
import sys

from connectors.kit import runner


def serve() -> None:
    """Until the input ends; each line is "pull" or "wait" (for all pulls)."""
    for line in sys.stdin:
        if line.strip() == "wait":
            print(*(os.waitstatus_to_exitcode(status) for status in _waited()), flush=True)
        else:
            print(_forked(), flush=True)


def _forked() -> int:
    child = os.fork()
    if child == 0:
        try:
            runner.pull("one_stop")
        finally:
            sys.stderr.flush()
            os._exit(1 if sys.exc_info()[0] else 0)
    return child


def _waited() -> list[int]:
    statuses = []
    while True:
        try:
            statuses.append(os.wait()[1])
        except ChildProcessError:
            return statuses


if __name__ == "__main__":
    serve()
