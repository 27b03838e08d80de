"""A place on this page: unit, period and snapshot of its own address."""

from dashboards import place as everywhere
from dashboards.screens.procedures.address import View

Place = everywhere.Place[View]
