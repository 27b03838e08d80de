"""Each rule over the whole project, and each rule seen to find a planted fault and to leave its neighbour alone."""

from pathlib import Path

import pytest

from tests.architecture import python_rules, sizes, text_rules
from tests.architecture.files import PACKAGES, Rule, Source, report, repository, sources

EVERYTHING = repository()
PYTHON = sources(".py")
WITH_SQL = (*PYTHON, *sources(".sql"), *sources(".toml"))
DAGS = sources(".py", ("dags",))
CONNECTORS = tuple(source for source in sources(".py", ("connectors",)) if len(source.path.parts) > 2)
NAMED = (*sources(".py", (*PACKAGES, "dags", "tests")), *sources(".sql"), *sources(".toml"))
WRITTEN = tuple(source for source in EVERYTHING if "sample" not in source.path.parts)

RULES: dict[str, tuple[Rule, tuple[Source, ...]]] = {
    "one clock": (python_rules.clocks, PYTHON),
    "no clock in SQL": (text_rules.sql_clocks, WITH_SQL),
    "one reader of the environment": (python_rules.environment, PYTHON),
    "network in connectors": (python_rules.network, PYTHON),
    "excepts": (python_rules.broad_excepts, (*PYTHON, *sources(".py", ("tests",)))),
    "names": (python_rules.names, NAMED),
    "imports of DAG files": (python_rules.dag_imports, DAGS),
    "names of DAG files": (python_rules.dag_names, DAGS),
    "sources apart": (python_rules.connector_imports, CONNECTORS),
    "sizes": (sizes.sizes, sizes.sized_files()),
    "unicode": (text_rules.composed, WRITTEN),
    "spelling": (text_rules.spelling, WRITTEN),
    "nobody's machine": (text_rules.foreign, EVERYTHING),
}

LONG_FUNCTION = "def build() -> None:\n" + "    step()\n" * 31
OLD_SPELLING = "s\u1ee9c kho\u1ebb"
DECOMPOSED = "ty\u0309 le\u0323\u0302"

PLANTED = [
    ("one clock", "warehouse/a.py", "from datetime import datetime as d\nnow = d.now()"),
    ("one clock", "sandbox/a.py", "import datetime\nnow = datetime.date.today()"),
    ("one clock", "ioc/a.py", "import time as t\nstart = t.time()"),
    ("one clock", "ioc/a.py", "from time import time_ns"),
    ("one clock", "dashboards/a.py", "import pandas as pd\nfield(default_factory=pd.Timestamp.now)"),
    ("one clock", "dags/a.py", "from airflow.sdk import timezone\ntimezone.utcnow()"),
    ("no clock in SQL", "warehouse/marts/a.sql", "SELECT 1 -- why\nWHERE day < current_date"),
    ("no clock in SQL", "connectors/x/staging/a.sql", "SELECT Now ( ) AS a"),
    ("no clock in SQL", "config/indicators/a.toml", "[[definition]]\nwhere = 'a < today()'"),
    ("no clock in SQL", "connectors/x/source.toml", "[[table.a.rule]]\nvalues.b = 'CURRENT_TIMESTAMP'"),
    ("no clock in SQL", "warehouse/a.py", "sql = f'SELECT {x} WHERE a < now()'"),
    ("one reader of the environment", "ioc/a.py", "import os\nos.environ['A'] = '1'"),
    ("one reader of the environment", "ioc/a.py", "from os import getenv as g\ng('A')"),
    ("network in connectors", "ioc/a.py", "from urllib.request import urlopen"),
    ("network in connectors", "warehouse/a.py", "import http.client"),
    ("excepts", "ioc/a.py", "try:\n    a()\nexcept Exception:\n    pass"),
    ("excepts", "ioc/a.py", "try:\n    a()\nexcept:  # noqa: E722\n    pass"),
    ("excepts", "ioc/a.py", "try:\n    a()\nexcept (ValueError, Exception) as error:\n    pass"),
    ("excepts", "ioc/a.py", "with contextlib.suppress(Exception):\n    a()"),
    ("names", "warehouse/build_utils.py", ""),
    ("names", "warehouse/common/a.sql", ""),
    ("names", "warehouse/a.py", "class SnapshotManager: ..."),
    ("imports of DAG files", "dags/a.py", "import pandas"),
    ("imports of DAG files", "dags/a.py", "if True:\n    from config import clock"),
    ("imports of DAG files", "dags/a.py", "from connectors.kit import runner"),
    ("names of DAG files", "dags/warehouse.py", ""),
    ("names of DAG files", "dags/dash.py", ""),
    ("sources apart", "connectors/smas/pull.py", "from connectors.one_stop import pull"),
    ("sources apart", "connectors/kit/runner.py", "import connectors.one_stop.pull"),
    ("sizes", "warehouse/a.py", LONG_FUNCTION),
    ("sizes", "warehouse/a.py", "a = 1\n" * 251),
    ("sizes", "warehouse/a.sql", "SELECT\n" * 81),
    ("sizes", "warehouse/a.py", "# size: because\n" + "a = 1\n" * 251),
    ("unicode", "docs/a.md", DECOMPOSED),
    ("spelling", "docs/a.md", OLD_SPELLING),
    ("spelling", "docs/a.md", "B\u00ecnh Ho\u00e0"),
    ("spelling", "docs/a.md", "T\u1ec9 l\u1ec7"),
    ("spelling", "docs/a.md", "Th\u1ee7y, thu\u1ef7"),
    ("nobody's machine", "requirements.lock", "-" + "-index-url somewhere"),
    ("nobody's machine", "Dockerfile", "RUN pip install -" + "-extra-index-url x"),
    ("nobody's machine", "docs/a.md", "open /" + "home/somebody/ioc"),
]

INNOCENT = [
    ("one clock", "config/clock.py", "from datetime import datetime\ndatetime.now()"),
    ("one clock", "ioc/a.py", "import time\nfrom config import clock\ntime.monotonic(); clock.now(); clock.today()"),
    ("no clock in SQL", "warehouse/a.sql", "SELECT 'now()' AS a, b.today -- current_date\nFROM now_and_then"),
    ("no clock in SQL", "warehouse/a.toml", "description = 'not now() but then'"),
    ("no clock in SQL", "warehouse/a.py", '"""Never now()."""'),
    ("one reader of the environment", "config/settings.py", "import os\nos.environ"),
    ("network in connectors", "connectors/kit/a.py", "import http.client"),
    ("excepts", "connectors/kit/runner.py", "try:\n    a()\nexcept Exception:\n    raise"),
    ("excepts", "ioc/a.py", "try:\n    a()\nexcept Exception:  # whatever it is, the children must stop\n    raise"),
    ("names", "warehouse/build.py", "class Snapshot: ..."),
    ("imports of DAG files", "dags/a.py", "from airflow.sdk import dag\ndef task():\n    import pandas"),
    ("names of DAG files", "dags/ingest.py", ""),
    ("sources apart", "connectors/smas/pull.py", "from connectors.kit import http\nfrom connectors.smas import marks"),
    ("sizes", "warehouse/a.py", "# size: one table, easier to read in one piece\n" + LONG_FUNCTION),
    ("sizes", "warehouse/a.sql", "-- size: the form has eleven columns\n" + "SELECT\n" * 81),
    ("unicode", "docs/a.md", "tỷ lệ"),
    (
        "spelling",
        "docs/a.md",
        "sức khỏe, tỷ lệ, Bình Hòa, hoàn thành, khoản, quý, quỹ, thủy, Quỳnh, thuyền, nguyễn, khuyến",
    ),
    ("spelling", "connectors/a.py", f"a = {OLD_SPELLING!r}  # spelling: as the source writes it"),
    ("nobody's machine", "docs/a.md", "data/landing, ./work, registry of sources, network/home/a"),
]


@pytest.mark.parametrize("name", RULES)
def test_the_project_keeps_the_rule(name: str) -> None:
    rule, among = RULES[name]
    assert among, "nothing to look at: the rule would pass for want of files"
    found = report(rule, among)
    assert not found, f"{rule.__doc__}\n{found}"


@pytest.mark.parametrize(("name", "path", "text"), PLANTED)
def test_a_planted_fault_is_found(name: str, path: str, text: str) -> None:
    assert report(RULES[name][0], (Source(Path(path), text),))


@pytest.mark.parametrize(("name", "path", "text"), INNOCENT)
def test_what_is_right_is_left_alone(name: str, path: str, text: str) -> None:
    assert report(RULES[name][0], (Source(Path(path), text),)) == ""


def test_every_rule_was_seen_failing() -> None:
    assert {name for name, _, _ in PLANTED} == set(RULES)
    assert {name for name, _, _ in INNOCENT} == set(RULES)
