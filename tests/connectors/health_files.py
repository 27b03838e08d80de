"""Files of health facilities as tests need them, written out by hand: as little as a message may hold."""

import zipfile
from io import BytesIO

SENT = "20/11/2026 21:05:00"
SIGNED = "<SIGNATURE>MẪU</SIGNATURE>"


def record(general: str, more: str = "") -> str:
    """A HOSOSUCKHOE with what stands in its general part, and what follows."""
    return f"<HOSOSUCKHOE><THONGTINCHUNG>{general}</THONGTINCHUNG>{more}</HOSOSUCKHOE>"


def person(identity: str = "099180000001", commune: str = "21109", born: str = "01/02/1980") -> str:
    """The general part of somebody."""
    return f"<MADINHDANH>{identity}</MADINHDANH><NGAYSINH>{born}</NGAYSINH><MAXA_HIENTAI>{commune}</MAXA_HIENTAI>"


def injections(*given: tuple[str, str]) -> str:
    """(vaccine, date) of injections that were given."""
    rows = "".join(
        f"<THONGTINMUITIEM><MAVACXIN>{vaccine}</MAVACXIN><TRANGTHAI>1</TRANGTHAI><NGAYTIEM>{on}</NGAYTIEM></THONGTINMUITIEM>"
        for vaccine, on in given
    )
    return f"<TIEMCHUNG>{rows}</TIEMCHUNG>"


def records(*parts: str, sender: str = "51235", sent: str = SENT, signature: str = SIGNED) -> bytes:
    """A DATA message of QĐ 831."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><DATA><HEADER><SENDER_CODE>{sender}</SENDER_CODE>'
        f"<TRANSACTION_DATE>{sent}</TRANSACTION_DATE></HEADER><BODY>{''.join(parts)}</BODY>"
        f"<SECURITY>{signature}</SECURITY></DATA>"
    ).encode()


def visit(number: str, main: str, *, identity: str = "099180000001", more: str = "", other: str = "") -> str:
    """A HOSO with its XML1; `more` stands beside it."""
    return (
        f"<HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE><TONG_HOP><MA_LK>{number}</MA_LK>"
        f"<SO_CCCD>{identity}</SO_CCCD><MA_CSKCB>51200</MA_CSKCB><NGAY_VAO>202611200800</NGAY_VAO>"
        f"<MA_BENH_CHINH>{main}</MA_BENH_CHINH><MA_BENH_KT>{other}</MA_BENH_KT></TONG_HOP></NOIDUNGFILE></FILEHOSO>{more}"
        "<TRANGTHAI_LIENTHONG>1</TRANGTHAI_LIENTHONG></HOSO>"
    )


def visits(*parts: str, sent: str = "202611202130") -> bytes:
    """A GIAMDINHHS message of the centre."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><GIAMDINHHS><THONGTINDONVI><MACSKCB>51200</MACSKCB></THONGTINDONVI>'
        f"<THONGTINHOSO><NGAYLAP>{sent}</NGAYLAP><DANHSACHHOSO>{''.join(parts)}</DANHSACHHOSO></THONGTINHOSO>"
        "</GIAMDINHHS>"
    ).encode()


def visited(number: str, at: str, admitted: str = "202611200800", commune: str = "21040", **told: str) -> str:
    """A visit at a facility by somebody of a commune."""
    written = visit(number, told.pop("main", "J00"), **told).replace(">51200<", f">{at}<")
    written = written.replace("202611200800", admitted)
    return written.replace("</MA_LK>", f"</MA_LK><MAXA_CU_TRU>{commune}</MAXA_CU_TRU>")


def sent_by(station: str, *parts: str, sent: str = "202611202130") -> bytes:
    """The message of a station."""
    return visits(*parts, sent=sent).replace(b"<MACSKCB>51200<", f"<MACSKCB>{station}<".encode())


def packed(**members: bytes) -> bytes:
    """A .zip of members."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.xml", (2026, 11, 20, 21, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
