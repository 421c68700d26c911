"""What fits beside what is in flight: places, places per target, bytes."""

from __future__ import annotations

from requestbin.forwarding.load import MAX_BYTES, MAX_IN_FLIGHT, MAX_PER_TARGET, Load
from requestbin.forwarding.models import Delivery


def waiting(count: int, target: str = "http://a:80", size: int = 1) -> list[Delivery]:
    return [Delivery(target=target, size=size) for _ in range(count)]


def test_one_target_takes_its_share_and_no_more() -> None:
    load = Load()
    chosen = load.choose([*waiting(MAX_PER_TARGET + 5), *waiting(2, "http://b:80")])
    assert [each.target for each in chosen] == ["http://a:80"] * MAX_PER_TARGET + [
        "http://b:80"
    ] * 2
    for each in chosen:
        load.add(each)
    assert load.saturated == ["http://a:80"]
    assert load.choose(waiting(1)) == []
    load.remove(chosen[0])
    assert load.saturated == []
    assert len(load.choose(waiting(2))) == 1


def test_there_are_so_many_places_in_all() -> None:
    load = Load()
    many = [Delivery(target=f"http://{n}:80", size=0) for n in range(MAX_IN_FLIGHT + 10)]
    chosen = load.choose(many)
    assert len(chosen) == MAX_IN_FLIGHT
    for each in chosen:
        load.add(each)
    assert (load.places, len(load)) == (0, MAX_IN_FLIGHT)


def test_a_large_body_waits_at_the_head_of_the_line_and_goes_alone() -> None:
    load = Load()
    small, large, behind = waiting(1), waiting(1, "http://b:80", MAX_BYTES + 1), waiting(1)
    load.add(small[0])
    assert load.choose([*large, *behind]) == []
    load.remove(small[0])
    assert load.choose([*large, *behind]) == large


def test_choosing_counts_nothing_in() -> None:
    load = Load()
    load.choose(waiting(3))
    assert len(load) == 0
    assert load.places == MAX_IN_FLIGHT
