"""Whether the ports are free before anything is started; if not, who holds one and how to move to another."""

import socket
from dataclasses import dataclass

import psutil  # type: ignore[import-untyped]

from ioc.errors import PortTaken


@dataclass(frozen=True)
class Listener:
    """A server we are about to start: `part` in Vietnamese, `variable` the setting that moves its port."""

    part: str
    variable: str
    host: str
    port: int


def require_free(listeners: list[Listener]) -> None:
    """Raise `PortTaken` naming every port that is in use, or wanted twice."""
    sentences = [sentence(listener) for listener in listeners if is_taken(listener)]
    for number, listener in enumerate(listeners):
        for earlier in listeners[:number]:
            if earlier.port == listener.port:
                sentences.append(
                    f"Cổng {listener.port} được đặt cho cả {earlier.part} và {listener.part}; đổi {listener.variable}."
                )
    if sentences:
        raise PortTaken("\n".join(sentences))


def is_taken(listener: Listener) -> bool:
    """Whether a server could not listen there now; a socket still closing (TIME_WAIT) does not count."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((listener.host, listener.port))
            probe.listen()
        except OSError:
            return True
    return False


def sentence(listener: Listener) -> str:
    """What is said about a taken port: the number, the part that needs it, who holds it, the variable that moves it."""
    return (
        f"Cổng {listener.port} ({listener.part}) đang bị {_holder(listener.port)} chiếm. "
        f"Dừng tiến trình đó, hoặc chọn cổng khác, ví dụ: {listener.variable}={_free_port_near(listener)}"
    )


def _holder(port: int) -> str:
    unknown = "một tiến trình khác (không đọc được tên; có thể của người dùng khác)"
    for connection in psutil.net_connections("tcp"):
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port and connection.pid:
            return f"tiến trình {connection.pid} ({_command(connection.pid)})"
    return unknown


def _command(process_id: int) -> str:
    try:
        return " ".join(psutil.Process(process_id).cmdline()).strip()[:80] or "không rõ lệnh"
    except psutil.Error:
        return "không rõ lệnh"


def _free_port_near(listener: Listener) -> int:
    nearby = range(listener.port + 10, min(listener.port + 200, 65536))
    candidates = (Listener(listener.part, listener.variable, listener.host, port) for port in nearby)
    return next((candidate.port for candidate in candidates if not is_taken(candidate)), 0)
