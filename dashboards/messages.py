"""What the screens say, looked up by its English in the catalogues: `vi.po` here and in each screen's folder.

A screen says `_("Not met")`, and a viewer reads "Không đạt". The English stands where a language has no catalogue.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from babel.messages.pofile import read_po

from config.settings import settings

FOLDER = Path(__file__).parent


def _(english: str, **values: object) -> str:
    """The message in the language of the installation, `{name}` in it replaced by the value of that name."""
    said = CATALOGUE.get(english, english)
    return said.format(**values) if values else said


def read_catalogue(language: str, folder: Path = FOLDER) -> Mapping[str, str]:
    """{English: said} of all catalogues of a language below `folder`.

    Raises `ValueError` naming the file where two catalogues say the same thing in different words.
    """
    said: dict[str, str] = {}
    for path in sorted(folder.rglob(f"{language}.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                english, words = str(message.id), str(message.string)
                if english and said.setdefault(english, words) != words:
                    raise ValueError(f"{path}: {english!r} đã có nghĩa khác: {said[english]!r}")
    return MappingProxyType(said)


CATALOGUE = read_catalogue(settings().language)
