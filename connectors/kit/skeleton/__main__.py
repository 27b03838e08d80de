"""`python -m connectors.kit.skeleton NAME [KIND]`: what `make source` calls."""

import sys

from config.errors import ConfigurationInvalid
from config.settings import PROJECT
from connectors.kit.skeleton.write import write_skeleton

USAGE = "Cách dùng: make source NAME=ten_nguon [KIND=http, database hoặc files]"


def main(arguments: list[str]) -> int:
    """Exit status: 0 written, 2 refused, with the reason on stderr."""
    name, kind = [*arguments, "", ""][:2]
    if not name:
        print(USAGE, file=sys.stderr)
        return 2
    try:
        written = write_skeleton(name, kind or "http", PROJECT)
    except ConfigurationInvalid as refused:
        print(refused, file=sys.stderr)
        return 2
    print(f"Đã viết khung của nguồn {name}:")
    print("\n".join(f"  {path.relative_to(PROJECT)}" for path in written))
    print("Bước tiếp: sửa source.toml và README.md theo hệ thống thật, rồi đọc docs/add-a-source.md từ mục 2.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
