"""One delivery as bytes: the school's whole workbook, or a file that cannot be opened."""

from collections.abc import Iterator

import numpy as np

from sandbox.smas import lower_secondary, primary_sheets
from sandbox.smas.children import PRIMARY
from sandbox.smas.class_lists import class_list
from sandbox.smas.habits import Habit, habit
from sandbox.smas.marks import marks
from sandbox.smas.paper import Paper, xls, xlsx
from sandbox.smas.primary import primary_results
from sandbox.smas.roster import roster
from sandbox.smas.terms import Delivery, Term

SECTOR = 512
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
# Of a corrupt file so much arrived.
ARRIVED = 0.6


def content(seed: int, scale: float, delivery: Delivery) -> bytes:
    """What the file of a delivery holds."""
    if delivery.flaw == "empty":
        return b""
    if delivery.flaw == "password":
        return encrypted(seed)
    own = habit(seed, delivery.school)
    papers = list(_papers(seed, scale, own, delivery.term))
    whole = xls(papers) if own.is_old_format else xlsx(papers)
    return whole[: int(len(whole) * ARRIVED)] if delivery.flaw == "corrupt" else whole


def encrypted(seed: int) -> bytes:
    """What Office writes with a password, as far as anybody without it can see: a compound file of two streams."""
    noise = np.random.default_rng([seed, 0x63]).bytes(8 * SECTOR)
    header = COMPOUND + bytes(16) + bytes.fromhex("3e000300feff0900") + bytes(SECTOR - 32)
    names = (text.encode("utf-16-le") for text in ("Root Entry", "EncryptionInfo", "EncryptedPackage"))
    folder = b"".join(name.ljust(64, b"\0") + len(name).to_bytes(2, "little") + bytes(62) for name in names)
    return header + folder.ljust(SECTOR, b"\0") + noise


def _papers(seed: int, scale: float, own: Habit, term: Term) -> Iterator[Paper]:
    yield class_list(own, term, roster(seed, scale, term.year).of(own.school.code))
    if own.has_hidden_sheet:
        yield Paper("DanhMuc", [("Mã HS", "Họ tên", "Toán"), ("5150000000000", "Mẫu Ẩn", 9)], is_hidden=True)
    if own.school.kind == PRIMARY:
        yield from primary_sheets.sheets(own, term, primary_results(seed, scale, term))
    else:
        yield from lower_secondary.sheets(
            lower_secondary.school_term(seed, scale, own, term, marks(seed, scale, term.year))
        )
