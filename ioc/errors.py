"""What can keep the command line from doing its work, each as a sentence that says what to do, and its exit status."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit statuses of every `ioc` call (docs/interfaces.md 1)."""

    PUBLISHED = 0
    NOTHING_PUBLISHED = 1
    WRONG_USE = 2
    PUBLISHED_WITHOUT_NEWEST = 3


class CannotRun(Exception):
    """Base of what stops a call; `status` is the exit status it ends with."""

    status = Exit.NOTHING_PUBLISHED


class NothingKnown(CannotRun):
    """Nothing had landed yet at the instant that was asked for."""


class PortTaken(CannotRun):
    """A port that one of the servers needs is in use."""

    status = Exit.WRONG_USE


class AlreadyRunning(CannotRun):
    """Another `ioc up` serves the same IOC_HOME."""

    status = Exit.WRONG_USE


class PartFailed(CannotRun):
    """A process of `ioc up` did not start, or could not be kept running."""


class AirflowRefused(CannotRun):
    """The embedded Airflow does not do what it is asked; asking again will not help."""


class AirflowUnavailable(AirflowRefused):
    """The embedded Airflow does not answer at the moment, or fails at answering; it may when asked again."""


class StopRequested(Exception):
    """Ctrl-C, or a signal to end: not an error."""
