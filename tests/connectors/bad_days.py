"""A small district behind a server whose bad days a test decides on, pulled without patience and built for real."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import httpx

from connectors.kit import attempts, registry, runner
from connectors.kit.contract import Source
from sandbox.faults import Faults
from tests.content import content
from tests.installation import CLOCK, Installation, installed, served
from warehouse import build as build_module
from warehouse.indicator_files import read_indicators

SEED, SCALE = 3, 0.004
SEARCH = "/one_stop/pa/dossier/search"
# A page of the window of September; the first one, and the one after it.
PAGE = "size=10&applied-from=2026-08-31"
LATER = CLOCK + timedelta(hours=2)
TIMEOUT_S = 0.8


def hurried(source_id: str, timeout_s: float = TIMEOUT_S) -> Source:
    """The contract with four windows of some pages each, and no patience."""
    contract = registry.source(source_id)
    limits = replace(contract.limits, requests_per_second=1e6, page_size=10, timeout_s=timeout_s)
    return replace(contract, first_day="2026-08-01", limits=limits)


@dataclass(frozen=True)
class World:
    """An installation beside its source, whose bad days the test decides on."""

    installation: Installation
    faults: Faults
    admin: httpx.Client

    def order(self, what: str, code: str) -> None:
        self.admin.post(what, json={"code": code}).raise_for_status()


@contextmanager
def world(folder: Path, timeout_s: float = TIMEOUT_S) -> Iterator[World]:
    faults = Faults()
    with installed(folder, seed=SEED, scale=SCALE) as installation:
        installation.patch.setattr(runner, "source", partial(hurried, timeout_s=timeout_s))
        installation.patch.setattr(attempts, "FIRST_WAIT_S", 0.01)
        installation.patch.setattr(build_module, "read_indicators", lambda: read_indicators()[:1])
        with (
            served(installation, with_dirt=False, faults=faults) as address,
            httpx.Client(base_url=f"{address}/admin/", trust_env=False) as admin,
        ):
            yield World(installation, faults, admin)


def mend(made: World, touched: frozenset[str], deleted: frozenset[str]) -> None:
    """The source sets right at LATER what was wrong."""
    made.installation.set_clock(LATER)
    for what, codes in (("delete", deleted), ("touch", touched - deleted)):
        for code in sorted(codes):
            made.order(what, code)


def met(made: World, *kinds: str) -> frozenset[str]:
    """The dossiers that were touched; it fails where a fault found no request to meet."""
    assert {each.kind for each in made.faults.met} >= set(kinds), made.faults.waiting
    return frozenset(code for each in made.faults.met if each.kind in kinds for code in each.codes)


@dataclass
class Clean:
    """What runs without faults come to; each is made once, in a folder below `folder`."""

    folder: Path
    known: dict[tuple[frozenset[str], ...] | None, str] = field(default_factory=dict)

    def day(self) -> str:
        """The content of one pull and build."""
        return self._content(None)

    def after(self, touched: frozenset[str], deleted: frozenset[str]) -> str:
        """The same, history left out, of a source in which these were touched, and those deleted, by LATER."""
        return self._content((touched, deleted))

    def _content(self, edited: tuple[frozenset[str], ...] | None) -> str:
        if edited not in self.known:
            with world(self.folder / str(len(self.known))) as made:
                if edited is not None:
                    mend(made, *edited)
                runner.pull("one_stop", reconcile=edited is not None)
                build_module.build()
                self.known[edited] = content(with_history=edited is None)
        return self.known[edited]
