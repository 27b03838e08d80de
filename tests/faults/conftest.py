"""The small district of tests/warehouse, pulled and built once, for the tests that kill and fill up."""

from tests.warehouse.conftest import built, published, pulled, unbuilt

__all__ = ["built", "published", "pulled", "unbuilt"]
