"""Which sources the district stands in for by now: one whose past is still being landed joins once that is there."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from config.sandbox_state import SandboxState
from sandbox.announcement import NATIONAL_PORTAL, ONE_STOP, announce
from sandbox.stores import Store, bring_all_to


class Opening:
    """Announces each source as soon as it `is_awaited` no more and its store stands at the present."""

    def __init__(
        self, state: SandboxState, secret: str, stores: Sequence[Store], is_awaited: Callable[[str], bool]
    ) -> None:
        self._state, self._secret, self._stores, self._is_awaited = state, secret, stores, is_awaited
        self._address: tuple[str, int] | None = None
        self._told = threading.Lock()
        self._awaited: tuple[str, ...] = ()

    def bring_to(self, instant: datetime) -> None:
        """Bring the stores that nobody lands a past of up to `instant`, and announce those that are new among them."""
        ids = (ONE_STOP, NATIONAL_PORTAL, *(store.source_id for store in self._stores))
        awaited = tuple(source_id for source_id in ids if self._is_awaited(source_id))
        bring_all_to([store for store in self._stores if store.source_id not in awaited], instant)
        with self._told:
            has_changed, self._awaited = awaited != self._awaited, awaited
            if has_changed:
                self._announce()

    def listen_at(self, host: str, port: int) -> None:
        """Announce the server that answers there from now on."""
        with self._told:
            self._address = (host, port)
            self._announce()

    def is_awaiting(self) -> bool:
        """Whether any source is still to join."""
        return bool(self._awaited)

    def _announce(self) -> None:
        if self._address:
            ready = [store for store in self._stores if store.source_id not in self._awaited]
            announce(self._state, *self._address, self._secret, ready, self._awaited)
