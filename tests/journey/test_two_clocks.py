"""Late records change a figure that was sent: the demo's October, as it was known then and as it is known today."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from config import settings as settings_module
from ioc import prologue
from sandbox.one_stop import events
from tests.installation import Installation, installed
from tests.ioc.started import run
from warehouse import reader
from warehouse.build import build

pytestmark = pytest.mark.slow

SCALE = 0.4
# After October's last night had landed, before xã Bình Sơn entered on 06/11 what it had finished late.
KNOWN = datetime.fromisoformat("2026-11-02T12:00:00+07:00")
COMMUNE = "21040"
FINISHED = f"""
    SELECT dossier_code, completed_date > due_date AS is_late FROM marts.dossier
    WHERE unit_code = '{COMMUNE}' AND completed_date BETWEEN DATE '2026-10-01' AND DATE '2026-10-31'
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with the demo's thirty nights, published."""
    with installed(tmp_path_factory.mktemp("clocks"), scale=SCALE) as installation:
        installation.patch.setenv("IOC_SANDBOX__SCALE", str(SCALE))
        settings_module.settings.cache_clear()
        run(prologue.pasts())
        prologue.adopt()
        build()
        yield installation


def test_dossiers_entered_late_are_in_todays_october_and_not_in_the_one_known_then(demo: Installation) -> None:
    then = build(as_known_at=KNOWN)
    assert build(as_known_at=KNOWN).snapshot_id == then.snapshot_id and not build(as_known_at=KNOWN).is_new
    known, today = (reader.sql(FINISHED, snapshot).set_index("dossier_code") for snapshot in (then.snapshot_id, None))
    told = events(demo.seed, SCALE, datetime.fromisoformat("2026-11-22T01:00:00+07:00"))
    entered = told[told["shown_at"] > told["at"]]
    late = set(today.index) - set(known.index)
    assert late <= set(entered["dossier_code"]) and len(late) > 5
    assert today.loc[sorted(late), "is_late"].all()
    assert 1 - known["is_late"].mean() > 1 - today["is_late"].mean()


def test_the_two_readings_are_told_apart(demo: Installation) -> None:
    then = build(as_known_at=KNOWN)
    known = reader.as_known_at(KNOWN)
    assert known.published is None, "nothing was published before the demo's first day"
    assert known.recomputed and known.recomputed.id == then.snapshot_id
    assert known.recomputed.known_at <= KNOWN
    assert {each.kind for each in reader.kept()} == {"published", "recomputed"}
    assert reader.current() != known.recomputed
