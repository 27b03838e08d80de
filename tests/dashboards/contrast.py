"""How colours are told apart: contrast by WCAG 2.2, distance in CIELAB, and what the colour-blind see of them."""

import math
from itertools import pairwise

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
PROTANOPIA: Matrix = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
DEUTERANOPIA: Matrix = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
TRITANOPIA: Matrix = (
    (1.255528, -0.076749, -0.178779),
    (-0.078411, 0.930809, 0.147602),
    (0.004733, 0.691367, 0.303900),
)
FULL_SIGHT: Matrix = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
SIGHTS = {
    "full sight": FULL_SIGHT,
    "protanopia": PROTANOPIA,
    "deuteranopia": DEUTERANOPIA,
    "tritanopia": TRITANOPIA,
}

TO_XYZ: Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE: Triple = (0.95047, 1.0, 1.08883)
LUMINANCE: Triple = (0.2126, 0.7152, 0.0722)


def contrast(one: str, two: str) -> float:
    """The contrast ratio of two colours written "#rrggbb", from 1 to 21 (WCAG 2.2, 1.4.3)."""
    darker, lighter = sorted(_dot(LUMINANCE, linear(colour)) + 0.05 for colour in (one, two))
    return lighter / darker


def distance(one: str, two: str, sight: Matrix = FULL_SIGHT) -> float:
    """How far two colours lie apart in CIELAB (1976), seen with `sight`; about 2 is the least that can be seen."""
    differences = (a - b for a, b in zip(_lab(one, sight), _lab(two, sight), strict=True))
    return math.sqrt(sum(difference**2 for difference in differences))


def linear(colour: str) -> Triple:
    """The linear red, green and blue of "#rrggbb", each from 0 to 1."""
    red, green, blue = (_linear(int(colour[start:end], 16) / 255) for start, end in pairwise((1, 3, 5, 7)))
    return red, green, blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _lab(colour: str, sight: Matrix) -> Triple:
    red, green, blue = (min(max(value, 0.0), 1.0) for value in _times(sight, linear(colour)))
    x, y, z = (_root(value / white) for value, white in zip(_times(TO_XYZ, (red, green, blue)), WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(value: float) -> float:
    return float(value ** (1 / 3)) if value > (6 / 29) ** 3 else value / (3 * (6 / 29) ** 2) + 4 / 29


def _times(matrix: Matrix, vector: Triple) -> Triple:
    first, second, third = (_dot(row, vector) for row in matrix)
    return first, second, third


def _dot(one: Triple, two: Triple) -> float:
    return sum(a * b for a, b in zip(one, two, strict=True))
