"""Decides from its looks alone whether a value may land, so that no name, phone or identity number ever does.

A source may one day put free text where the contract expects a code. What does not look like what its column declares
lands hidden: the row stays countable, the value is not kept outside the encrypted raw page. A column whose codes
look otherwise (a word of more than six letters, nine digits in a row) declares a `pattern` in source.toml.
"""

import re
from collections.abc import Callable
from functools import lru_cache

MAX_CODE_LENGTH = 64
# A phone has ten digits, an identity number twelve or nine, an insurance number ten or more.
MAX_DIGITS = 8
# An amount of money may have nine digits, but then it ends in three zeros.
MAX_AMOUNT_DIGITS = 9
# What the field agreed may be quoted on a screen: a given name of six letters identifies nobody.
MAX_LETTERS = 6

Guard = Callable[[str], bool]

_CODE_SIGNS = re.compile(r"[A-Za-z0-9._:/-]{1,64}", re.ASCII)
_LONG_RUN = re.compile(rf"[0-9]{{{MAX_DIGITS + 1}}}|[A-Za-z]{{{MAX_LETTERS + 1}}}|[A-Za-z0-9]{{17}}")
_LETTERS = re.compile(r"[A-Za-z]+")
# Object ids of MongoDB and UUIDs. An object id without a letter may not begin with 0, as padded identity numbers do.
# Longer mixtures are refused, digests of 32, 40 or 64 hex signs among them: an unkeyed digest of an identity number is
# that number, since all of them can be tried.
_MACHINE_ID = re.compile(
    r"[1-9a-f][0-9a-f]{23}|(?=[0-9]*[a-f])[0-9a-f]{24}|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
)
_GROUPED_NUMBER = re.compile(r"(?<![0-9])(?:0|84)[0-9]{1,3}[._:/-][0-9]{3,4}[._:/-][0-9]{3,4}(?![0-9])")
# One syllable of Vietnamese written without accents: several of them in a row, and nothing else, is a name.
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|gh?|gi|kh|ph|qu|th|tr|[bcdhklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?", re.IGNORECASE
)
_NUMBER = re.compile(r"[+-]?([0-9]{1,15})(?:[.,]([0-9]{1,6}))?")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?: ?(?:Z|[+-][0-9]{2}:?[0-9]{2}))?)?"
    r"|[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}(?: [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
    r"|(?:19|20)[0-9]{2}[01][0-9][0-3][0-9](?:[0-2][0-9][0-5][0-9][0-5][0-9])?"
)
# A file that is named by a code has more digits than words.
ENOUGH_DIGITS, _WORD = 4, re.compile(r"[A-Za-z]{3}")
_IDENTIFIER_IN_TEXT = re.compile(r"[0-9](?:[ .-]?[0-9]){8}|\S@\S")


def code_guard(pattern: str | None) -> Guard:
    """Tells codes from everything else; what matches the column's own `pattern` as a whole is a code."""
    own = re.compile(pattern, re.ASCII) if pattern else None

    def is_code(text: str) -> bool:
        if own and len(text) <= MAX_CODE_LENGTH and own.fullmatch(text):
            return True
        return looks_like_code(text)

    return is_code


@lru_cache(maxsize=4096)
def looks_like_code(text: str) -> bool:
    """Letters, digits and . / - _ : with no long run of either, no grouped phone number, no name spelt with signs."""
    if not _CODE_SIGNS.fullmatch(text):
        return False
    if _MACHINE_ID.fullmatch(text):
        return True
    if _LONG_RUN.search(text) or _GROUPED_NUMBER.search(text):
        return False
    words = _LETTERS.findall(text)
    if not words:
        return sum(map(str.isdigit, text)) <= MAX_DIGITS
    return not _is_name(words)


def looks_like_number(text: str) -> bool:
    """At most eight digits in all; nine only in a whole multiple of 1,000, as amounts of money are."""
    match = _NUMBER.fullmatch(text)
    if not match:
        return False
    whole, fraction = match[1], match[2] or ""
    if len(whole) + len(fraction) <= MAX_DIGITS:
        return True
    return not fraction and len(whole) <= MAX_AMOUNT_DIGITS and whole.endswith("000") and not whole.startswith("0")


def looks_like_instant(text: str) -> bool:
    """A date or an instant as systems write them, whether or not there is such a day."""
    return _INSTANT.fullmatch(text) is not None


def looks_like_boolean(text: str) -> bool:
    """true, false, 1 or 0."""
    return text.lower() in ("true", "false", "1", "0")


def looks_like_plain_text(text: str) -> bool:
    """Text without a long number or an e-mail address. Names cannot be told from text: their columns are dropped."""
    return _IDENTIFIER_IN_TEXT.search(text) is None


def looks_harmless(text: str) -> bool:
    """What may land inside a list: a date, a number or a code."""
    return looks_like_instant(text) or looks_like_number(text) or looks_like_code(text)


def names_nobody(path: str) -> bool:
    """Whether the name of a file is a mere code, such as 51524501_2026-2027_GK1.xlsx: any other may name a person."""
    stem = path.rpartition(".")[0] or path
    digits = sum(map(str.isdigit, stem))
    return looks_like_code(path) and digits >= ENOUGH_DIGITS and not _WORD.search(stem)


def _is_name(words: list[str]) -> bool:
    if len(words) < 2 or sum(map(len, words)) <= MAX_LETTERS:
        return False
    return all(_SYLLABLE.fullmatch(word) for word in words)
