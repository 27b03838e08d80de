"""What a pull decides before and after its work: whether it is due, and whether there is news for `rebuild`.

Apart from the DAG file so that it can be tested without Airflow. Imports stand inside, because Airflow reads this
folder again and again.
"""

from datetime import datetime

SUNDAY = 7
DAY_OFF_VI = "Bỏ qua: {day} là ngày nghỉ theo config/calendar.csv; lượt ban đêm vẫn kéo."
NOT_NOW_VI = "Bỏ qua: lịch của nguồn không có lượt kéo lúc {time}."
NOT_CONNECTED_VI = "Bỏ qua: nguồn {source} chưa được kết nối (chưa có IOC_{SOURCE}__…) và không được mô phỏng."


def reason_to_skip(source_id: str, run_after: datetime) -> str | None:
    """Why the pull scheduled for the real instant `run_after` is left out, in Vietnamese; None where it is due.

    The calendar is asked on the project's clock, which is the sandbox's while it stands in for any source.
    """
    from config.sandbox_state import read_sandbox_state
    from config.settings import source_settings
    from connectors.kit.uploads import has_work

    if has_work(source_id):
        # Somebody brought a file and waits to see it: that is due at every hour, on days off too.
        return None
    state = read_sandbox_state()
    if not (source_settings(source_id) or (state is not None and state.stands_in_for(source_id))):
        return NOT_CONNECTED_VI.format(source=source_id, SOURCE=source_id.upper())
    why, at = _occasion(source_id, run_after)
    sentences = {"day_off": DAY_OFF_VI.format(day=f"{at:%d/%m/%Y}"), "none": NOT_NOW_VI.format(time=f"{at:%H:%M}")}
    return sentences.get(why)


def is_to_reconcile(source_id: str, run_type: str, run_after: datetime) -> bool:
    """Whether this pull also compares the list of all keys, which alone tells what is gone: on Sunday nights."""
    why, at = _occasion(source_id, run_after)
    return run_type == "scheduled" and why == "nightly" and at.isoweekday() == SUNDAY


def _occasion(source_id: str, run_after: datetime) -> tuple[str, datetime]:
    """Why a source is pulled at the real instant `run_after`, and that instant on the project's clock."""
    from config.calendar import occasion
    from config.clock import TIMEZONE
    from config.sandbox_state import read_sandbox_state
    from connectors.kit.registry import source

    state = read_sandbox_state()
    in_use = state is not None and state.is_in_use()
    at = (state.at(run_after) if state is not None and in_use else run_after).astimezone(TIMEZONE)
    times = source(source_id).schedule
    why = occasion(
        at,
        nightly=times.nightly,
        office=times.office,
        sandbox=times.sandbox if state is not None and state.stands_in_for(source_id) else None,
        rests=times.rests,
    )
    return why, at


def has_unpublished(source_id: str) -> bool:
    """Whether a batch of this source landed that the published snapshot has neither used nor held back.

    Looks at the landing folder and at the pointer file only, so that a pull or a build killed at any point is made good
    by the next run.
    """
    import json

    from config.places import places

    landed = [path.parent.name for path in (places().landing / source_id).glob("[!.]*/*/manifest.json")]
    try:
        pointer = json.loads(places().pointer.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return bool(landed)
    seen = [pointer["horizons"].get(source_id) or "", *pointer["held_batches"].get(source_id, ())]
    return max(landed, default="") > max(seen)
