"""Whoever has the disk reads nothing, and an older backup ends with the master key of its time (CA-2, CA-5a, CF-6).

The bench at a small size, in a house of its own: here it is a promise, there a figure.
"""

from bench.alone import measured


def test_nobody_reads_a_guest_on_the_disk_in_a_dump_or_in_an_older_backup():
    results = measured("disk", quick=True)
    assert len(results) == 5
    assert [result.name for result in results if not result.held] == []
