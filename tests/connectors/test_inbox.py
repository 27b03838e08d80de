"""A file that a person brings: judged, accepted, landed with who and when, taken back; whatever is cut off between."""

import json
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from config.locks import hold
from config.places import places
from connectors.kit import inbox, receipts
from connectors.kit.errors import ContractBroken
from connectors.kit.landing import Manifest, manifests, standing
from connectors.kit.receipts import Receipt
from connectors.kit.runner import pull, replay, show_raw
from tests.connectors.killed import Killer
from tests.connectors.landed import read
from tests.connectors.uploaded import APPLICANT, PHONE, dossier_list, line, plain_list, text, workbook
from tests.installation import CLOCK, Installation, installed

WHO = "UBND xã Vạn Tường"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Installation]:
    """An office without any account: no source is reachable, and no sandbox stands in."""
    with installed(tmp_path) as installation:
        yield installation


def accepted(content: bytes | None = None, who: str = WHO, name: str = "danh-sach.csv") -> Receipt:
    return inbox.accept(inbox.judge("one_stop", name, content or plain_list(line(1), line(2))), who)


def uploads() -> list[Manifest]:
    return [one for one in manifests(places().landing, "one_stop") if one.kind == "upload"]


def test_what_is_accepted_lands_with_who_and_when(office: Installation) -> None:
    receipt = accepted()
    office.set_clock(CLOCK + timedelta(minutes=20))
    outcome = pull("one_stop")
    (batch,) = uploads()
    assert (outcome.state, outcome.batches, outcome.rows) == ("ok", (batch.batch,), 2)
    assert batch.by_hand and (batch.by_hand.who, batch.by_hand.at) == (WHO, CLOCK)
    assert (batch.by_hand.receipt, batch.landed_at) == (receipt.id, CLOCK + timedelta(minutes=20))
    assert [row["code"] for row in read(batch, "dossier")] == ["H48.152-261012-0001", "H48.152-261012-0002"]
    (told,) = inbox.received("one_stop")
    assert (told.state, told.batch, told.landed_at) == ("landed", batch.batch, batch.landed_at)
    assert pull_lands_nothing()


def pull_lands_nothing() -> bool:
    """Whether there is nothing left to take in: a source that nobody can reach then says so."""
    before = len(manifests(places().landing, "one_stop"))
    with pytest.raises(Exception, match="Chưa biết cách kết nối"):
        pull("one_stop")
    return len(manifests(places().landing, "one_stop")) == before


def test_nothing_is_kept_of_a_file_that_is_only_judged(office: Installation) -> None:
    inbox.judge("one_stop", "a.xlsx", dossier_list())
    assert not list(places().home.rglob("*"))


def test_a_waiting_file_is_for_its_owner_alone_and_gone_once_landed(office: Installation) -> None:
    receipt = accepted()
    waiting = [receipt.folder / name for name in (receipts.FILE, receipts.RECEIPT)]
    assert {stat.S_IMODE(path.stat().st_mode) for path in waiting} == {0o600}
    assert stat.S_IMODE(receipt.folder.stat().st_mode) == 0o700
    pull("one_stop")
    assert [path.name for path in receipt.folder.iterdir()] == [receipts.RECEIPT]


def test_the_screens_never_need_the_key_file(office: Installation) -> None:
    accepted()
    inbox.withdraw("one_stop", accepted(plain_list(line(3))).id, WHO)
    assert not (office.home.parent / "keys").exists()


def test_no_name_and_no_number_of_a_person_lands_or_is_told_back(office: Installation) -> None:
    listed = dossier_list(line(1), line(2, **{"Mã TTHC": APPLICANT, "Ngày nộp hồ sơ": PHONE}))
    judgement = inbox.judge("one_stop", f"{APPLICANT}.xlsx", listed)
    assert judgement.name is None and APPLICANT not in repr(judgement) and PHONE not in repr(judgement)
    inbox.accept(judgement, WHO)
    pull("one_stop")
    kept = b"".join(path.read_bytes() for path in places().home.rglob("*") if path.is_file())
    assert APPLICANT.encode() not in kept and PHONE.encode() not in kept


def test_the_name_of_a_file_is_kept_where_it_is_a_mere_code(office: Installation) -> None:
    assert accepted(name="H48.152_2026-11.csv", content=text([["Mã cơ quan", "Tên cơ quan"], ["H48.152", "Xã"]])).name


def test_the_same_file_is_taken_once(office: Installation) -> None:
    accepted()
    with pytest.raises(inbox.Refused, match=f"đã được {WHO} nộp lúc 07:30 ngày 23/11/2026"):
        accepted()
    pull("one_stop")
    with pytest.raises(inbox.Refused, match="không cần nộp lại"):
        accepted()
    inbox.withdraw("one_stop", inbox.received("one_stop")[0].id, WHO)
    assert accepted().state == "waiting", "one that was taken back may be brought again"


@pytest.mark.parametrize("who", ["", "   ", "x" * 81, "Nguyễn Văn A 0912345678", "a@b.vn", "xã\x00"])
def test_who_brings_a_file_is_an_office(office: Installation, who: str) -> None:
    with pytest.raises(inbox.Refused, match="tên cơ quan"):
        accepted(who=who)


def test_a_waiting_file_is_withdrawn_at_once(office: Installation) -> None:
    receipt = accepted()
    told = inbox.withdraw("one_stop", receipt.id, "Văn phòng HĐND và UBND xã")
    assert (told.state, told.withdrawn_by) == ("withdrawn", "Văn phòng HĐND và UBND xã")
    assert [path.name for path in receipt.folder.iterdir()] == [receipts.RECEIPT]
    assert pull_lands_nothing()


def test_a_landed_file_counts_no_more_from_its_withdrawal_on(office: Installation) -> None:
    receipt = accepted()
    pull("one_stop")
    office.set_clock(CLOCK + timedelta(hours=1))
    assert inbox.withdraw("one_stop", receipt.id, "Phòng Kinh tế").state == "withdrawing"
    pull("one_stop")
    landed = manifests(places().landing, "one_stop")
    assert [one.kind for one in landed] == ["upload", "withdrawal"]
    assert [one.kind for one in standing(landed)] == ["withdrawal"]
    assert standing(landed[:1]) == landed[:1], "what was known before stays known"
    assert inbox.received("one_stop")[0].state == "withdrawn"
    with pytest.raises(inbox.Refused, match="đã được rút"):
        inbox.withdraw("one_stop", receipt.id, WHO)


@pytest.mark.parametrize("receipt_id", ["nothing", "..", "../one_stop", ".hidden", ""])
def test_what_is_not_there_cannot_be_withdrawn(office: Installation, receipt_id: str) -> None:
    with pytest.raises(inbox.Refused, match="Không có tệp này"):
        inbox.withdraw("one_stop", receipt_id, WHO)


def test_a_file_that_is_being_landed_is_not_withdrawn(office: Installation) -> None:
    receipt = accepted()
    assert receipts.take(receipt) is not None
    assert inbox.received("one_stop")[0].state == "landing"
    with pytest.raises(inbox.Refused, match="đang được đưa vào kho"):
        inbox.withdraw("one_stop", receipt.id, WHO)
    pull("one_stop")
    assert inbox.received("one_stop")[0].state == "landed"


def test_one_cut_off_while_it_was_accepted_is_not_there(office: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError("power")))
        with pytest.raises(OSError, match="power"):
            accepted()
    assert inbox.received("one_stop") == ()
    accepted()
    assert [path.name for path in (places().inbox / "one_stop").iterdir() if path.name.startswith(".")] == []


def test_a_file_that_no_longer_can_be_read_stops_nothing(office: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = accepted(), accepted(plain_list(line(3)))
    from connectors.kit import rows

    def broken(*given: object) -> object:
        if given[-1].content == bad_content:  # type: ignore[attr-defined]
            raise ContractBroken("Tệp không còn đọc được", source="one_stop")
        return real(*given)  # type: ignore[arg-type]

    bad_content, real = (bad.folder / receipts.FILE).read_bytes(), rows.records
    monkeypatch.setattr(rows, "records", broken)
    pull("one_stop")
    states = {one.id: (one.state, one.sentence_vi) for one in inbox.received("one_stop")}
    assert states[good.id] == ("landed", None)
    assert states[bad.id][0] == "refused" and "không còn đọc được" in str(states[bad.id][1])


def test_raw_pages_and_replay_work_for_files_by_hand(office: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    content = plain_list(line(1))
    accepted(content)
    pull("one_stop")
    (batch,) = uploads()
    assert show_raw(batch.batch, 1) == content
    assert json.loads(show_raw(batch.batch, 1, 1))["code"] == "H48.152-261012-0001"
    monkeypatch.setattr("connectors.one_stop.uploads.UPLOAD_VERSION", "2")
    assert replay("one_stop").batches == (batch.batch,)
    assert [row["code"] for row in read(uploads()[0], "dossier")] == ["H48.152-261012-0001"]
    assert replay("one_stop").batches == ()


def test_what_people_brought_moves_no_watermark(office: Installation) -> None:
    from connectors.kit.bringing import Pull

    accepted()
    pull("one_stop")
    landed = manifests(places().landing, "one_stop")
    assert [(one.watermark_after, one.window) for one in landed] == [(None, None)]
    writing = type("W", (), {"is_invented": False})()
    stream = type("S", (), {"name": "dossier"})()
    assert Pull(writing, None, landed).of(stream) == []


def test_a_pull_under_way_does_not_keep_anybody_from_bringing_a_file(office: Installation) -> None:
    with hold("one_stop", "pull"):
        assert accepted().state == "waiting"


def test_killed_anywhere_a_file_lands_once(office: Installation, killing: Killer) -> None:
    """Each time another file, and a pull that dies before its n-th change to the file system; then a whole one."""
    deaths, change = 0, 1
    while True:
        accepted(plain_list(line(change)))
        run = killing.run("pull", "one_stop", before_change=change)
        deaths += run.code == -9
        if run.code == 0:
            break
        if any(one.state in ("waiting", "landing") for one in inbox.received("one_stop")):
            pull("one_stop")
        states = {one.state for one in inbox.received("one_stop")}
        landed = [one.by_hand.receipt for one in uploads() if one.by_hand]
        assert states == {"landed"} and len(landed) == len(set(landed)) == deaths
        change += 7
    assert deaths > 3


def test_a_withdrawal_killed_anywhere_is_done_once(office: Installation, killing: Killer) -> None:
    deaths, change = 0, 1
    while True:
        receipt = accepted(plain_list(line(change)))
        pull("one_stop")
        inbox.withdraw("one_stop", receipt.id, WHO)
        run = killing.run("pull", "one_stop", before_change=change)
        if run.code == 0:
            break
        deaths += 1
        if any(one.state == "withdrawing" for one in inbox.received("one_stop")):
            pull("one_stop")
        taken = [one for one in manifests(places().landing, "one_stop") if one.kind == "withdrawal"]
        assert len(taken) == len({one.by_hand.withdraws for one in taken if one.by_hand}) == deaths
        change += 8
    assert deaths > 3


def test_a_workbook_of_another_source_is_not_taken(office: Installation) -> None:
    devices = workbook([["Mã thiết bị", "Tên thiết bị", "Thang đánh giá", "Mã cơ quan", "Ngày lắp đặt"], ["K-1"] * 5])
    assert inbox.judge("one_stop", "a.xlsx", devices).refusal_vi
    assert inbox.judge("satisfaction", "a.xlsx", devices).stream == "device"
