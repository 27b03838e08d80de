"""What happened at the health facilities as tables, for whoever wants to check the warehouse independently.

Nothing is judged and nothing is parsed: these are the rows from which the files are written, with the faults that were
put in. Asked at T, they hold what lay in the folder at T. `person` is who it was, by the number that a file tells of
them ("099…" identity, "bhxh …" insurance, else the sender's own); it is empty where a file tells none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from sandbox.health.deliveries import RECORDS, SESSIONS, VISITS, Delivery, Writer, deliveries
from sandbox.health.dirt import OF_RECORDS
from sandbox.health.places import places
from sandbox.health.record_xml import NAMES_CHANGED
from sandbox.health.records import PERIODIC
from sandbox.health.visit_xml import Told
from sandbox.people import residences

KINDS = {RECORDS: "record", VISITS: "visit", SESSIONS: "telehealth"}


@dataclass(frozen=True)
class Events:
    """`files`: kind, facility_code, day, changed_at, is_cut_off. `messages` (a record sent): person, facility_code,
    commune_code, birth_date, sent_at, fault. `injections`: person, vaccine_code, injected_date, sent_at, fault.
    `checkups`: person, facility_code, examined_date, kind, sent_at, fault. `visits`: sender, number, person,
    facility_code, commune_code, admitted_date, main, other, is_insured, link_state, sent_at, fault. `sessions`: code,
    day, requesting, consulting, is_finished.
    """

    files: pd.DataFrame
    messages: pd.DataFrame
    injections: pd.DataFrame
    checkups: pd.DataFrame
    visits: pd.DataFrame
    sessions: pd.DataFrame


def events(seed: int, scale: float, until: datetime, *, since: datetime | None = None) -> Events:
    """Everything that lay in the folder at `until` (and not at `since`), of files that came whole."""
    writer = Writer(seed, scale)
    after = int(since.timestamp()) if since else 0
    found: dict[str, list[dict[str, object]]] = {name: [] for name in Events.__dataclass_fields__}
    for delivery in deliveries(after, int(until.timestamp())):
        found["files"].append(_file(delivery))
        if delivery.is_cut_off:
            continue
        if delivery.kind == RECORDS:
            for name, row in _of_records(writer, delivery):
                found[name].append(row)
        elif delivery.kind == VISITS:
            found["visits"] += _of_visits(writer, delivery)
        else:
            found["sessions"] += _of_sessions(writer, delivery)
    return Events(**{name: pd.DataFrame(rows) for name, rows in found.items()})


def _file(delivery: Delivery) -> dict[str, object]:
    return {
        "kind": KINDS[delivery.kind],
        "facility_code": delivery.sender,
        "day": _date(delivery.day),
        "changed_at": delivery.written_at,
        "is_cut_off": delivery.is_cut_off,
    }


def _of_records(writer: Writer, delivery: Delivery) -> Iterator[tuple[str, dict[str, object]]]:
    for day, place, content in writer.messages_of(delivery):
        facility_code, sent_at = places()[place].code_on(day), writer.sent(delivery, day)
        told = {"facility_code": facility_code, "sent_at": sent_at}
        faults = OF_RECORDS.of(day, place, len(content.day))
        for person, what, fault in zip(content.person.tolist(), content.what.tolist(), faults, strict=True):
            who = {"person": None if fault == "nobody" else writer.named(person, facility_code), "fault": fault}
            home = residences()[int(writer.who.residence[person])]
            is_old = day < NAMES_CHANGED or fault == "old_commune"
            commune_code = home.old_code if is_old else home.new_code
            yield "messages", told | who | {"commune_code": commune_code, "birth_date": writer.who.birthday(person)}
            injections, checkups = writer.records.told(person, what, day)
            for number, (vaccine, on) in enumerate(injections or ()):
                wrong = fault if fault == "before_birth" and number == 0 else None
                row = {"vaccine_code": vaccine, "injected_date": _date(on), "sent_at": sent_at, "fault": wrong}
                yield "injections", who | row
            for on, reason in checkups or ():
                kind, wrong = "periodic" if reason == PERIODIC else "screening", fault if on == day else None
                yield "checkups", told | who | {"examined_date": _date(on), "kind": kind, "fault": wrong}


def _of_visits(writer: Writer, delivery: Delivery) -> Iterator[dict[str, object]]:
    for day, content in writer.visits_told(delivery):
        sent = writer.sent(delivery, day)
        for one in content:
            yield _visit(writer, delivery.sender, one) | {"sent_at": sent}


def _visit(writer: Writer, sender: str, one: Told) -> dict[str, object]:
    visit = one.visit
    is_insured, person = writer.visitor(sender, one)
    return {
        "sender": sender,
        "number": one.code(sender),
        "person": person,
        "facility_code": places()[visit.place].code_on(visit.day),
        "commune_code": writer.commune_of(one),
        "admitted_date": _date(visit.day),
        "main": visit.main,
        "other": visit.other,
        "is_insured": is_insured,
        "link_state": one.link_state,
        "fault": one.fault,
    }


def _of_sessions(writer: Writer, delivery: Delivery) -> Iterator[dict[str, object]]:
    for one in writer.sessions_of(delivery):
        yield {
            "code": one.code,
            "day": _date(one.day),
            "requesting": one.requesting,
            "consulting": one.consulting,
            "is_finished": one.ended is not None,
        }


def _date(day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=day)
