"""The one command line. Only assembled here: each group of calls is a module, and loads what it needs when called."""

from typing import Annotated

import typer

from ioc import doctor, key_commands, service_commands, source_commands, warehouse_commands
from ioc.console import CommandLine

app = typer.Typer(
    cls=CommandLine,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Intelligent Operations Center: from a district's records to a number anybody can trace.",
)


@app.callback()
def every_call(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error as well.")] = False,
) -> None:
    """Options of every call."""


for command in (
    service_commands.up,
    service_commands.serve,
    service_commands.sandbox,
    source_commands.pull,
    source_commands.replay,
    source_commands.raw,
    key_commands.erase,
    warehouse_commands.build,
    warehouse_commands.status,
    warehouse_commands.query,
    doctor.doctor,
):
    app.command()(command)
app.command(hidden=True)(service_commands.prologue)
app.add_typer(key_commands.keys, name="keys")
