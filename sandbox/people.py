"""The invented inhabitants: a pool that the seed fixes, so that the same person comes back with the same numbers.

In form they are real (12-digit identity, 10-digit phone), in substance visibly invented: no province has the identity
prefix 099, no operator the prefix 050, addresses are hamlets "Mẫu", and e-mail ends in the reserved `.example`.
"""

import csv
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

import numpy as np
import pandas as pd

from sandbox.working_time import Integers

POOL = 60_000
ANSWERS_TO_POOL = 0x9E09
OUTSIDE_OLD_DISTRICT = "21187"
NEW_SINCE = "2025-07-01"
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Tạ", "Cao")
MIDDLE = (
    ("Thị", "Ngọc", "Thu", "Kim", "Thanh", "Mỹ", "Bích", "Hồng"),
    ("Văn", "Đức", "Minh", "Quang", "Hữu", "Thanh", "Tấn", "Công"),
)
GIVEN = (
    ("An", "Bình", "Cúc", "Dung", "Hà", "Hạnh", "Hoa", "Hương", "Lan", "Liên", "Mai", "Nga", "Phượng", "Thảo", "Yến"),
    (
        "Anh",
        "Bảo",
        "Cường",
        "Dũng",
        "Hải",
        "Hùng",
        "Khoa",
        "Long",
        "Nam",
        "Phong",
        "Quân",
        "Sơn",
        "Thắng",
        "Tuấn",
        "Vũ",
    ),
)


@dataclass(frozen=True)
class Person:
    """One inhabitant as the counter writes them down; gender 1 is male, 0 female."""

    full_name: str
    identity_number: str
    phone_number: str
    gender: int = 1
    birthday: date = date(1980, 1, 1)

    @property
    def email(self) -> str:
        """An address below a reserved domain, made of the name and the phone's last digits."""
        plain = unicodedata.normalize("NFD", self.full_name.lower().replace("đ", "d"))
        words = "".join(letter for letter in plain if letter.isascii()).split()
        return f"{'.'.join(words)}{self.phone_number[-4:]}@hopthu.example"


@dataclass(frozen=True)
class Residence:
    """One old commune and the commune of 2025 that took it over."""

    old_code: str
    old_name: str
    new_code: str
    new_name: str
    weight: float


@dataclass(frozen=True)
class People:
    """The pool; arrays over persons. Those who lived outside the old district come last (`old_count` did not)."""

    residences: tuple[Residence, ...]
    old_count: int
    residence: Integers
    gender: Integers
    name: Integers
    birth_day: Integers
    offset: int
    planted: tuple[Person, ...]

    def person(self, index: int) -> Person:
        """The inhabitant at `index` of the pool; negative indices -1, -2 … are the planted ones."""
        if index < 0:
            return self.planted[-1 - index]
        gender, birthday = int(self.gender[index]), date(1970, 1, 1) + timedelta(days=int(self.birth_day[index]))
        century = 2 * (birthday.year >= 2000) + (1 - gender)
        serial = (index * 611_953 + self.offset) % 1_000_000
        return Person(
            self._name(int(self.name[index]), gender),
            f"099{century}{birthday.year % 100:02d}{serial:06d}",
            f"050{(index * 7_654_321 + self.offset) % 10_000_000:07d}",
            gender,
            birthday,
        )

    def _name(self, number: int, gender: int) -> str:
        number, family = divmod(number, len(FAMILY))
        number, middle = divmod(number, len(MIDDLE[gender]))
        return f"{FAMILY[family]} {MIDDLE[gender][middle]} {GIVEN[gender][number % len(GIVEN[gender])]}"


@lru_cache(maxsize=4)
def people(seed: int, planted: tuple[Person, ...] = ()) -> People:
    """The pool of this seed. `planted` persons apply on every day besides, so that a test can look for them."""
    draw = np.random.default_rng([seed, ANSWERS_TO_POOL])
    homes = residences()
    weights = np.array([home.weight for home in homes])
    residence = np.sort(draw.choice(len(homes), POOL, p=weights / weights.sum()))
    outside = int((np.array([home.old_code == OUTSIDE_OLD_DISTRICT for home in homes])[residence]).sum())
    return People(
        homes,
        POOL - outside,
        residence,
        draw.integers(0, 2, POOL),
        draw.integers(0, len(FAMILY) * len(MIDDLE[0]) * len(GIVEN[0]), POOL),
        draw.integers(-10_000, 13_000, POOL),
        int(draw.integers(0, 1_000_000)),
        planted,
    )


def identifiers(seed: int, planted: Sequence[Person] = ()) -> pd.DataFrame:
    """Every name, identity number, phone number and e-mail that may occur for this seed: one row a person."""
    pool = people(seed, tuple(planted))
    everybody = [pool.person(index) for index in range(-len(pool.planted), POOL)]
    return pd.DataFrame(
        {
            "full_name": [person.full_name for person in everybody],
            "identity_number": [person.identity_number for person in everybody],
            "phone_number": [person.phone_number for person in everybody],
            "email": [person.email for person in everybody],
        }
    )


@lru_cache(maxsize=1)
def residences() -> tuple[Residence, ...]:
    """The old communes with their share of the population of 2025; the one outside the old district stands last.

    population.csv is asked for the communes of 2025 only: within one, its seat counts double and the others alike.
    """
    units = _rows("units.csv")
    names = {row["code"]: row["short_name_vi"] for row in units if not row["valid_to"]}
    old = [row for row in units if row["level"] == "commune" and row["valid_to"]]
    heads = {row["unit_code"]: float(row["value"]) for row in _rows("population.csv") if row["unit_from"] == NEW_SINCE}
    parts = {code: sum(_part(row) for row in old if row["successor_code"] == code) for code in heads}
    return tuple(
        Residence(row["code"], row["name_vi"], code, names[code], heads[code] * _part(row) / parts[code])
        for row in sorted(old, key=lambda row: row["code"] == OUTSIDE_OLD_DISTRICT)
        for code in [row["successor_code"]]
    )


def _part(row: dict[str, str]) -> float:
    return 2.0 if row["code"] == row["successor_code"] else 1.0


def _rows(name: str) -> list[dict[str, str]]:
    with files("config").joinpath(name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
