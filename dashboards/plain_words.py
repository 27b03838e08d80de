"""What a sentence about a pull says to a leader; what only the administrator needs stays in the sentence itself."""

import re

# A server's address, also with what it answered, and the name of the stream at a sentence's end.
PLACES = re.compile(
    r"(?<=máy chủ) [\w-]+(?:\.[\w-]+)+"  # vietnamese: matched in what the kit wrote
    r"|\s*(?:tại \S+:\d+(?: \([^)]*\))?|\[nguồn [^\]]*\])",  # vietnamese: matched in what the kit wrote
    re.IGNORECASE,
)
TECHNICAL = re.compile(r"\.toml|\.py\b|\.env\b|\bioc [a-z]+")
PIECES = re.compile(r"(?<=[.;])\s+")
# What happened goes before it, what follows from it or is to be done behind it. Nothing ends at a comma or a bracket: a
# list, a condition or a source's own title may go on there.
WHAT_HAPPENED_ENDS = re.compile(r"[.;]\s|:\s(?=hãy )|\.$")  # vietnamese: matched in what the kit wrote
TITLE_ENDS = re.compile(r",\s| \(")


def for_a_leader(sentence: str) -> str:
    """The sentence without addresses, files and commands: "… không trả lời tại 10.0.0.1:80." -> "… không trả lời."."""
    pieces = PIECES.split(PLACES.sub("", sentence))
    kept = " ".join(piece for piece in pieces if not TECHNICAL.search(piece))
    return kept.rstrip("; ") or sentence


def first_sentence(sentence: str) -> str:
    """What happened, whole, without what follows from it, what is to be done and the full stop."""
    return WHAT_HAPPENED_ENDS.split(for_a_leader(sentence), maxsplit=1)[0]


def first_phrase(sentence: str) -> str:
    """How a source stands, without why and what comes next: "Chậm 6 ngày · chờ từ 17/11" -> "Chậm 6 ngày"."""
    return sentence.partition(" · ")[0]


def brief(title: str) -> str:
    """A source's title up to its first pause: "Sổ điểm các trường (SMAS)" -> "Sổ điểm các trường"."""
    return TITLE_ENDS.split(title, maxsplit=1)[0]
