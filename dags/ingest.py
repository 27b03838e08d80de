"""One DAG for each source folder: bring what is new, then say so to whatever builds from it.

The schedule stands in the source's source.toml. Everything heavy is imported inside the task, so that this file parses
in milliseconds however many sources there are.
"""

from datetime import timedelta
from typing import Any

from airflow.sdk import DAG, Asset, MultipleCronTriggerTimetable, get_current_context, task, teardown

from connectors.kit.contract import Source
from connectors.kit.registry import sources

GUIDE_VI = """
### {title}

Kéo dữ liệu của nguồn `{id}` (chủ quản: {owner}) vào vùng tiếp nhận.

* **Lịch** (giờ Việt Nam): ban đêm `{nightly}`; giờ hành chính `{office}`; khi dùng dữ liệu mô phỏng `{sandbox}`.
  Lượt ban ngày tự bỏ qua (màu hồng, *skipped*) vào ngày nghỉ theo `config/calendar.csv`; lượt ban đêm thì không.
* **`pull`**: kéo phần mới. Lỗi thì thử lại 4 lần, khoảng cách tăng dần từ vài giây; phần đã kéo không mất.
* **`announce_landed`**: báo cho `rebuild` nếu có dữ liệu đã tiếp nhận mà chưa công bố, kể cả khi `pull` lỗi.
* **Kéo ngay**: bấm *Trigger*; lượt bấm tay không hỏi lịch. Chạy lại bao nhiêu lần cũng được, không trùng dữ liệu.
* **Khi lỗi**: mở *Logs* của `pull`; câu cuối nói nguyên nhân và cách xử lý. Xem thêm `ioc status`.
"""


def schedule(source: Source) -> MultipleCronTriggerTimetable:
    """Every time at which this source may be due; the task itself asks the calendar whether it is."""
    times = (source.schedule.nightly, source.schedule.office, source.schedule.sandbox)
    return MultipleCronTriggerTimetable(
        *(cron for cron in times if cron), timezone="Asia/Ho_Chi_Minh", run_immediately=timedelta(0)
    )


def guide(source: Source) -> str:
    """What the operator reads on the DAG's page."""
    times = source.schedule
    return GUIDE_VI.format(
        title=source.title_vi,
        id=source.id,
        owner=source.owner,
        nightly=times.nightly,
        office=times.office or "không có",
        sandbox=times.sandbox or "không có",
    )


@task(
    task_display_name="Kéo dữ liệu",
    retries=4,
    retry_delay=timedelta(seconds=5),
    retry_exponential_backoff=3,
    max_retry_delay=timedelta(minutes=15),
)
def pull(source_id: str) -> dict[str, Any]:
    """Pull one source, unless the calendar has no pull at this time; a run by hand is always due."""
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
    from ingest_decisions import is_to_reconcile, reason_to_skip

    from connectors.kit import runner

    run: Any = get_current_context()["dag_run"]
    skipped = None if run.run_type == "manual" else reason_to_skip(source_id, run.run_after)
    if skipped:
        raise AirflowSkipException(skipped)
    try:
        outcome = runner.pull(source_id, reconcile=is_to_reconcile(source_id, run.run_type, run.run_after))
    except Exception as error:  # whatever it is, `ioc up --once` waits for no second try
        if (run.conf or {}).get("retry", True):
            raise
        raise AirflowFailException(str(error)) from error
    return {"state": outcome.state, "batches": list(outcome.batches)}


def announcement(source_id: str) -> Any:
    """The task whose success tells `rebuild`; a teardown, so it also runs after a failed pull and hides no failure."""

    @teardown
    @task(task_display_name="Báo có dữ liệu mới", outlets=[Asset(f"landed/{source_id}")])
    def announce_landed() -> None:
        from airflow.sdk.exceptions import AirflowSkipException
        from ingest_decisions import has_unpublished

        if not has_unpublished(source_id):
            raise AirflowSkipException("Không có dữ liệu mới so với bản đang công bố.")

    return announce_landed()


for declared in sources().values():
    with DAG(
        dag_id=f"ingest__{declared.id}",
        dag_display_name=f"Tiếp nhận · {declared.title_vi}",
        description=f"Kéo dữ liệu từ {declared.title_vi}",
        doc_md=guide(declared),
        schedule=schedule(declared),
        catchup=False,
        max_active_runs=1,
        default_args={"owner": declared.owner},
        tags=["tiếp nhận", declared.id],
    ) as dag:
        pull(declared.id) >> announcement(declared.id)
    globals()[dag.dag_id] = dag
