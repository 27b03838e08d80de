"""Words as people and programs write them, made comparable: without case, accents and punctuation."""

import re
import unicodedata
from functools import lru_cache

APART = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Lower case without accents; every run of other signs is one space."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return APART.sub(" ", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip()
