"""What an address asks for, as a page is given it."""

from urllib.parse import parse_qs, urlsplit


def followed(link: str) -> dict[str, str]:
    """The query of a link, {name: value}."""
    return {name: given[0] for name, given in parse_qs(urlsplit(link).query).items()}
