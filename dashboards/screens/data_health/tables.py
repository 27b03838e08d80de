"""Tables of this screen are cards on a phone."""

from dashboards.components.card_table import card_table

__all__ = ["card_table"]
