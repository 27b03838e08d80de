"""The dossiers as the source shows them at an instant, told from raw events: what happened, and nothing judged."""

from datetime import datetime, timedelta, timezone

import pandas

from tests.oracle.working_days import WorkingDays

VIETNAM = timezone(timedelta(hours=7))
UNKNOWN_STATUS = 0
STATUS_AFTER = {
    "applied": 1,
    "accepted": 2,
    "refused": 3,
    "started": 4,
    "supplement_requested": 5,
    "supplied": 4,
    "second_supplement_requested": 5,
    "second_supplied": 4,
    "resumed": 4,
    "withdrawn": 7,
    "completed": 9,
    "handed_out": 10,
}
REQUESTS = {"supplement_requested": "supplied", "second_supplement_requested": "second_supplied"}
DAYS = {"applied": "applied", "accepted": "accepted", "apologised": "apology"}
AT_THE_COUNTER, PAID_ONLINE = 1, (1, 2)
ALWAYS_THE_SAME = ["agency_code", "receiving_agency_code", "competence", "channel", "field_code"]


def local_date(instants: pandas.Series) -> pandas.Series:
    """The Vietnamese date of each instant: midnight there is 17:00 UTC of the day before."""
    dates: pandas.Series = instants.dt.tz_convert(VIETNAM).dt.tz_localize(None).dt.normalize()
    return dates.astype("datetime64[ns]")


def dossiers(events: pandas.DataFrame, clock: datetime, working_days: WorkingDays) -> pandas.DataFrame:
    """One row a dossier code, held ones included, with what its events up to `clock` say.

    Columns: those that never change, `status` (0: none that exists), the dates `applied, accepted, finished, due,
    last_request, apology` (NaT where not reached), `request_count`, `handling_days`, and what its papers and fees show.
    """
    known = events[events["shown_at"] <= pandas.Timestamp(clock)].sort_values("at", kind="stable")
    known = known.assign(day=local_date(known["at"]), event=known["event"].astype(str))
    told = known.groupby("dossier_code")[ALWAYS_THE_SAME].first()
    told["channel"] = told["channel"].fillna(AT_THE_COUNTER)
    told["status"] = _status(known)
    days = known.pivot(index="dossier_code", columns="event", values="day")
    days = days.reindex(columns=[*STATUS_AFTER, "apologised"]).astype("datetime64[ns]")
    told[list(DAYS.values())] = days[list(DAYS)]
    told["finished"] = days["withdrawn"].where(told["status"] == 7, days["completed"])
    told["due"] = local_date(known.dropna(subset="due_at").groupby("dossier_code")["due_at"].last()).reindex(told.index)
    told["request_count"] = days[list(REQUESTS)].notna().sum(axis=1)
    told["last_request"] = days[list(REQUESTS)].max(axis=1)
    told["handling_days"] = _handling_days(told, days, working_days)
    return told.join(_papers(known)).reset_index()


def _status(known: pandas.DataFrame) -> pandas.Series:
    """The status that the last event left; a mistyped one stays, whatever happens later."""
    after = known["event"].map(STATUS_AFTER).where(known["event"] != "paused", known["pause_status"])
    status = after.astype("Int64").groupby(known["dossier_code"]).last()
    mistyped = known.loc[known["event"] == "status_mistyped", "dossier_code"]
    return status.where(~status.index.isin(mistyped), UNKNOWN_STATUS)


def _handling_days(told: pandas.DataFrame, days: pandas.DataFrame, working_days: WorkingDays) -> pandas.Series:
    """Working days from acceptance to the end less those of waiting for supplements, never below none."""
    taken = working_days.up_to(told["finished"]) - working_days.up_to(told["accepted"])
    for requested, supplied in REQUESTS.items():
        waited = working_days.up_to(days[supplied]) - working_days.up_to(days[requested])
        taken = taken - waited.fillna(0)
    return taken.clip(lower=0)


def _papers(known: pandas.DataFrame) -> pandas.DataFrame:
    """What is attached: counts of documents, a fee and how it was paid, a result with its file."""
    of_one = known.assign(is_whole=known["has_result_code"] & known["has_result_file"]).groupby("dossier_code")
    counts = of_one[["digitised_count", "reused_count", "fee_amount"]].max()
    return pandas.DataFrame(
        {
            "is_digitised": counts["digitised_count"] > 0,
            "is_reused": counts["reused_count"] > 0,
            "has_fee": counts["fee_amount"] > 0,
            "is_paid_online": of_one["payment_channel"].last().isin(PAID_ONLINE),
            "has_electronic_result": of_one["is_whole"].any(),
        }
    )
