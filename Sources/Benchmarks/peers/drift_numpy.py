"""One week of drift and histograms for a million customers with numpy, as JSON lines.

The same work as DriftBenchmark: every attribute of every customer is redrawn with probability 2 % a week from
its class, then customers and the bins of all eight attributes are counted for each of the 1,440 cells of the
first six. Drift is sparse: the number of redraws is drawn, then their places. Numpy counts everybody anew
each week, as there is no running count to keep up. Usage: drift_numpy.py [customers] [weeks]
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import json
import statistics
import sys
import time

import numpy as np

LEVELS = (4, 4, 3, 3, 5, 2, 4, 6)
DIMENSIONS = 6
WEEKLY_RATE = 0.02
CLASSES = 6


def drift(random, columns, classes, thresholds):
    customers = columns.shape[1]
    for attribute, bounds in enumerate(thresholds):
        redraws = random.binomial(customers, WEEKLY_RATE)
        places = random.integers(0, customers, redraws)
        draws = random.random(redraws, dtype=np.float32)
        columns[attribute, places] = (draws[:, None] >= bounds[classes[places]]).sum(1)


def histograms(columns):
    cells = np.zeros(columns.shape[1], np.int32)
    for attribute in range(DIMENSIONS):
        cells *= LEVELS[attribute]
        cells += columns[attribute]
    count = int(np.prod(LEVELS[:DIMENSIONS]))
    return [
        np.bincount(cells * levels + columns[attribute], minlength=count * levels).reshape(count, levels)
        for attribute, levels in enumerate(LEVELS)
    ]


def main():
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    weeks = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    random = np.random.default_rng(1)
    columns = np.stack([random.integers(0, levels, customers, dtype=np.uint8) for levels in LEVELS])
    classes = random.integers(0, CLASSES, customers, dtype=np.uint8)
    thresholds = []
    for levels in LEVELS:
        shares = random.dirichlet(np.full(levels, 20.0), CLASSES)
        thresholds.append(np.cumsum(shares, 1)[:, :-1].astype(np.float32))
    seconds = []
    for _ in range(weeks):
        start = time.perf_counter()
        drift(random, columns, classes, thresholds)
        tables = histograms(columns)
        seconds.append(time.perf_counter() - start)
        assert all(int(table.sum()) == customers for table in tables)
    print(
        json.dumps(
            {
                "benchmark": "drift_week",
                "engine": "numpy " + np.__version__,
                "case": "six_dimensions",
                "customers": customers,
                "attributes": len(LEVELS),
                "segments": int(np.prod(LEVELS[:DIMENSIONS])),
                "depths": 1,
                "weekly_rate": WEEKLY_RATE,
                "jobs": 1,
                "weeks": weeks,
                "week_seconds_median": statistics.median(seconds),
                "week_seconds_min": min(seconds),
            }
        )
    )


if __name__ == "__main__":
    main()
