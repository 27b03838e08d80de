"""Who may call what the page's script calls, what they are answered, and what of a file goes nowhere else."""

import base64
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from connectors.kit import inbox
from dashboards.app import server
from dashboards.headers import LARGEST_BODY
from dashboards.screens.upload.screen import layout
from tests.connectors.uploaded import APPLICANT, line, plain_list
from tests.dashboards.elements import text
from tests.dashboards.proxy import PUBLIC_NAME, asked, proxied
from tests.dashboards.served import listening
from tests.installation import Installation

HERE = "http://127.0.0.1:8050"
OWN = {"X-IOC-Upload": "1", "X-IOC-Name": "a.csv", "Host": "127.0.0.1:8050", "Origin": HERE}
PUBLIC, AT_THE_PROXY = f"https://{PUBLIC_NAME}", {"Host": PUBLIC_NAME}
WHO = {"X-IOC-Who": "UBND%20x%C3%A3%20V%E1%BA%A1n%20T%C6%B0%E1%BB%9Dng"}


def judged(pages: FlaskClient, **headers: str) -> Any:
    return pages.post("/upload/one_stop/judge", data=plain_list(line(1)), headers={**OWN, **headers})


def test_our_own_page_on_this_machine_is_answered(empty: Installation, pages: FlaskClient) -> None:
    assert judged(pages).status_code == 200
    assert judged(pages, **{"Sec-Fetch-Site": "same-origin", "Referer": f"{HERE}/upload"}).status_code == 200
    assert judged(pages, Host="localhost:9000", Origin="http://localhost:9000").status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        {"Host": "ioc.example:8050"},
        {"X-Forwarded-For": "10.0.0.7"},
        {"X-Real-IP": "10.0.0.7"},
        {"Forwarded": "for=10.0.0.7"},
        {"X-IOC-Upload": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": PUBLIC},
        {"Origin": "http://127.0.0.1:9000"},
        {"Referer": f"{PUBLIC}/upload"},
    ],
)
def test_whoever_else_asks_is_told_why_not(empty: Installation, pages: FlaskClient, header: dict[str, str]) -> None:
    answer = judged(pages, **header)
    assert answer.status_code == 403 and "upload-refused" in answer.get_data(as_text=True)


def test_another_machine_is_shown_a_sentence_instead_of_the_page(empty: Installation, pages: FlaskClient) -> None:
    elsewhere = {"REMOTE_ADDR": "10.0.0.7"}
    answer = pages.post("/upload/one_stop/judge", data=b"", headers=OWN, environ_base=elsewhere)
    assert answer.status_code == 403
    assert pages.get("/upload/one_stop/dossier.xlsx", environ_base=elsewhere).status_code == 404


def test_a_proxy_that_keeps_silent_brings_nobody_in(empty: Installation) -> None:
    """What nginx does to a site of its own without further lines: our loopback name, and nothing said of whose call."""
    content = plain_list(line(1))
    with listening(server) as port, proxied(port) as public:
        assert asked(public, "GET", "/assets/tokens.css", headers=AT_THE_PROXY).status == 200
        from_there = {"X-IOC-Upload": "1", "X-IOC-Name": "a.csv", "Origin": PUBLIC, "Sec-Fetch-Site": "same-origin"}
        for call in ("judge", "accept", "withdraw"):
            assert (
                asked(public, "POST", f"/upload/one_stop/{call}", content, from_there | AT_THE_PROXY | WHO).status
                == 403
            ), call
        form = "/upload/one_stop/dossier.xlsx"
        assert asked(public, "GET", form, headers={"Referer": f"{PUBLIC}/upload"} | AT_THE_PROXY).status == 404
        # The same, at the machine itself.
        here = f"http://127.0.0.1:{port}"
        assert asked(port, "POST", "/upload/one_stop/judge", content, from_there | {"Origin": here}).status == 200
        assert asked(port, "GET", form, headers={"Referer": f"{here}/upload"}).status == 200
    assert not inbox.received("one_stop")


def test_a_call_by_an_old_protocol_is_a_proxy_s(empty: Installation, pages: FlaskClient) -> None:
    """Whatever its sender writes into the headers."""
    of_nginx = {"SERVER_PROTOCOL": "HTTP/1.0"}
    answer = pages.post("/upload/one_stop/judge", data=b"", headers=OWN, environ_overrides=of_nginx)
    assert answer.status_code == 403


@pytest.mark.parametrize(("origin", "is_told"), [(PUBLIC, False), (HERE, True)])
def test_who_brought_what_is_not_told_through_a_proxy(empty: Installation, origin: str, is_told: bool) -> None:
    headers = {"Host": "127.0.0.1:8050", "Origin": origin}
    here = {"REMOTE_ADDR": "127.0.0.1"}
    with server.test_request_context("/_dash-update-component", method="POST", headers=headers, environ_base=here):
        said = text(layout())
    assert ("Chưa có tệp nào được nộp" in said) == is_told == ("trình duyệt" not in said), said


def test_a_body_is_as_large_as_the_source_takes_and_no_larger(empty: Installation, pages: FlaskClient) -> None:
    beyond_other_pages = b"a" * (LARGEST_BODY + 1)
    assert pages.post("/upload/one_stop/judge", data=beyond_other_pages, headers=OWN).status_code == 200
    answer = pages.post("/upload/national_portal/judge", data=b"a" * (4 * 1_048_576 + 1), headers=OWN)
    assert answer.status_code == 413 and "upload-refused" in answer.get_data(as_text=True)


def test_what_cannot_be_accepted_is_a_sentence(empty: Installation, pages: FlaskClient) -> None:
    content = plain_list(line(1))
    assert pages.post("/upload/one_stop/accept", data=content, headers=OWN).status_code == 409
    assert pages.post("/upload/one_stop/accept", data=content, headers=OWN | WHO).status_code == 200
    assert pages.post("/upload/one_stop/accept", data=content, headers=OWN | WHO).status_code == 409
    assert pages.post("/upload/one_stop/withdraw", data="nothing", headers=OWN | WHO).status_code == 409
    assert pages.post("/upload/nothing/judge", data=content, headers=OWN).status_code == 404
    (receipt,) = inbox.received("one_stop")
    assert pages.post("/upload/one_stop/withdraw", data=receipt.id, headers=OWN | WHO).status_code == 200
    assert (receipt.who, inbox.received("one_stop")[0].state) == ("UBND xã Vạn Tường", "withdrawn")


def test_all_findings_are_a_workbook_to_keep(empty: Installation, pages: FlaskClient, tmp_path: Path) -> None:
    bad = plain_list(*(line(number, **{"Ngày nộp hồ sơ": "31/02/2026"}) for number in range(1, 241)), line(999))
    answer = pages.post("/upload/one_stop/judge", data=bad, headers=OWN).get_data(as_text=True)
    assert "200" in answer and "240" in answer
    packed = answer.partition("base64,")[2].partition('"')[0]
    (tmp_path / "a.xlsx").write_bytes(base64.b64decode(packed))
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    assert sum("31/02/2026" in str(row) for row in rows) == 240


def test_an_empty_form_is_filled_in_and_taken(empty: Installation, pages: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(pages.get("/upload/satisfaction/device.xlsx", headers=OWN).data)
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Danh mục thiết bị" and "Mã thiết bị" in rows[3]


def test_nothing_of_a_file_stands_in_the_log(
    empty: Installation, pages: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_given: object) -> None:
        raise RuntimeError(APPLICANT)

    monkeypatch.setattr("dashboards.screens.upload.download.judge", breaks)
    answer = pages.post("/upload/one_stop/judge", data=plain_list(line(1)), headers=OWN)
    assert answer.status_code == 500 and "upload-refused" in answer.get_data(as_text=True)
    assert "RuntimeError" in caplog.text and APPLICANT not in caplog.text
