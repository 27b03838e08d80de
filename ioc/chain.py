"""Pull and build through Airflow, watched: start an ingest run for each source, follow what it wakes to the end."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar

from ioc.airflow_api import Api, Run
from ioc.errors import AirflowRefused, AirflowUnavailable, Exit
from ioc.outcomes import BUILD, newest, pages_landed, published
from ioc.progress import Display, grouped

REBUILD = "rebuild"
READ_TIMEOUT_SECONDS = 120.0
PATIENCE_SECONDS = 60.0
TICK_SECONDS = 0.5

Answer = TypeVar("Answer")


@dataclass
class Ending:
    """How a chain ended: sentences for sources and builds that failed, {source: sentence}."""

    failed_sources: dict[str, str] = field(default_factory=dict)
    failed_build: str | None = None

    def followed_by(self, later: "Ending") -> "Ending":
        """How this chain and a later one ended: the newest build has taken up what an earlier one left."""
        return Ending(self.failed_sources | later.failed_sources, later.failed_build)

    def status(self) -> Exit:
        """The exit status of `ioc up --once`."""
        pointer = published()
        if self.failed_build or pointer is None:
            return Exit.NOTHING_PUBLISHED
        held = any(pointer["held_batches"].values())
        return Exit.PUBLISHED_WITHOUT_NEWEST if self.failed_sources or held else Exit.PUBLISHED


class Chain:
    """One pull-and-build. `pause(seconds)` waits and raises when the user wants to stop."""

    def __init__(self, api: Api, display: Display, pause: Callable[[float], None]) -> None:
        self.api, self.display, self.pause = api, display, pause

    def wait_for_dags(self, source_ids: Iterable[str]) -> None:
        """Until Airflow has read the DAGs. Raises `AirflowRefused` naming the files it could not read."""
        wanted = {REBUILD, *map(_ingest, source_ids)}
        until = time.monotonic() + READ_TIMEOUT_SECONDS
        while missing := wanted - self._asked(self.api.dag_ids):
            if time.monotonic() > until:
                reasons = "; ".join(self.api.import_errors()) or "không có tệp nào báo lỗi"
                raise AirflowRefused(f"Airflow chưa đọc được DAG {', '.join(sorted(missing))}: {reasons}")
            self.pause(TICK_SECONDS)

    def close_interrupted(self, began_at: datetime) -> None:
        """Give up runs that an earlier, killed `ioc up` left open: they would block new ones until they time out."""
        for run in self._asked(self.api.open_runs):
            if run.started_at is not None and run.started_at < began_at:
                self._asked(partial(self.api.give_up, run))

    def run(self, source_ids: Sequence[str], *, retry: bool) -> Ending:
        """Pull these sources, then build; returns when all has ended or waits for a later try (`retry`)."""
        ending = Ending()
        with self.display.phase("Tiếp nhận dữ liệu"):
            able = self._not_paused(source_ids, ending)
            pulls = {source_id: self._trigger(_ingest(source_id), {"retry": retry}) for source_id in able}
            before = {source_id: pages_landed(source_id) for source_id in pulls}
            ended = self._follow_pulls(pulls, before, ending)
        if ending.failed_build:
            return ending
        with self.display.phase("Dựng và công bố kho dữ liệu"):
            builds = self._woken(ended) or [self._trigger(REBUILD, {})]
            self._follow_builds(builds, ending)
        return ending

    def _not_paused(self, source_ids: Sequence[str], ending: Ending) -> list[str]:
        paused = self._asked(self.api.paused_dags)
        told = "DAG {dag} đang tạm dừng trong Airflow nên không chạy; mở lại ở đó để chạy tiếp."
        if REBUILD in paused:
            ending.failed_build = told.format(dag=REBUILD)
            self.display.complain(ending.failed_build)
            return []
        for source_id in source_ids:
            if _ingest(source_id) in paused:
                ending.failed_sources[source_id] = f"{source_id}: {told.format(dag=_ingest(source_id))}"
                self.display.complain(ending.failed_sources[source_id])
        return [source_id for source_id in source_ids if source_id not in ending.failed_sources]

    def _follow_pulls(self, pulls: dict[str, Run], before: dict[str, int], ending: Ending) -> list[Run]:
        waiting, ended = dict(pulls), []
        while waiting:
            self.pause(TICK_SECONDS)
            for source_id, run in list(waiting.items()):
                now = self._asked(partial(self.api.run, run))
                if now.has_ended or self._waits_for_retry(now):
                    ended.append(waiting.pop(source_id))
                    self._tell_pull(source_id, now, ending)
            counts = (
                f"{source_id}: {grouped(pages_landed(source_id) - before[source_id])} trang" for source_id in pulls
            )
            self.display.update(", ".join(counts))
        return ended

    def _waits_for_retry(self, run: Run) -> bool:
        return any(task.state == "up_for_retry" for task in self._asked(partial(self.api.tasks, run)))

    def _tell_pull(self, source_id: str, run: Run, ending: Ending) -> None:
        told = newest(source_id)
        if run.state == "success" and (told is None or told.state == "ok"):
            return
        reason = (told and told.sentence_vi) or "không rõ nguyên nhân, xem nhật ký của lượt chạy trong Airflow"
        later = "" if run.has_ended else " Airflow sẽ tự thử lại."
        ending.failed_sources[source_id] = f"{source_id}: {reason}{later}"
        self.display.complain(ending.failed_sources[source_id])

    def _woken(self, pulls: list[Run]) -> list[Run]:
        """The builds that the pulls woke, and one triggered here for a waking that is overdue.

        Airflow 3.3.2 forgets a source's waking where an earlier one of the same source still waits for a running build.
        """
        woken: dict[str, Run] = {}
        is_forgotten, until = False, time.monotonic() + PATIENCE_SECONDS
        for pull in pulls:
            while (started := self._asked(partial(self.api.woken, pull))) == [] and time.monotonic() < until:
                self.pause(TICK_SECONDS)
            is_forgotten |= started == []
            woken |= {run.run_id: run for run in started or () if run.dag_id == REBUILD}
        return [*woken.values(), *([self._trigger(REBUILD, {})] if is_forgotten else [])]

    def _follow_builds(self, builds: list[Run], ending: Ending) -> None:
        states = {run.run_id: run for run in builds}
        while not all(run.has_ended for run in states.values()):
            self.pause(TICK_SECONDS)
            states = {run_id: self._asked(partial(self.api.run, run)) for run_id, run in states.items()}
            if any(self._waits_for_retry(run) for run in states.values()):
                break
            self.display.update("")
        if not all(run.state == "success" for run in states.values()):
            told = newest(BUILD)
            ending.failed_build = (
                told and told.sentence_vi
            ) or "Dựng kho dữ liệu lỗi; xem nhật ký DAG rebuild trong Airflow."
            self.display.complain(ending.failed_build)

    def _trigger(self, dag_id: str, settings: Mapping[str, object]) -> Run:
        return self._asked(partial(self.api.trigger, dag_id, settings))

    def _asked(self, question: Callable[[], Answer]) -> Answer:
        """The answer, asked again while Airflow cannot give one: its server may just be restarted."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return question()
            except AirflowUnavailable:
                if time.monotonic() > until:
                    raise
            self.pause(TICK_SECONDS)


def _ingest(source_id: str) -> str:
    return f"ingest__{source_id}"
