"""What a test asked of a server is answered before the next test begins."""

import threading
from urllib.request import urlopen

from flask import Flask

from tests.dashboards.served import listening


def test_a_server_ends_when_it_has_answered_what_it_was_asked() -> None:
    server, begun, may_go_on, done = Flask("slow"), threading.Event(), threading.Event(), threading.Event()

    @server.get("/")
    def slow() -> str:
        begun.set()
        assert may_go_on.wait(20)
        done.set()
        return "answered"

    with listening(server) as port:
        asking = threading.Thread(target=lambda: urlopen(f"http://127.0.0.1:{port}/", timeout=30).read())
        asking.start()
        assert begun.wait(20)
        # Later than the end of the block, which waits for it.
        threading.Timer(1.5, may_go_on.set).start()
    assert done.is_set()
    asking.join(20)
