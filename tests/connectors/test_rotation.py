"""A new wrapping key: every raw page stays readable all the while, and the former key opens none afterwards."""

import json
import random
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from config.locks import hold
from config.outcomes import read_outcomes
from config.settings import settings
from connectors.kit.key_file import read_keys, replace_keys
from connectors.kit.landing import Manifest
from connectors.kit.privacy import Keys, PageUnreadable
from connectors.kit.raw import raw_page
from connectors.kit.rotation import KeyUnreadable, rotate_keys
from connectors.kit.runner import compact, show_raw
from ioc.main import app
from tests.connectors.killed import Killer
from tests.connectors.landed import known_dossier, land, landed, rows


def all_pages(home: Path) -> list[bytes]:
    """Each page of each batch, opened with the key file as it is."""
    return [show_raw(one.batch, 1) for one in landed(home)]


def opens(manifest: Manifest, keys: Keys) -> bool:
    try:
        raw_page(manifest, 1, keys, 1 << 20)
    except PageUnreadable:
        return False
    return True


def test_pages_open_with_the_new_key_alone(home: Path) -> None:
    land(*([known_dossier(number)] for number in range(1, 31)))
    compact("one_stop")
    former, pages, hashes = read_keys(), all_pages(home), rows(home)
    outcome = rotate_keys()
    new = read_keys()
    assert new.wrapping != former.wrapping and new.former == () and new.hashing == former.hashing
    assert all_pages(home) == pages and rows(home) == hashes
    assert not any(opens(one, former) for one in landed(home))
    assert (outcome.action, outcome.state, len(outcome.batches)) == ("rotate", "ok", 30)
    assert settings().key_file.stat().st_mode & 0o777 == 0o600


def test_a_key_file_of_version_1_is_read_and_rotated(home: Path) -> None:
    land([known_dossier(1)])
    keys = read_keys()
    old = {"version": 1, "hashing_key": keys.hashing.hex(), "wrapping_key": keys.wrapping.hex()}
    settings().key_file.write_text(json.dumps(old))
    assert read_keys() == keys
    rotate_keys()
    content = json.loads(settings().key_file.read_text())
    assert content["version"] == 2 and len(content["wrapping_keys"]) == 1
    assert content["wrapping_keys"] != [old["wrapping_key"]]
    assert len(all_pages(home)) == 1


def test_a_rotation_waits_for_the_pull_that_read_the_former_key(home: Path) -> None:
    land([known_dossier(1)])
    rotation = threading.Thread(target=rotate_keys)
    with hold("one_stop", "pull"):
        former = read_keys()
        rotation.start()
        while not read_keys().former:
            pass
        landed_with_former(former)
    rotation.join(10)
    assert not rotation.is_alive()
    assert len(all_pages(home)) == 2 and not any(opens(one, former) for one in landed(home))


def landed_with_former(former: Keys) -> None:
    """A batch whose key a pull wrapped that had read the key file before the rotation began."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.connectors.landed.read_keys", lambda: former)
        land([known_dossier(2)])


def test_a_key_that_nothing_opens_keeps_the_former_one(home: Path) -> None:
    land([known_dossier(1)], [known_dossier(2)])
    damaged = landed(home)[1].folder / "raw" / "key"
    wrapped = damaged.read_bytes()
    damaged.write_bytes(bytes(len(wrapped)))
    with pytest.raises(KeyUnreadable, match=r"chạy lại `ioc keys rotate`.*luồng dossier"):
        rotate_keys()
    assert len(read_keys().former) == 1
    assert read_outcomes(home / "outcomes")[-1].error == "KeyUnreadable"
    damaged.write_bytes(wrapped)
    result = CliRunner().invoke(app, ["keys", "rotate"])
    assert result.exit_code == 0 and "bọc lại khóa của 1 đợt" in result.stdout
    assert len(all_pages(home)) == 2 and read_keys().former == ()


def test_what_a_killed_one_left_beside_the_keys_is_removed(home: Path) -> None:
    land([known_dossier(1)])
    raw, key_file = landed(home)[0].folder / "raw", settings().key_file
    (raw / ".key.1.new").write_bytes(b"left")
    key_file.with_name(f".{key_file.name}.1.new").write_bytes(b"left")
    rotate_keys()
    assert sorted(path.name for path in raw.iterdir()) == ["000001", "key"]
    assert list(key_file.parent.iterdir()) == [key_file]


def test_keys_of_both_ages_do_not_show_themselves(home: Path) -> None:
    keys = read_keys()
    replace_keys(replace(keys, wrapping=b"n" * 32, former=(keys.wrapping,)))
    assert read_keys().former == (keys.wrapping,)
    assert repr(read_keys()) == "Keys()"


def assert_readable_after_a_kill(home: Path, tmp_path: Path, killing: Killer, instants: int | None) -> None:
    land(*([known_dossier(number)] for number in range(1, 7)))
    pages, former, keys = all_pages(home), read_keys(), settings().key_file.parent
    for folder in (home, keys):
        shutil.copytree(folder, tmp_path / "kept" / folder.name)
    every = range(1, killing.run("rotate").changes + 1)
    for instant in random.Random(20261123).sample(every, instants) if instants else every:
        for folder in (home, keys):
            shutil.rmtree(folder)
            shutil.copytree(tmp_path / "kept" / folder.name, folder)
        assert killing.run("rotate", before_change=instant).code == -9
        assert all_pages(home) == pages
        rotate_keys()
        assert all_pages(home) == pages and read_keys().former == ()
        assert not any(opens(one, former) for one in landed(home))
        assert list(keys.iterdir()) == [settings().key_file]


def test_killed_at_five_instants_pages_stay_readable_and_it_can_be_completed(
    home: Path, tmp_path: Path, killing: Killer
) -> None:
    assert_readable_after_a_kill(home, tmp_path, killing, 5)


@pytest.mark.faults
def test_killed_before_any_change_pages_stay_readable_and_it_can_be_completed(
    home: Path, tmp_path: Path, killing: Killer
) -> None:
    assert_readable_after_a_kill(home, tmp_path, killing, None)
