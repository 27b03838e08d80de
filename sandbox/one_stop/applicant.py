"""The person or body that applies, as the counter wrote them down: what must never pass the landing zone."""

from datetime import timedelta
from typing import Any

from sandbox.one_stop.catalogue import REFORM
from sandbox.one_stop.lives import Lives
from sandbox.one_stop.matter import CITIZEN, OTHER
from sandbox.people import People, Person
from sandbox.working_time import local_day

PROVINCE = {"label": "Tỉnh Quảng Ngãi", "value": "51"}
HAMLETS = 9
BODIES = 900


def applicant(lives: Lives, place: int, pool: People) -> dict[str, Any]:
    """`applicant.data` of the dossier at `place`."""
    index = int(lives.person[place])
    person = pool.person(index)
    village = _village(lives, place, pool)
    return {
        "fullname": _full_name(lives, place, person),
        "gender": person.gender,
        "birthday": _birthday(person),
        "identityNumber": person.identity_number,
        "phoneNumber": person.phone_number,
        "email": person.email,
        "address": f"Thôn Mẫu {index % HAMLETS + 1}, {village['label']}, tỉnh Quảng Ngãi",
        "village": village,
        "province": PROVINCE,
    }


def _village(lives: Lives, place: int, pool: People) -> dict[str, str]:
    home = pool.residences[lives.home[place]]
    if local_day(lives.applied[place]) < REFORM:
        return {"label": home.old_name, "value": home.old_code}
    return {"label": home.new_name, "value": home.new_code}


def _full_name(lives: Lives, place: int, person: Person) -> str:
    kind = int(lives.applicant_kind[place])
    if kind in (CITIZEN, OTHER):
        return person.full_name
    body = int(lives.number[place]) % BODIES
    return f"Cơ sở Mẫu {body:03d}, đại diện {person.full_name}"


def _birthday(person: Person) -> str:
    # Vietnamese midnight, as the system stores every bare date.
    return f"{person.birthday - timedelta(days=1)}T17:00:00.000+0000"
