"""Run by a test in a process of its own: reads the DAG folder as Airflow does and prints what it found as JSON."""

import json
import sys
from datetime import timedelta

from airflow.dag_processing.dagbag import DagBag

LONGEST = timedelta(minutes=15)

bag = DagBag(dag_folder=sys.argv[1])
found = {
    dag_id: {
        "tasks": sorted(dag.task_ids),
        "owners": sorted({task.owner for task in dag.tasks}),
        "retries": {task.task_id: task.retries for task in dag.tasks},
        "waits": {
            task.task_id: [
                min(task.retry_delay * (task.retry_exponential_backoff or 1) ** attempt, LONGEST).total_seconds()
                for attempt in range(task.retries or 0)
            ]
            for task in dag.tasks
        },
        "outlets": {task.task_id: [asset.name for asset in task.outlets] for task in dag.tasks if task.outlets},
        "teardowns": [task.task_id for task in dag.tasks if task.is_teardown],
        "crons": [entry.expression for entry in getattr(dag.timetable, "timetables", [])],
        "timezone": str(dag.timezone),
        "max_active_runs": dag.max_active_runs,
        "catchup": dag.catchup,
        "guide": dag.doc_md or "",
        "schedule": type(dag.timetable).__name__,
    }
    for dag_id, dag in bag.dags.items()
}
print(json.dumps({"errors": bag.import_errors, "dags": found}))
