"""The calls about what may be read, and by whom: change the wrapping key, erase one record for good."""

from typing import Annotated

import typer

from config.errors import ConfigurationInvalid
from ioc.progress import grouped

keys = typer.Typer(no_args_is_help=True, help="The installation's key file.")


@keys.callback()
def every_call() -> None:
    """The installation's key file."""


@keys.command()
def rotate() -> None:
    """Wrap every batch's key with a new key and forget the former one. Interrupted, call it again."""
    from connectors.kit.rotation import rotate_keys
    from ioc.console import err, tell
    from ioc.prologue import is_under_way

    if is_under_way():
        raise ConfigurationInvalid(
            "Các đêm trước của huyện mô phỏng đang được tiếp nhận bằng khóa hiện nay; hãy để `ioc up` làm xong rồi "
            "đổi khóa."
        )
    with err.status("Đang đổi khóa…"):
        outcome = rotate_keys()
    tell(
        f"Đã đổi khóa và bọc lại khóa của {grouped(len(outcome.batches))} đợt. Hãy sao lưu tệp khóa mới; bản sao lưu "
        "cũ của landing chỉ mở được bằng tệp khóa cũ."
    )


def erase(
    source: Annotated[str, typer.Argument(help="Id of a source, as its folder below connectors/ is named.")],
    key: Annotated[str, typer.Argument(help="Key of the record, as the screens show it.")],
    reason: Annotated[str, typer.Option(help="Why, kept for good: the request's number, and no person's name.")],
) -> None:
    """Erase one record for good, as if it had never landed. Interrupted, call it again."""
    from connectors.kit import runner
    from ioc.console import err, tell

    with err.status(f"Đang xóa một bản ghi của {source}…"):
        outcome = runner.erase(source, key, reason)
    tell(
        f"Đã xóa {grouped(outcome.rows)} dòng trong {len(outcome.batches)} đợt của {source}, cùng trang gốc của các "
        "đợt đó. Hãy chạy `ioc build`, rồi xóa các bản công bố cũ hơn (docs/operations.md, mục Erasing a record)."
    )
