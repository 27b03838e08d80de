"""A source is a folder: adding one changes nothing outside of its own places, and where it must, the kit is mended."""

from pathlib import Path

import pytest

from connectors.kit.registry import sources
from tests.architecture.files import Source, report, repository
from tests.architecture.files import sources as files_of
from tests.architecture.source_places import IN_FOLDER, NEEDED, REMARK, source_names, tries

AMONG = tuple(file for ending in (".py", *REMARK) for file in files_of(ending))


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
    tests = [file for file in files_of(".py", ("tests",)) if file.path.parts[1] == "connectors"]
    assert any(tries(file, name) for file in tests), f"no test in tests/connectors works with {name}"


def test_a_word_in_a_test_tries_no_source() -> None:
    words = '"""Of smas."""\nNAME = "smas"\nassert pull("one_stop") != "smas"'
    assert not tries(Source(Path("tests/connectors/test_a.py"), words), "smas")
    assert tries(Source(Path("tests/connectors/test_a.py"), words), "one_stop")
    assert tries(Source(Path("tests/connectors/test_a.py"), "SOURCE = registry.source('smas')"), "smas")
    assert tries(Source(Path("tests/connectors/test_a.py"), "from connectors.smas.titles import a"), "smas")
    assert not tries(Source(Path("tests/connectors/test_a.py"), "from connectors.smas_two.titles import a"), "smas")


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
        ("warehouse/marts/education/mark.sql", "SELECT * FROM staging.satisfaction__rating"),
        ("warehouse/marts/satisfaction/rating.toml", "source = 'smas'"),
        ("dashboards/screens/health/screen.py", "SOURCE = 'smas'"),
        ("dashboards/assets/pages/pages.css", ".satisfaction td { color: red }"),
        ("dashboards/assets/satisfaction.css", "td { color: red }"),
        ("dashboards/smas.py", "PATH = '/'"),
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
        ("dashboards/screens/satisfaction/tiles.py", "SOURCES = ('satisfaction', 'one_stop')"),
        ("dashboards/assets/pages/satisfaction.css", ".satisfaction td { color: red }"),
        ("dashboards/assets/pages/pages.css", "/* as satisfaction has it */"),
        ("dashboards/screens/wall/scenes/overview/facts.py", "BOOKS = 'smas'"),
        ("sandbox/stores.py", "from sandbox.satisfaction import DeviceDatabase"),
        ("tests/a.py", "pull('smas')"),
    ],
)
def test_its_own_places_may_name_it(path: str, text: str) -> None:
    assert not report(source_names, (Source(Path(path), text),))
