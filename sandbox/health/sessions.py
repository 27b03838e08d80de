"""Telehealth sessions between the stations and the centre, and their list as the platform exports it."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sandbox.health.illness import working_number
from sandbox.health.places import places
from sandbox.people import residences

ANSWERS_TO_SESSIONS = 0x7E1E
A_DAY = 3.2
OPENS_AT, OPEN_MINUTES = 7 * 60 + 30, 540
STATES, STATE_SHARES = ("HOAN_THANH", "DA_HUY", "KHONG_KET_NOI"), (0.87, 0.08, 0.05)
SPECIALTIES = ("Nội tiết", "Tim mạch", "Da liễu", "Nhi", "Tâm thần", "Sản phụ khoa")
HEADER = "MA_PHIEN;CS_YEU_CAU;CS_TU_VAN;BAT_DAU;KET_THUC;CHUYEN_KHOA;KET_LUAN;CHUYEN_TUYEN;TRANG_THAI\r\n"


@dataclass(frozen=True)
class Session:
    """One session; minutes since midnight. `ended` is None where it did not come about."""

    code: str
    day: int
    requesting: str
    consulting: str
    started: int
    ended: int | None
    state: str
    specialty: str
    is_transferred: bool


def sessions(seed: int, scale: float, day: int) -> tuple[Session, ...]:
    """The sessions of a date (epoch day)."""
    if working_number(day) is None:
        return ()
    draw = np.random.default_rng([seed, ANSWERS_TO_SESSIONS, day])
    stations, centre = places()[: len(residences()) - 1], places()[-1]
    found = []
    for number in range(int(draw.poisson(A_DAY * min(scale * 4, 1.0)))):
        started = OPENS_AT + int(draw.integers(0, OPEN_MINUTES))
        state = str(draw.choice(STATES, p=STATE_SHARES))
        found.append(
            Session(
                code=f"TV-{_date(day):%Y%m%d}-{number + 1:03d}",
                day=day,
                requesting=stations[int(draw.integers(0, len(stations)))].code_on(day),
                consulting=centre.code_on(day),
                started=started,
                ended=started + int(draw.integers(8, 40)) if state == STATES[0] else None,
                state=state,
                specialty=SPECIALTIES[int(draw.integers(0, len(SPECIALTIES)))],
                is_transferred=bool(draw.random() < 0.12),
            )
        )
    return tuple(found)


def session_list(found: list[Session]) -> bytes:
    """The list as the platform writes it: semicolons, a mark of UTF-8 in front, day before month."""
    lines = [
        f"{one.code};{one.requesting};{one.consulting};{_shown(one.day, one.started)};"
        f"{_shown(one.day, one.ended) if one.ended is not None else ''};{one.specialty};Kết luận mẫu;"
        f"{'Có' if one.is_transferred else 'Không'};{one.state}\r\n"
        for one in found
    ]
    return (HEADER + "".join(lines)).encode("utf-8-sig")


def _shown(day: int, minute: int) -> str:
    return f"{_date(day):%d/%m/%Y} {minute // 60:02d}:{minute % 60:02d}"


def _date(day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=day)
