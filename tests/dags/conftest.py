"""The DAG tests use the same empty installation as the command line's."""

from tests.ioc.conftest import home

__all__ = ["home"]
