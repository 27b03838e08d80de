"""Attributes of HTML elements that Python cannot spell as names: data-… and aria-…"""

from typing import Any


def attributes(**given: str) -> dict[str, Any]:
    """data_unit="BS5" -> {"data-unit": "BS5"}, to be unpacked into an element."""
    return {name.replace("_", "-"): text for name, text in given.items()}
