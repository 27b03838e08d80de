"""A source is a folder: adding one changes nothing outside of its own places, and where it must, the kit is mended."""

from pathlib import Path

import pytest

from connectors.kit.registry import sources
from tests.architecture.files import Source, report, repository
from tests.architecture.files import sources as files_of
from tests.architecture.source_places import IN_FOLDER, NEEDED, source_names

AMONG = (*files_of(".py"), *files_of(".sql"))


def test_no_source_is_named_outside_of_its_own_places() -> None:
    assert len(AMONG) > 300
    found = report(source_names, AMONG)
    assert not found, f"{source_names.__doc__}\n{found}"


@pytest.mark.parametrize("name", sources())
def test_what_a_source_consists_of(name: str) -> None:
    folder = Path("connectors") / name
    inside = [file.path.relative_to(folder).as_posix() for file in repository() if folder in file.path.parents]
    assert set(NEEDED) <= set(inside)
    assert [each for each in inside if not IN_FOLDER.fullmatch(each)] == []
    assert [each for each in inside if each.startswith("staging/")]
    assert any(name in file.text for file in repository() if file.path.parts[:2] == ("tests", "connectors"))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("connectors/kit/runner.py", "if contract.id == 'satisfaction':\n    pass"),
        ("connectors/kit/a.py", "SLOW = {'one_stop': 3}"),
        ("connectors/one_stop/pull.py", "table = 'satisfaction__rating'"),
        ("warehouse/state.py", "query = 'SELECT * FROM staging.smas__mark'"),
        ("warehouse/configuration/a.sql", "SELECT * FROM accepted.national_portal__service_result"),
        ("ioc/nights.py", "from sandbox.satisfaction import story"),
        ("ioc/a.py", "import connectors.one_stop.pull"),
        ("dags/ingest.py", "sources.smas"),
        ("dashboards/components/a.py", "titles = {'smas': 'SMAS'}"),
        ("config/a.py", "IOC = 'IOC_SATISFACTION__URL'"),
    ],
)
def test_a_source_named_elsewhere_is_found(path: str, text: str) -> None:
    assert report(source_names, (Source(Path(path), text),))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("connectors/kit/a.py", '"""As one_stop does."""\n# satisfaction too\nnone_stopped = 1'),
        ("connectors/satisfaction/pull.py", "SOURCE = 'satisfaction'"),
        ("warehouse/marts/satisfaction/rating.sql", "SELECT * FROM staging.satisfaction__rating"),
        ("warehouse/a.sql", "SELECT a -- of satisfaction"),
        ("warehouse/a.py", "subject = 'dissatisfaction'"),
        ("dashboards/screens/satisfaction/screen.py", "PATH = '/satisfaction'"),
        ("sandbox/stores.py", "from sandbox.satisfaction import DeviceDatabase"),
        ("tests/a.py", "pull('smas')"),
    ],
)
def test_its_own_places_may_name_it(path: str, text: str) -> None:
    assert not report(source_names, (Source(Path(path), text),))
