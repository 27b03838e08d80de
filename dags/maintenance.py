"""Once a week, what would grow for ever is cut back: Airflow's own history, unfinished batches, old snapshots."""

from datetime import timedelta
from pathlib import Path

from airflow.sdk import DAG, CronTriggerTimetable, get_current_context, task

OWNER = "Trung tâm điều hành"
KEEP_DAYS = 30

GUIDE_VI = f"""
### Bảo trì hằng tuần

03:00 chủ nhật. Các bước không phụ thuộc nhau; chạy lại được bất cứ lúc nào.

* **`remove_stale_partials`**: xóa các lô kéo dở đã bỏ.
* **`prune_snapshots`**: giữ số bản công bố theo `IOC_KEEP_SNAPSHOTS`, xóa bản cũ hơn; bản đang dùng luôn được giữ.
* **`clean_airflow`**: xóa lịch sử và nhật ký của Airflow cũ hơn {KEEP_DAYS} ngày.
"""


@task(task_display_name="Xóa lô kéo dở")
def remove_stale_partials() -> None:
    """Remove what killed pulls left unfinished; waits for a pull under way."""
    from config.locks import hold
    from config.places import places
    from connectors.kit.batch import remove_partial
    from connectors.kit.registry import sources

    for source_id in sources():
        with hold(source_id, "maintenance"):
            remove_partial(places().landing, source_id)


@task(task_display_name="Xóa bản công bố cũ")
def prune_snapshots() -> None:
    """Keep the newest snapshots, as many as the settings say; waits for a build under way."""
    from config.locks import hold
    from warehouse.publish import prune

    with hold("build", "maintenance"):
        prune()


@task(task_display_name="Dọn lịch sử Airflow")
def clean_airflow() -> None:
    """Cut Airflow's history and log files back to the last `KEEP_DAYS` days.

    Airflow hides its database's address from tasks; the variable `metadata_database` names it again.
    """
    import subprocess
    import sys

    from airflow.configuration import conf
    from airflow.sdk import Variable

    from config.settings import child_environment

    run_after = get_current_context()["dag_run"].run_after
    before = run_after - timedelta(days=KEEP_DAYS)
    command = ["db", "clean", "--clean-before-timestamp", before.isoformat(), "--skip-archive", "--yes"]
    environment = child_environment({"AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": Variable.get("metadata_database")})
    subprocess.run([sys.executable, "-m", "airflow", *command], env=environment, check=True)
    for file in Path(conf.get_mandatory_value("logging", "base_log_folder")).rglob("*.log"):
        if file.stat().st_mtime < before.timestamp():
            file.unlink()


with DAG(
    dag_id="maintenance",
    dag_display_name="Bảo trì",
    description="Dọn những gì lớn dần theo thời gian",
    doc_md=GUIDE_VI,
    schedule=CronTriggerTimetable("0 3 * * 0", timezone="Asia/Ho_Chi_Minh", run_immediately=timedelta(0)),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": OWNER},
    tags=["bảo trì"],
) as dag:
    remove_stale_partials()
    prune_snapshots()
    clean_airflow()
