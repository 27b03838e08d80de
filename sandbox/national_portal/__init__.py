"""The national portal's public totals of the invented district, behind the true portal's protocol."""

from sandbox.national_portal.routes import Portal

__all__ = ["Portal"]
