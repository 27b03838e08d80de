"""Every night, what landed is kept small and no longer than allowed, and what would grow for ever is cut back."""

from datetime import timedelta
from pathlib import Path

from airflow.sdk import DAG, CronTriggerTimetable, get_current_context, task

OWNER = "Trung tâm điều hành"
KEEP_DAYS = 30
KEEP_OUTCOMES_DAYS = 400

GUIDE_VI = f"""
### Bảo trì hằng đêm

03:00 mỗi đêm. Các bước không phụ thuộc nhau; chạy lại được bất cứ lúc nào. Bước đầu chờ lượt kéo và lượt dựng đang
chạy.

* **`tend_landing`**: với từng nguồn, gộp các đợt nhỏ thành khối và xóa trang gốc đã quá hạn lưu (`raw_days`); dữ liệu
  không đổi. Một nguồn lỗi không giữ nguồn khác lại.
* **`prune_snapshots`**: giữ bản mới nhất của mỗi ngày (`IOC_KEEP_SNAPSHOTS` ngày), cuối tháng, ngày
  chốt quý báo cáo và bản đã dùng cho báo cáo; xóa các bản khác.
* **`prune_outcomes`**: xóa kết quả các lượt chạy cũ hơn {KEEP_OUTCOMES_DAYS} ngày; lượt mới nhất của mỗi việc luôn
  được giữ.
* **`clean_airflow`**: xóa lịch sử và nhật ký của Airflow cũ hơn {KEEP_DAYS} ngày.
"""


@task(task_display_name="Gộp đợt, xóa trang gốc quá hạn")
def tend_landing() -> None:
    """Compact and retain each source; waits for a pull or a build under way. Fails at the end if one of them did."""
    from connectors.kit import runner
    from connectors.kit.registry import sources

    failures = []
    for source_id in sources():
        for action in (runner.compact, runner.retain):
            try:
                action(source_id)
            except Exception as error:  # each has its outcome; what failed for one must not hold up the next
                failures.append(error)
    if failures:
        raise ExceptionGroup("Bảo trì vùng tiếp nhận chưa xong", failures)


@task(task_display_name="Xóa bản công bố cũ")
def prune_snapshots() -> None:
    """Keep the newest snapshots, as many as the settings say; waits for a build under way."""
    from config.locks import hold
    from warehouse.kept import prune

    with hold("build", "maintenance"):
        prune()


@task(task_display_name="Xóa kết quả cũ")
def prune_outcomes() -> None:
    """Keep what became of each run for longer than a year, so that a month can be compared with last year's."""
    from config.outcomes import prune_outcomes as prune
    from config.places import places

    prune(places().outcomes, KEEP_OUTCOMES_DAYS)


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
    schedule=CronTriggerTimetable("0 3 * * *", timezone="Asia/Ho_Chi_Minh", run_immediately=timedelta(0)),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": OWNER},
    tags=["bảo trì"],
) as dag:
    tend_landing()
    prune_snapshots()
    prune_outcomes()
    clean_airflow()
