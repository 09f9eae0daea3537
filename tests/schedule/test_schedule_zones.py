"""Zones by the names people use."""

from __future__ import annotations

import csv
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from composer.schedule import WhenError, find_zone, zone_names, zones


def test_every_name_is_a_zone_that_can_be_loaded():
    assert len(zone_names()) > 500
    assert all(ZoneInfo(name) for name in zone_names())


def test_every_alias_leads_to_zones_that_exist():
    with Path(zones.__file__).with_name("zone_aliases.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["alias"] for row in rows}) == len(rows)
    for row in rows:
        assert set(row["zones"].split()) <= set(zone_names()), row


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("new_york", "America/New_York"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("Istanbul", "Europe/Istanbul"),
        ("Port of Spain", "America/Port_of_Spain"),
        ("UTC", "UTC"),
        ("GMT", "UTC"),
        ("San Francisco", "America/Los_Angeles"),
        ("EST", "America/New_York"),
        ("Etc/GMT+5", "Etc/GMT+5"),
        ("friday", None),
        ("h", None),
        ("", None),
    ],
)
def test_a_zone_is_found_by_name_city_or_abbreviation(name, zone):
    assert find_zone(name) == zone


@pytest.mark.parametrize("name", ["IST", "CST", "BST"])
def test_a_name_of_several_zones_is_never_guessed(name):
    with pytest.raises(WhenError, match=f"'{name}' may mean .* or "):
        find_zone(name)
