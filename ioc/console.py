"""How the command line speaks: results on stdout, all else on stderr, a named error as one sentence."""

import sys
from typing import Any

from rich.console import Console
from typer.core import TyperGroup
from typer.exceptions import TyperException

from config.errors import ConfigurationInvalid
from ioc.errors import CannotRun, Exit

# The rooms whose errors are sentences for the operator; anything else is a fault of ours and shows its name.
NAMED_BY = ("config.", "connectors.", "warehouse.", "sandbox.", "ioc.")
MISUSES = {
    "NoSuchOption": "Không có tùy chọn {error.option_name}.",
    "MissingParameter": "Thiếu {error.param.name}.",
    "BadParameter": "Giá trị không hợp lệ: {error.message}",
}

out = Console()
err = Console(stderr=True)


class CommandLine(TyperGroup):
    """The group of all commands, with errors told in one place. `--debug` shows the traceback as well."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run a command and leave with its exit status (docs/interfaces.md 1)."""
        wants_traceback = "--debug" in (options.get("args") or [*arguments, *sys.argv])
        try:
            sys.exit(super().main(*arguments, **options | {"standalone_mode": False}))
        except TyperException as error:
            complain(misuse(error))
            sys.exit(Exit.WRONG_USE)
        except BrokenPipeError:
            raise
        except Exception as error:  # the rim of the command line: every error ends as a sentence and a status
            if wants_traceback:
                err.print_exception()
            complain(sentence(error))
            sys.exit(status(error))


def misuse(error: TyperException) -> str:
    """What is told about a call that cannot be meant."""
    template = MISUSES.get(type(error).__name__, "Cách gọi không đúng: {error.message}")
    return f"{template.format(error=error)} Xem `ioc --help` hoặc `ioc <lệnh> --help`."


def sentence(error: Exception) -> str:
    """What is told about an error: its own sentence where it has a name of ours, else its kind and how to see more."""
    if type(error).__module__.startswith(NAMED_BY) or type(error) is LookupError:
        return str(error)
    return f"Lỗi chưa lường trước: {type(error).__name__}: {error}. Chạy lại với `ioc --debug …` để xem chi tiết."


def status(error: Exception) -> Exit:
    """The exit status an error ends with."""
    if isinstance(error, CannotRun):
        return error.status
    is_misuse = isinstance(error, ConfigurationInvalid | LookupError) or type(error).__name__ == "QueryInvalid"
    return Exit.WRONG_USE if is_misuse else Exit.NOTHING_PUBLISHED


def complain(text: str) -> None:
    """A line on stderr."""
    err.print(text, style="red", markup=False, highlight=False, soft_wrap=True)


def tell(text: str) -> None:
    """A line on stdout, exactly as it is."""
    out.print(text, markup=False, highlight=False, soft_wrap=True)
