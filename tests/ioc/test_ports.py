import os
import socket
from collections.abc import Iterator

import pytest

from ioc import ports
from ioc.errors import Exit, PortTaken
from ioc.ports import Listener


@pytest.fixture
def taken() -> Iterator[socket.socket]:
    server = socket.create_server(("127.0.0.1", 0))
    yield server
    server.close()


def _listener(port: int) -> Listener:
    return Listener("màn hình treo tường", "IOC_PORTS__WALL", "127.0.0.1", port)


def test_a_taken_port_is_told_with_part_holder_and_variable(taken: socket.socket) -> None:
    port = taken.getsockname()[1]
    with pytest.raises(PortTaken) as refused:
        ports.require_free([_listener(port)])
    said = str(refused.value)
    assert f"Cổng {port} (màn hình treo tường)" in said
    assert f"tiến trình {os.getpid()} (" in said
    assert refused.value.status is Exit.WRONG_USE


def test_the_port_proposed_instead_is_free(taken: socket.socket) -> None:
    said = ports.sentence(_listener(taken.getsockname()[1]))
    proposed = int(said.rpartition("IOC_PORTS__WALL=")[2])
    assert not ports.is_taken(_listener(proposed))


def test_a_free_port_is_no_matter(taken: socket.socket) -> None:
    port = taken.getsockname()[1]
    taken.close()
    ports.require_free([_listener(port)])


def test_one_port_for_two_parts_is_refused(taken: socket.socket) -> None:
    port = taken.getsockname()[1]
    taken.close()
    with pytest.raises(PortTaken, match="cho cả màn hình treo tường và trang nghiệp vụ; đổi IOC_PORTS__PAGES"):
        ports.require_free([_listener(port), Listener("trang nghiệp vụ", "IOC_PORTS__PAGES", "127.0.0.1", port)])
