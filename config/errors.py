"""Errors of what an operator has set or written; every message says what, where and what to do."""


class ConfigurationInvalid(ValueError):
    """A setting or a configuration file cannot be used (exit status 2)."""
