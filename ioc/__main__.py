"""`python -m ioc`: how `ioc up` starts its own parts, whichever folder `ioc` itself was called from."""

from ioc.main import app

app()
