"""Reads XML a piece at a time, within bounds that no honest file comes near.

A document type, which is where entities are declared, is refused on sight, before the parser sees it; the network and
the expansion of entities are off besides. What lies between two records may hold so many bytes, so that memory is
bounded by one record however large the file: libxml2 bounds depth, attributes and texts by itself.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree  # type: ignore[import-untyped]

from connectors.health_record.flaws import Flawed

PIECE_BYTES = 65_536
# The largest record seen has some 40 kilobytes.
MOST_BYTES_BETWEEN_RECORDS = 2_097_152
DOCTYPE = b"<!DOCTYPE"
DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\x00", b"<\x00")
MARK = b"\xef\xbb\xbf"
# By this name a row says where in its file it stands, as far as that is known.
LINE, LAST_LINE = "line", 65_535
WRONG_SIGNS = {etree.ErrorTypes.ERR_INVALID_CHAR, etree.ErrorTypes.ERR_INVALID_ENCODING}


def elements(source: BinaryIO, wanted: tuple[str, ...], most_bytes: int) -> Iterator[etree._Element]:
    """The elements named `wanted`, each whole and gone again when the next is asked for.

    Raises `Flawed`: empty, encoding, doctype, cut_off, malformed, record_too_large, or too_large above `most_bytes`.
    """
    parser = etree.XMLPullParser(
        events=("end",),
        tag=wanted,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        yield from _fed(parser, source, most_bytes)
    except etree.XMLSyntaxError as error:
        raise Flawed("encoding" if error.code in WRONG_SIGNS else "malformed") from error


def line_of(element: etree._Element) -> int | None:
    """In which line of its file an element begins; None in a file without lines, and beyond those that are counted."""
    line = element.sourceline
    return line if line and 1 < line < LAST_LINE else None


def _fed(parser: etree.XMLPullParser, source: BinaryIO, most_bytes: int) -> Iterator[etree._Element]:
    piece = _opening(source)
    before, byte_count, since_record = b"", 0, 0
    while piece:
        byte_count, since_record = byte_count + len(piece), since_record + len(piece)
        if byte_count > most_bytes:
            raise Flawed("too_large")
        if DOCTYPE in before + piece.upper():
            raise Flawed("doctype")
        parser.feed(piece)
        for _, element in parser.read_events():
            yield element
            _forget(element)
            since_record = 0
        if since_record > MOST_BYTES_BETWEEN_RECORDS:
            raise Flawed("record_too_large")
        before = piece[-len(DOCTYPE) :].upper()
        piece = source.read(PIECE_BYTES)
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise Flawed("cut_off") from error


def _opening(source: BinaryIO) -> bytes:
    """The first piece, which shows in which encoding the file is."""
    piece = source.read(PIECE_BYTES)
    if not piece.strip():
        raise Flawed("empty")
    declared = DECLARED.match(piece.removeprefix(MARK))
    if piece.startswith(OTHER_ENCODINGS) or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii")):
        raise Flawed("encoding")
    return piece


def _forget(element: etree._Element) -> None:
    """Let go of a record and of everything before it."""
    element.clear()
    place: etree._Element | None = element
    while place is not None:
        parent = place.getparent()
        while parent is not None and place.getprevious() is not None:
            del parent[0]
        place = parent
