"""A process that ignores TERM, with a child in a group of its own that does so too: what a running Airflow task is.

Called with "leave" the parent is gone at once and only the child stays.
"""

import os
import signal
import sys
import time
from pathlib import Path

signal.signal(signal.SIGTERM, signal.SIG_IGN)
is_parent = os.fork()
if not is_parent:
    os.setpgid(0, 0)
    Path(sys.argv[1]).write_text(str(os.getpid()))
elif "leave" in sys.argv:
    sys.exit()
time.sleep(120)
