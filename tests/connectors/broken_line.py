"""A line to a server that breaks after so many bytes."""

import socket
import threading
from contextlib import suppress

HOST = "127.0.0.1"


class Cut:
    """Stands between: hands on what the server sends, and hangs up after so many bytes, `times` times."""

    def __init__(self, port: int, after_bytes: int, times: int) -> None:
        self.left, self._after, self._to = times, after_bytes, port
        self._listener = socket.create_server((HOST, 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            near, _ = self._listener.accept()
            far = socket.create_connection((HOST, self._to))
            threading.Thread(target=self._hand_on, args=(near, far, None), daemon=True).start()
            room = self._after if self.left else None
            threading.Thread(target=self._hand_on, args=(far, near, room), daemon=True).start()

    def _hand_on(self, source: socket.socket, target: socket.socket, room: int | None) -> None:
        try:
            while piece := source.recv(4096):
                if room is not None and (room := room - len(piece)) < 0:
                    self.left -= 1
                    break
                target.sendall(piece)
        except OSError:
            pass
        for each in (source, target):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
