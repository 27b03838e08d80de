"""How a source lets us in is declared, and a declaration that cannot work is refused where it is read."""

from pathlib import Path

import pytest

from config.errors import ConfigurationInvalid
from connectors.kit.declaration import read_source
from connectors.kit.registry import source


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    """A copy of the portal's declaration, to be changed."""
    path = tmp_path / "national_portal" / "source.toml"
    path.parent.mkdir()
    path.write_bytes((source("national_portal").folder / "source.toml").read_bytes())
    return path


def changed(path: Path, before: str, after: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    return path


def test_a_source_wants_a_token_unless_it_says_otherwise(portal: Path) -> None:
    assert source("one_stop").auth == "client_credentials"
    assert read_source(portal).auth == "none"


@pytest.mark.parametrize(
    ("auth", "said"),
    [
        ('auth = "password"', r"access\.auth 'password' không thuộc client_credentials, none"),
        ('auth = "client_credentials"', "settings thiếu client_id, client_secret, token_url"),
        ("", "settings thiếu client_id, client_secret, token_url"),
    ],
)
def test_a_way_in_that_cannot_work_is_refused(portal: Path, auth: str, said: str) -> None:
    with pytest.raises(ConfigurationInvalid, match=said):
        read_source(changed(portal, 'auth = "none"', auth))
