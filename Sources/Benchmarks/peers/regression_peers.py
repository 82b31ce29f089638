"""Regressions on a million rows by numpy and statsmodels: usage regression_peers.py FOLDER CASE, one JSON line.

`make` writes the rows first: twenty columns (ten normal, five uniform, five of 0 and 1), a fair treatment whose effect depends on
two of them, noise that grows with a third; as CSV and as raw doubles, column by column.
"""

import json
import os
import resource
import sys
import time

import numpy as np

FOLDER, CASE = sys.argv[1:3]
ROWS, COLUMNS = 1_000_000, 20


def make():
    import polars as pl

    draw = np.random.default_rng(31)
    x = np.empty((ROWS, COLUMNS))
    x[:, :10] = draw.standard_normal((ROWS, 10))
    x[:, 10:15] = draw.random((ROWS, 5))
    x[:, 15:] = draw.random((ROWS, 5)) < 0.3
    t = (draw.random(ROWS) < 0.5).astype(float)
    effect = 0.5 + 0.25 * x[:, 0] - 0.1 * x[:, 15]
    noise = (0.5 + np.abs(x[:, 1])) * draw.standard_normal(ROWS)
    x = np.round(x, 6)
    y = np.round(1 + x @ np.linspace(-1, 1, COLUMNS) + t * effect + noise, 6)
    visit = (draw.random(ROWS) < 1 / (1 + np.exp(2 - 0.3 * x[:, 0] - t * (0.2 + 0.1 * x[:, 2])))).astype(np.int8)
    segment = np.char.add("seg", draw.integers(0, 50, ROWS).astype(str))
    os.makedirs(FOLDER, exist_ok=True)
    for name, values in (("X", x.T), ("t", t), ("y", y)):
        np.ascontiguousarray(values, dtype="<f8").tofile(os.path.join(FOLDER, name + ".f64"))
    frame = {"id": np.arange(ROWS), "segment": segment, "t": t.astype(np.int8), "y": y, "visit": visit}
    frame |= {f"x{k + 1}": x[:, k] if k < 15 else x[:, k].astype(np.int8) for k in range(COLUMNS)}
    pl.DataFrame(frame).write_csv(os.path.join(FOLDER, "bench.csv"))


def load():
    x, t, y = (np.fromfile(os.path.join(FOLDER, name + ".f64")) for name in ("X", "t", "y"))
    return np.ascontiguousarray(x.reshape(COLUMNS, -1).T), t, y


def gram_hc3(z, y):
    gram = z.T @ z
    beta = np.linalg.solve(gram, z.T @ y)
    residual = y - z @ beta
    bread = np.linalg.inv(gram)
    root = np.linalg.cholesky(bread)
    leverage = np.einsum("ij,ij->i", z @ root, z @ root)
    weights = (residual / (1 - leverage)) ** 2
    covariance = bread @ (z.T @ (z * weights[:, None])) @ bread
    return beta[1], covariance[1, 1] ** 0.5


def statsmodels(z, y, kind):
    import statsmodels.api as sm

    fit = sm.OLS(y, z).fit(cov_type=kind)
    return fit.params[1], fit.bse[1]


def main():
    if CASE == "make":
        return make()
    if CASE == "polars_columns":
        import polars as pl

        def run():
            return pl.read_csv(os.path.join(FOLDER, "bench.csv")).shape
    else:
        x, t, y = load()
        ones = np.ones(len(y))
        if CASE == "statsmodels_lin_hc2":

            def run():
                centred = x - x.mean(0)
                return statsmodels(np.column_stack([ones, t, centred, t[:, None] * centred]), y, "HC2")
        else:
            z = np.column_stack([ones, t, x])

            def run():
                return gram_hc3(z, y) if CASE == "numpy_gram_hc3" else statsmodels(z, y, "HC3")

    start = time.perf_counter()
    answer = run()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"engine": CASE, "seconds": seconds, "peak_mib": peak, "answer": [float(v) for v in answer]}))


main()
