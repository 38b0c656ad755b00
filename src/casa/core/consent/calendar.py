"""Public holidays, from a table that ``python -m casa.core.consent.calendar`` writes (R23, R81).

The library that knows them takes half a second of processor time to read; the table, a millisecond. A test compares the
two; a year that the table does not have is asked of the library.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

from casa.core.consent.places import table

FILE = "holidays.csv"
FEDERAL, CANADA = "US", "CA"
PLACES = (FEDERAL, "AL", "LA", "MS", "PA", "RI", "UT", CANADA)  # whose holidays change anybody's hours
YEARS = range(2024, 2045)


@cache
def days_off(place: str, year: int) -> frozenset[date]:
    """The public holidays of a year: in the United States (``US``), in one of its states as well, or in Canada."""
    return _table().get((place, year)) or asked(place, year)


@cache
def _table() -> dict[tuple[str, int], frozenset[date]]:
    return {
        (row["place"], int(row["year"])): frozenset(
            date(int(row["year"]), int(day[:2]), int(day[2:])) for day in row["days"].split()
        )
        for row in table(FILE)
    }


def asked(place: str, year: int) -> frozenset[date]:
    """The same, of the library."""
    import holidays

    if place in (FEDERAL, CANADA):
        return frozenset(holidays.country_holidays(place, years=year))
    return frozenset(holidays.country_holidays(FEDERAL, subdiv=place, years=year))


def rows() -> Iterator[str]:
    """The table's lines, as the library has them today."""
    yield "place,year,days"
    for place in PLACES:
        for year in YEARS:
            yield f"{place},{year},{' '.join(f'{day:%m%d}' for day in sorted(asked(place, year)))}"


if __name__ == "__main__":
    with open(str(files("casa.core.consent").joinpath("data", FILE)), "w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in rows())
