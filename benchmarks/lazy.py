"""A command that needs one cluster or class does not pay for all: CPU time of whole processes.

Each process starts Python, imports the dictionaries and asks for something. The first one asks for nothing:
what it takes is subtracted, so that the ratios are those of the reading alone.
"""

from __future__ import annotations

import statistics

from benchmarks.measure import child_seconds

ROUNDS = 9
START = "from metermap.protocols import load_dictionaries; d = load_dictionaries()\n"
ASKED = {
    "nothing: start and import": "",
    "one cluster, Calendar": "d.sep.cluster('Calendar')",
    "the largest cluster, Price": "d.sep.cluster('Price')",
    "all 20 clusters": "[d.sep.cluster(id_) for id_ in d.sep.cluster_ids()]",
    "one interface class, Register": "d.dlms.interface_class(3)",
    "all 106 interface classes": "[d.dlms.interface_class(id_) for id_ in d.dlms.class_ids()]",
}


def main() -> None:
    seconds: dict[str, list[float]] = {name: [] for name in ASKED}
    for _ in range(ROUNDS):
        for name, code in ASKED.items():
            seconds[name].append(child_seconds(["-c", START + code]))
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    base, *_ = medians.values()
    for name, median in medians.items():
        print(f"{name:32} {median * 1000:9.1f} ms  of that reading {(median - base) * 1000:7.1f} ms")
    for one, every in (
        ("one cluster, Calendar", "all 20 clusters"),
        ("one interface class, Register", "all 106 interface classes"),
    ):
        print(f"{one + ' / all':32} {(medians[one] - base) / (medians[every] - base):9.2f} of the reading")


if __name__ == "__main__":
    main()
