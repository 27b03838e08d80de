"""A small one-stop system for tests, on a loopback port: docs/interfaces.md 7 over records that a test may change.

Unlike the sandbox, its world stands still unless a test moves it, and it answers with whatever faults a test queues.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Record = dict[str, Any]
Fault = tuple[int, dict[str, str], bytes]

START = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
SECRET = "open sesame"


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}+0000"


def dossier(number: int, applied: datetime, changed: datetime) -> Record:
    return {
        "id": f"{number:024x}".replace("0", "a", 1),
        "code": f"H48.021-{applied:%y%m%d}-{number:05d}",
        "procedure": {"code": "1.001612.000.00.00.H48", "sector": {"code": "TLHDH"}},
        "agency": {"code": "H48.021.01"},
        "receivingAgency": {"code": "H48.021.01"},
        "competence": "OWN",
        "processingSystem": "PROVINCE",
        "applicantKind": 1,
        "applicant": {"data": {"fullname": f"Nguyễn Văn Thử {number}", "identityNumber": f"051{number:09d}"}},
        "dossierStatus": {"id": 4} if number % 2 else 4,
        "dossierReceivingKind": {"id": 2},
        "appliedDate": instant(applied),
        "acceptedDate": instant(applied + timedelta(hours=1)),
        "appointmentDate": None,
        "updatedDate": instant(changed),
        "vneidVerified": True,
    }


@dataclass
class District:
    """The system's records and what it was asked. `faults` are answered once each, before anything else."""

    dossiers: list[Record] = field(default_factory=list)
    procedures: list[Record] = field(default_factory=list)
    agencies: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    token_faults: list[Fault] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    before_answer: Callable[[str, dict[str, str]], None] | None = None
    expires_in: int = 300
    total_error: int = 0
    misstated: dict[str, str] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)
    valid: set[str] = field(default_factory=set)

    def fill(self, count: int, days: int = 60) -> None:
        """Dossiers applied for over the last `days`, each changed an hour after it was applied for."""
        for number in range(1, count + 1):
            applied = START - timedelta(days=days * (1 - number / (count + 1)), hours=2)
            self.dossiers.append(dossier(number, applied, applied + timedelta(hours=1)))

    def touch(self, number: int, changed: datetime, status: int = 9) -> None:
        """Give the dossier at place `number` a new status and time of change."""
        self.dossiers[number] = self.dossiers[number] | {
            "dossierStatus": {"id": status},
            "updatedDate": instant(changed),
        }

    def answer(self, path: str, asked: dict[str, str]) -> Record:
        if path == "/pa/dossier/search":
            found = self._searched(asked)
        else:
            found = {"/bd/procedure": self.procedures, "/ba/agency": self.agencies}[path]
        page, size = int(asked["page"]), int(asked["size"])
        content = [self._stated(one) for one in found[page * size : (page + 1) * size]]
        answer: Record = {"content": content, "last": (page + 1) * size >= len(found)}
        if asked.get("spec") != "slice":
            answer["totalElements"] = len(found) + self.total_error
        return answer

    def _stated(self, record: Record) -> Record:
        """The record as it is sent: `misstated` {code: updatedDate} has another stamp than the order follows."""
        stamp = self.misstated.get(str(record.get("code")))
        return record | {"updatedDate": stamp} if stamp else record

    def _searched(self, asked: dict[str, str]) -> list[Record]:
        start, end = asked.get("applied-from", ""), asked.get("applied-to", "~")
        found = [one for one in self.dossiers if start <= (one.get("appliedDate") or "") < end]
        return sorted(found, key=lambda one: (one["updatedDate"], one["id"]), reverse=True)


def source_state(district: District) -> set[tuple[str, str]]:
    """(code, updatedDate) of every dossier that the system has now."""
    return {(one["code"], one["updatedDate"]) for one in district.dossiers}


@contextmanager
def served(district: District) -> Iterator[str]:
    """The district behind a free port of this machine; the address without a slash at its end."""
    server = Server(district)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Server(ThreadingHTTPServer):
    """Listens on a free port for one district."""

    daemon_threads = True

    def __init__(self, district: District) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.district = district


class Handler(BaseHTTPRequestHandler):
    """Tokens by POST, everything else by GET."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        district = self.server.district
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if district.token_faults:
            self._send(*district.token_faults.pop(0))
        elif form.get("client_secret") != [SECRET]:
            self._send(401, {}, b'{"error": "invalid_client"}')
        else:
            token = f"token {len(district.tokens)}"
            district.tokens.append(token)
            district.valid.add(token)
            self._send_json({"access_token": token, "expires_in": district.expires_in, "token_type": "Bearer"})

    def do_GET(self) -> None:
        district, address = self.server.district, urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in district.valid:
            self._send(401, {}, b"{}")
            return
        district.asked.append((address.path, asked))
        if district.before_answer:
            district.before_answer(address.path, asked)
        if district.faults:
            self._send(*district.faults.pop(0))
        else:
            self._send_json(district.answer(address.path, asked))

    def _send_json(self, content: Record) -> None:
        self._send(200, {"Content-Type": "application/json"}, json.dumps(content, ensure_ascii=False).encode())

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass
