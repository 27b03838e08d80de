"""Whether the glass that a profile tells of can hang somewhere: how a picture is cut, a panel's shape, its bezels."""

import math

from config.display_table import Table

ASPECT = 16 / 9
"""The shape of every panel on the market for walls, and of every television."""
MOST_OFF = 0.02
DIAGONAL_INCHES, DISTANCE_M = (20, 120), (1, 20)


def require_shape(table: Table, pixels: tuple[int, int], panels: tuple[int, int], bezel_px: int) -> None:
    """Raise `ConfigurationInvalid`, with the arithmetic, where no such panels are built or hung."""
    for length, count, name in zip(pixels, panels, ("ngang", "dọc"), strict=True):
        if length % count:
            said = f"{length} : {count} = {_decimal(length / count)} điểm ảnh mỗi tấm theo chiều {name}"
            raise table.wrong("pixels", f"{said}; viết số chia hết cho panels")
    across, down = pixels[0] // panels[0], pixels[1] // panels[1]
    if not math.isclose(across / down, ASPECT, rel_tol=MOST_OFF):
        said = f"mỗi tấm {across} × {down}, {across} : {down} = {_decimal(across / down)}"
        raise table.wrong(
            "panels", f"{said}; tấm phải là 16 : 9 = {_decimal(ASPECT)}, lệch tối đa 2%; sửa pixels hoặc panels"
        )
    count = panels[0] * panels[1]
    if count > 1 and not bezel_px:
        said = f"{panels[0]} × {panels[1]} = {count} tấm có viền; viết số điểm ảnh phải chừa ở mép mỗi tấm, từ 1"
        raise table.wrong("bezel_px", said)


def _decimal(number: float) -> str:
    return f"{number:.2f}".replace(".", ",")
