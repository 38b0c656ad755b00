"""Each bench in a process of its own: settings are read once a process, and each bench has a house of its own."""

from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context

from bench.report import Result


def measured(name: str, quick: bool) -> list[Result]:
    """What the bench of that name measured."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measure, name, quick).result()


def _measure(name: str, quick: bool) -> list[Result]:
    results: list[Result] = import_module(f"bench.{name}").measure(quick)
    return results
