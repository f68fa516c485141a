"""A web server in front that no setting trusts: it is noticed, told, and forgotten once it is trusted."""

from dataclasses import replace
from pathlib import Path

import pytest

from portal.config import Settings
from portal.config_values import networks
from portal.forwarded import Counter, Unheeded, unheeded
from tests.conftest import START, Clock


def settings_with(settings: Settings, trusted: str) -> Settings:
    return replace(settings, trusted_proxies=networks(trusted))


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.8.8", "::1"])
def test_it_is_told_until_its_address_is_trusted(settings: Settings, clock: Clock, peer: str) -> None:
    Counter(settings.data_dir).count(peer)
    assert unheeded(settings) == Unheeded(peer, 1, START)
    assert unheeded(settings_with(settings, "10.0.0.1")) is not None
    assert unheeded(settings_with(settings, f"10.0.0.1, {peer}")) is None


def test_it_is_known_by_its_ipv4_address_where_the_listener_shows_both_families(
    settings: Settings, clock: Clock
) -> None:
    Counter(settings.data_dir).count("::ffff:127.0.0.1")
    assert unheeded(settings) == Unheeded("127.0.0.1", 1, START)


@pytest.mark.parametrize("peer", ["203.0.113.9", "10.0.0.1", "2001:db8::1", "::ffff:203.0.113.9", "", "unix:"])
def test_what_others_say_of_themselves_does_not_count(settings: Settings, clock: Clock, peer: str) -> None:
    Counter(settings.data_dir).count(peer)
    assert unheeded(settings) is None


def test_a_process_writes_once_a_minute_and_counts_all(settings: Settings, clock: Clock) -> None:
    one, other = Counter(settings.data_dir), Counter(settings.data_dir)
    for _ in range(5):
        one.count("127.0.0.1")
    assert unheeded(settings) == Unheeded("127.0.0.1", 1, START)
    clock.move(seconds=60)
    one.count("127.0.0.1")
    other.count("127.0.0.1")
    assert unheeded(settings) == Unheeded("127.0.0.1", 7, clock.now)


@pytest.mark.parametrize("by", [{"days": 2}, {"days": -2}])
def test_it_is_forgotten_when_no_such_request_came_for_a_day(
    settings: Settings, clock: Clock, by: dict[str, int]
) -> None:
    counter = Counter(settings.data_dir)
    counter.count("127.0.0.1")
    clock.move(**by)
    assert unheeded(settings) is None
    counter.count("127.0.0.1")
    assert unheeded(settings) is not None


@pytest.mark.parametrize("text", ["", "{}", "[]", "[1]", '["127.0.0.1", "x", "y"]', "\x00", '["127.0.0.1", 1, "2026"]'])
def test_a_file_that_cannot_be_read_tells_nothing(settings: Settings, clock: Clock, text: str) -> None:
    (settings.data_dir / "unheeded-proxy.json").write_text(text)
    assert unheeded(settings) is None
    Counter(settings.data_dir).count("127.0.0.1")
    assert unheeded(settings) is not None


def test_pages_do_not_mind_where_nothing_can_be_written(tmp_path: Path, settings: Settings, clock: Clock) -> None:
    Counter(tmp_path / "gone").count("127.0.0.1")
    assert unheeded(replace(settings, data_dir=tmp_path / "gone")) is None
