"""No planted identifier passes the landing zone: neither in rows, nor in anything else that is not encrypted."""

import hashlib
import json
import logging
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from config.places import Places
from connectors.kit.contract import HIDDEN
from connectors.kit.errors import ContractBroken
from connectors.kit.runner import pull, replay
from tests.connectors.district import SECRET, District
from tests.connectors.landed import rows

NAMES = ["Nguyễn Thị Gieo", "Đặng Văn Cấy", "Huỳnh Đức Trồng"]
PHONES = ["0905123456", "84905123457", "0905.123.458"]
IDENTITIES = ["051190001234", "212345678", "001090005678"]
EMAILS = ["gieo.nguyen@example.vn", "cay90@example.vn"]
INSURANCE = ["DN4515120001234"]
PLANTED = [*NAMES, *PHONES, *IDENTITIES, *EMAILS, *INSURANCE]
# Places where no contract expects a person, and a real system may one day put one.
STRAY_PLACES = (
    *("id", "nationCode", "competence", "processingSystem", "applicantKind", "appointmentDate", "completedDate"),
    *("vneidVerified", "returnedDate", "dossierStatus"),
)


def forms(planted: str) -> set[str]:
    """An identifier as it may appear: itself, without accents, and its unkeyed digests."""
    bare = unicodedata.normalize("NFD", planted.replace("Đ", "D").replace("đ", "d"))
    plain = "".join(sign for sign in bare if not unicodedata.combining(sign))
    digests = {hashlib.new(name, planted.encode()).hexdigest() for name in ("md5", "sha1", "sha256")}
    return {planted, unicodedata.normalize("NFD", planted), plain, planted.replace(".", ""), *digests}


def texts(home: Path) -> Iterator[tuple[Path, str]]:
    """Everything below IOC_HOME that anybody can read without the key file, but for the invented sources themselves."""
    invented = Places(home).sandbox_stores
    for path in sorted(home.rglob("*")):
        if invented in path.parents:
            continue
        if path.suffix == ".parquet":
            table = pq.read_table(path)
            cells = [
                table.column(name).to_pylist()
                for name in table.column_names
                if table.schema.field(name).type == "string"
            ]
            yield path, "\n".join(cell for column in cells for cell in column if cell is not None)
        elif path.is_file():
            yield path, path.read_bytes().decode("utf-8", errors="replace")


def found(home: Path) -> list[tuple[str, str]]:
    wanted = {form: planted for planted in PLANTED for form in forms(planted)}
    return [
        (planted, path.name)
        for path, text in texts(home)
        for form, planted in wanted.items()
        if form.lower() in text.lower()
    ]


def plant(district: District) -> None:
    district.fill(120, days=20)
    for number, one in enumerate(district.dossiers):
        pick = PLANTED[number % len(PLANTED)]
        one["applicant"]["data"] |= {
            "fullname": NAMES[number % 3],
            "phoneNumber": PHONES[number % 3],
            "identityNumber": IDENTITIES[number % 3],
            "email": EMAILS[number % 2],
            "address": f"nhà {NAMES[0]}",
        }
        one["supplementRequests"] = [{"requestedDate": pick, "note": pick}]
        one["documents"] = [{"code": pick, "digitised": pick, "reused": False, "fileName": pick}]
        one["fees"] = [{"name": pick, "amount": pick, "paidDate": pick}]
        one["results"] = [{"code": pick, "fileId": hashlib.md5(pick.encode()).hexdigest(), "issuedDate": pick}]
        one["procedureLevel"] = {"name": [{"languageId": 228, "name": f"Mức độ {number}"}]}
        place = STRAY_PLACES[number % len(STRAY_PLACES)]
        one[place] = f"{pick} {number}" if place == "id" else pick
        one["procedure"]["sector"]["code"] = pick


def test_no_planted_identifier_leaves_the_encrypted_pages(
    district: District, home: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    plant(district)
    pull("one_stop", reconcile=True)
    monkeypatch.setattr("connectors.one_stop.pull.PARSER_VERSION", "2")
    replay("one_stop")
    assert len(rows(home)) == 120
    assert sum(value == HIDDEN for row in rows(home) for value in row.values()) > 120
    assert found(home) == []
    logged = caplog.text.lower()
    assert [planted for planted in PLANTED for form in forms(planted) if form.lower() in logged] == []


def test_no_secret_is_written_anywhere(district: District, home: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    district.fill(30)
    pull("one_stop")
    secrets = {SECRET, *district.tokens}
    assert secrets
    assert not [secret for _, text in texts(home) for secret in secrets if secret in text]
    assert not [secret for secret in secrets if secret in caplog.text]


def test_a_failed_pull_quotes_no_identifier_either(district: District, home: Path) -> None:
    plant(district)
    for one in district.dossiers:
        one["updatedDate"] = one["appliedDate"]
        one["procedure"] = NAMES[0]
    with pytest.raises(ContractBroken) as caught:
        pull("one_stop")
    assert not any(form in str(caught.value) for planted in PLANTED for form in forms(planted))
    assert found(home) == []


@pytest.mark.parametrize("planted", PLANTED)
def test_the_search_finds_what_is_there(home: Path, planted: str) -> None:
    home.mkdir()
    for number, form in enumerate(sorted(forms(planted))):
        cells = pa.table({"a": [None, f"x {form.upper()} y"], "_row": [1, 2]})
        pq.write_table(cells, home / f"{number}.parquet")
        (home / f"{number}.json").write_text(json.dumps({"sentence": form}, ensure_ascii=False))
    where = {name for identifier, name in found(home) if identifier == planted}
    assert where == {path.name for path in home.iterdir()}
