"""What a file brought by hand must be before any parser sees it: told by its bytes, never by its name.

Nothing is unpacked here. An archive states what its members will hold; one that lies is stopped by the reader that
unpacks it, which has limits of its own.
"""

import re
import zipfile
from io import BytesIO

from connectors.kit.contract import Limits

MEGABYTE = 1_048_576
COMPOUND, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
# What all members of an archive may hold when unpacked, and how many there may be: a school's largest workbook has
# some 60 parts and 20 MB.
MOST_UNPACKED_BYTES, MOST_MEMBERS = 200 * MEGABYTE, 5_000
# Honest XML shrinks to a twentieth; a bomb to a thousandth.
MOST_TIMES, SMALL_BYTES = 200, 10 * MEGABYTE
# Archives in archives are how a bomb hides its size.
PACKED = re.compile(r"\.(zip|7z|rar|gz|bz2|xz|tar|jar|xlsx|xlsm|docx)$", re.IGNORECASE)
ENTITIES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
# Control signs that no text has; tabs, ends of lines and form feeds it may.
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

TOO_LARGE = "Tệp lớn hơn giới hạn {size} MB của nguồn này; hãy chia thành nhiều tệp, ví dụ theo tháng"
UNKNOWN = (
    "Không nhận kiểu tệp này. Kiểu tệp được nhận biết theo nội dung, không theo tên: chỉ nhận bảng tính .xlsx hoặc "
    ".xls, tệp chữ .csv hoặc .xml mã UTF-8, và .zip chứa các tệp đó"
)
BOMB = "Tệp nén khai báo nội dung lớn bất thường khi giải nén nên không được mở; hãy xuất lại tệp từ phần mềm"
NESTED = "Tệp nén chứa tệp nén khác nên không được mở; hãy nộp từng tệp bên trong"
DAMAGED = "Tệp bị hỏng hoặc bị cắt ngang, không mở được; hãy xuất lại từ phần mềm và nộp lại"
DECLARED = "Tệp XML có khai báo DTD hoặc thực thể (ENTITY) nên không được đọc; hãy xuất lại tệp không có khai báo đó"


def refusal(content: bytes, limits: Limits) -> str | None:
    """Why a file may not be opened at all, as a sentence; None where a parser may look at it."""
    if len(content) > limits.max_bytes:
        return TOO_LARGE.format(size=limits.max_bytes // MEGABYTE)
    if content.startswith(ZIP):
        return _refusal_of_archive(content)
    if not content or content.startswith(COMPOUND):
        return None
    return _refusal_of_text(content)


def _refusal_of_archive(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, UnicodeError):
        return DAMAGED
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED_BYTES or len(members) > MOST_MEMBERS:
        return BOMB
    if unpacked > SMALL_BYTES and unpacked > MOST_TIMES * len(content):
        return BOMB
    return NESTED if any(PACKED.search(member.filename) for member in members) else None


def _refusal_of_text(content: bytes) -> str | None:
    plain = content.decode("utf-16", errors="replace").encode() if content.startswith(UTF16) else content
    if BINARY.search(plain) or content.startswith(b"%PDF"):
        return UNKNOWN
    return DECLARED if plain.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and ENTITIES.search(plain) else None
