"""Build and publish when anything has landed, from whatever has landed: one late source never stops the others.

The hourly look is for the day's change, which is part of what a build is made of; where nothing changed the build's
digest is equal and there is nothing to do.
"""

from datetime import timedelta

from airflow.sdk import DAG, Asset, AssetAny, AssetOrTimeSchedule, CronTriggerTimetable, task

from connectors.kit.registry import sources

OWNER = "Trung tâm điều hành"
GUIDE_VI = """
### Dựng và công bố kho dữ liệu

Chạy khi **bất kỳ** nguồn nào có dữ liệu mới (`landed/<nguồn>`), và mỗi giờ một lần để sang ngày mới.

* **`build`**: dựng lại từ vùng tiếp nhận, kiểm tra, rồi mới công bố. Không có gì đổi thì kết thúc ngay.
* **Khi lỗi kiểm tra**: bản cũ vẫn được trình chiếu và tự ghi rõ tuổi dữ liệu; câu cuối trong *Logs* nói kiểm tra nào
  không đạt và ai xử lý.
* **Chạy tay**: bấm *Trigger* bất cứ lúc nào; chạy lại không đổi kết quả.
"""


@task(task_display_name="Dựng và công bố", retries=1, retry_delay=timedelta(seconds=10))
def build() -> dict[str, object]:
    """Build, check, publish; a named error leaves the published snapshot where it is."""
    from airflow.sdk.exceptions import AirflowSkipException

    from config.places import places
    from warehouse.build import build as build_warehouse

    if not any(places().landing.glob("*/[!.]*/*/manifest.json")):
        raise AirflowSkipException("Chưa có dữ liệu nào được tiếp nhận, chưa có gì để dựng.")
    result = build_warehouse()
    return {"snapshot": result.snapshot_id, "is_new": result.is_new, "held_sources": list(result.held_sources)}


with DAG(
    dag_id="rebuild",
    dag_display_name="Dựng kho dữ liệu",
    description="Dựng, kiểm tra và công bố kho dữ liệu",
    doc_md=GUIDE_VI,
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable("10 * * * *", timezone="Asia/Ho_Chi_Minh", run_immediately=timedelta(0)),
        assets=AssetAny(*(Asset(f"landed/{source_id}") for source_id in sources())),
    ),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": OWNER},
    tags=["kho dữ liệu"],
) as dag:
    build()
