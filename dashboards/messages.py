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
    """{English: said} of all catalogues of a language below `folder`; a test holds that they do not contradict."""
    said: dict[str, str] = {}
    for path in sorted(folder.rglob(f"{language}.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                said.setdefault(str(message.id), str(message.string))
    return MappingProxyType(said)


CATALOGUE = read_catalogue(settings().language)
