"""How a source is reached: as the operator set it, or else through the sandbox that stands in for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from config.errors import ConfigurationInvalid
from config.sandbox_state import read_sandbox_state
from config.settings import PREFIX, source_settings
from connectors.kit.contract import Source


@dataclass(frozen=True)
class Access:
    """The settings of one source, by the names its contract lists. `is_invented`: they are the sandbox's."""

    source: str
    settings: Mapping[str, str] = field(repr=False)
    is_invented: bool


def access(contract: Source) -> Access:
    """Where to reach a source. Raises `ConfigurationInvalid` naming each variable that has to be set."""
    own = source_settings(contract.id)
    if own:
        return Access(contract.id, _complete(contract, own), is_invented=False)
    sandbox = read_sandbox_state()
    if sandbox is not None and sandbox.stands_in_for(contract.id):
        return Access(contract.id, _complete(contract, sandbox.sources[contract.id]), is_invented=True)
    raise ConfigurationInvalid(
        f"Chưa biết cách kết nối {contract.title_vi}: hãy đặt {_variables(contract, contract.settings)} "
        "trong môi trường hoặc tệp .env, hoặc chạy bộ mô phỏng bằng `ioc sandbox`"
    )


def is_reachable(contract: Source) -> bool:
    """Whether anything says how to reach a source: its own settings, or the sandbox in their place."""
    return bool(source_settings(contract.id)) or is_invented(contract)


def is_invented(contract: Source) -> bool:
    """Whether what lands for a source is invented: the sandbox stands in for it, whatever people bring beside it."""
    sandbox = read_sandbox_state()
    return not source_settings(contract.id) and sandbox is not None and sandbox.stands_in_for(contract.id)


def _complete(contract: Source, given: Mapping[str, str]) -> Mapping[str, str]:
    missing = [name for name in contract.settings if not given.get(name)]
    if missing:
        raise ConfigurationInvalid(
            f"Thiếu {_variables(contract, missing)} để kết nối {contract.title_vi}: "
            "hãy đặt trong môi trường hoặc tệp .env"
        )
    return given


def _variables(contract: Source, names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"{PREFIX}{contract.id.upper()}__{name.upper()}" for name in names)
