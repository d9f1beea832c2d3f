"""Street densities once more, slowly: every path followed by itself, the kernel added up at many places of a piece."""

from collections.abc import Iterator, Sequence

Street = tuple[int, int, float]  # from crossing, to crossing, metres
KERNELS = {
    "quartic": lambda t: 15 / 16 * (1 - t * t) ** 2 if t < 1 else 0.0,
    "epanechnikov": lambda t: 3 / 4 * (1 - t * t) if t < 1 else 0.0,
    "triangular": lambda t: max(0.0, 1 - t),
}


def paths(
    streets: Sequence[Street], at: int, came: tuple[int, int], gone: float, carried: float, reach: float, split: str
) -> Iterator[tuple[int, int, float, float]]:
    """Every walk on from a crossing: the street, its end that is entered, how far it is, and what is carried.

    ``came`` is the street and the end of it by which the walk reached the crossing.
    """
    if gone >= reach:
        return
    leaving = [(s, end) for s, street in enumerate(streets) for end in (0, 1) if street[end] == at]
    for street, end in leaving:
        back = (street, end) == came
        if split == "continuous":
            part = 2 / len(leaving) - (1 if back else 0)
        else:
            part = 0.0 if back else 1 / (len(leaving) - 1)
        if part:
            yield street, end, gone, carried * part
            _, _, length = streets[street]
            far = streets[street][1 - end]
            yield from paths(streets, far, (street, 1 - end), gone + length, carried * part, reach, split)


def at_point(
    streets: Sequence[Street], event: tuple[int, float], street: int, place: float, h: float, split: str, kernel: str
) -> float:
    """Events to the metre that one event makes at a place along a street."""
    k, (own, position) = KERNELS[kernel], event
    total = k(abs(place - position) / h) / h if street == own else 0.0
    start, end, length = streets[own]
    for crossing, side, gone in ((end, 1, length - position), (start, 0, position)):
        for on, entered, before, carried in paths(streets, crossing, (own, side), gone, 1.0, h, split):
            if on == street:
                along = place if entered == 0 else streets[on][2] - place
                total += carried * k((before + along) / h) / h
    return total


def lixels(
    streets: Sequence[Street],
    events: Sequence[tuple[int, float]],
    h: float,
    lixel: float,
    split: str,
    kernel: str,
    parts: int = 40,
) -> list[tuple[int, float, float, float]]:
    """Street, begin, end and events to the kilometre of every piece, as the mean at so many places along it."""
    found = []
    for street, (_, _, length) in enumerate(streets):
        many = max(1, -int(-length // lixel))
        for number in range(many):
            begin, end = number * length / many, (number + 1) * length / many
            places = [begin + (i + 0.5) * (end - begin) / parts for i in range(parts)]
            total = sum(
                at_point(streets, event, street, place, h, split, kernel) for event in events for place in places
            )
            found.append((street, begin, end, 1000 * total / parts))
    return found
