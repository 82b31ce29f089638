#!/usr/bin/env python3
"""Makes fixtures/reference/uplift-small.csv and uplift-small.json: an experiment and what other libraries say of it.

Needs numpy 2.4.6, pandas 2.3.3, scipy 1.17.1 and statsmodels 0.15.0. Run from this folder; tests read the files, never this.
"""

import json
import os

import numpy as np
import pandas as pd
import scipy.stats as st
import statsmodels.api as sm
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "fixtures", "reference")
ARMS = ("none", "short", "long")


def draw():
    random = np.random.default_rng(7)
    count = 900
    frame = pd.DataFrame({"id": [f"u{k:04d}" for k in range(count)]})
    frame["arm"] = random.choice(ARMS, count, p=[0.5, 0.3, 0.2])
    frame["region"] = random.choice(["north", "south", "west"], count, p=[0.5, 0.3, 0.2])
    frame["age"] = random.integers(18, 80, count)
    frame["history"] = np.round(np.exp(random.normal(4, 0.8, count)), 2)
    frame["store"] = [f"s{k}" for k in random.integers(0, 25, count)]
    store = {name: value for name, value in zip(sorted(set(frame.store)), random.normal(0, 0.5, 25))}
    lift = frame.arm.map({"none": 0.0, "short": 0.35, "long": 0.6})
    base = -1.2 + 0.01 * (frame.age - 50) + 0.3 * (frame.region == "west") + frame.store.map(store) + lift
    frame["visit"] = (random.random(count) < 1 / (1 + np.exp(-base))).astype(int)
    amount = np.exp(random.normal(3, 1, count)) * (1 + 0.2 * lift)
    frame["spend"] = np.round(np.where(frame.visit == 1, amount, 0) + 0.02 * frame.history, 2)
    return frame


def interval(low, high):
    return [float(low), float(high)]


def means(treated, control):
    result = st.ttest_ind(treated, control, equal_var=False)
    confidence = result.confidence_interval(0.95)
    return {
        "effect": float(treated.mean() - control.mean()),
        "se": float(np.sqrt(treated.var(ddof=1) / len(treated) + control.var(ddof=1) / len(control))),
        "df": float(result.df), "t": float(result.statistic), "p": float(result.pvalue),
        "ci": interval(confidence.low, confidence.high),
    }


def proportions(treated, control):
    x, n = (int(treated.sum()), int(control.sum())), (len(treated), len(control))
    z, p = proportions_ztest(x, n)
    answer = {"z": float(z), "p": float(p)}
    for name, method in (("newcombe", "newcomb"), ("miettinen_nurminen", "score"), ("wald", "wald"), ("agresti_caffo", "agresti-caffo")):
        answer[name] = interval(*confint_proportions_2indep(x[0], n[0], x[1], n[1], method=method, compare="diff"))
    return answer


def cuped(pair, metric, t, columns):
    x = columns.to_numpy(float)
    y = pair[metric].to_numpy(float)
    covariance = np.atleast_2d(np.cov(np.column_stack([x, y]), rowvar=False))
    theta = np.linalg.solve(covariance[:-1, :-1], covariance[:-1, -1])
    adjusted = y - (x - x.mean(0)) @ theta
    return {"theta": [float(v) for v in theta], **means(pd.Series(adjusted[t == 1]), pd.Series(adjusted[t == 0]))}


def cr2(z, y, clusters, position):
    """Bell & McCaffrey (2002) and the degrees of freedom of Pustejovsky & Tipton (2018), dense and slow."""
    bread = np.linalg.inv(z.T @ z)
    hat = z @ bread @ z.T
    residual = y - z @ (bread @ (z.T @ y))
    middle, vectors = np.zeros((z.shape[1],) * 2), []
    left = np.eye(len(y)) - hat
    contrast = np.zeros(z.shape[1])
    contrast[position] = 1
    for cluster in np.unique(clusters):
        rows = np.flatnonzero(clusters == cluster)
        values, basis = np.linalg.eigh(np.eye(len(rows)) - hat[np.ix_(rows, rows)])
        root = basis @ np.diag(1 / np.sqrt(values)) @ basis.T
        score = z[rows].T @ root @ residual[rows]
        middle += np.outer(score, score)
        vectors.append(left[rows].T @ root @ z[rows] @ bread @ contrast)
    products = np.array(vectors) @ np.array(vectors).T
    variance = (bread @ middle @ bread)[position, position]
    return float(np.sqrt(variance)), float(np.trace(products) ** 2 / np.sum(products**2))


def regressions(pair, metric, t, columns, clusters):
    z = np.column_stack([np.ones(len(t)), t, columns.to_numpy(float)])
    y = pair[metric].to_numpy(float)
    fits = {kind: sm.OLS(y, z).fit(cov_type=kind) for kind in ("HC0", "HC1", "HC2", "HC3")}
    plain = sm.OLS(y, z).fit()
    answer = {"effect": float(plain.params[1]), "df": float(plain.df_resid), "se": {"classical": float(plain.bse[1])}}
    answer["se"] |= {kind: float(fit.bse[1]) for kind, fit in fits.items()}
    groups = pd.factorize(clusters)[0]
    options = {"groups": groups, "use_correction": True, "df_correction": False}
    answer["se"]["CR1"] = float(sm.OLS(y, z).fit(cov_type="cluster", cov_kwds=options).bse[1])
    answer["se"]["CR2"], answer["cr2_df"] = cr2(z, y, groups, 1)
    centred = columns.to_numpy(float) - columns.to_numpy(float).mean(0)
    lin = sm.OLS(y, np.column_stack([np.ones(len(t)), t, centred, centred * np.asarray(t)[:, None]]))
    answer["lin"] = {"effect": float(lin.fit().params[1])}
    answer["lin"] |= {kind: float(lin.fit(cov_type=kind).bse[1]) for kind in ("HC0", "HC2", "HC3")}
    return answer


def logit(pair, t, columns):
    z = np.column_stack([np.ones(len(t)), t, columns.to_numpy(float)])
    fit = sm.Logit(pair.visit.to_numpy(float), z).fit(disp=0, method="newton", maxiter=100, tol=1e-14)
    rates, slopes = [], []
    for value in (1.0, 0.0):
        forced = z.copy()
        forced[:, 1] = value
        p = 1 / (1 + np.exp(-forced @ fit.params))
        rates.append(p.mean())
        slopes.append((forced * (p * (1 - p))[:, None]).mean(0))
    gradient = slopes[0] - slopes[1]
    return {
        "coefficients": [float(v) for v in fit.params], "log_likelihood": float(fit.llf),
        "effect": float(rates[0] - rates[1]), "se": float(np.sqrt(gradient @ fit.cov_params() @ gradient)),
    }


def main():
    frame = draw()
    os.makedirs(FOLDER, exist_ok=True)
    frame.to_csv(os.path.join(FOLDER, "uplift-small.csv"), index=False)
    observed = [int((frame.arm == arm).sum()) for arm in ARMS]
    answer = {"made_with": {"numpy": np.__version__, "scipy": __import__("scipy").__version__, "statsmodels": __import__("statsmodels").__version__}}
    planned = np.array([0.5, 0.3, 0.2]) * len(frame)
    chi = st.chisquare(observed, planned)
    answer["srm"] = {"observed": observed, "statistic": float(chi.statistic), "p": float(chi.pvalue)}
    answer["comparisons"] = []
    for arm in ARMS[1:]:
        pair = frame[frame.arm.isin(["none", arm])]
        t = (pair.arm == arm).astype(float).to_numpy()
        columns = pd.get_dummies(pair[["age", "history", "region"]], columns=["region"], drop_first=True).astype(float)
        for metric in ("visit", "spend"):
            treated, control = pair[metric][t == 1], pair[metric][t == 0]
            entry = {"arm": arm, "metric": metric, "means": means(treated, control)}
            entry["cuped"] = cuped(pair, metric, t, columns)
            entry["cuped_history"] = cuped(pair, metric, t, columns[["history"]])
            entry["ols"] = regressions(pair, metric, t, columns, pair.store)
            if metric == "visit":
                entry["proportions"] = proportions(treated, control)
                entry["logit"] = logit(pair, t, columns)
            segments = []
            for region, part in pair.groupby("region"):
                chosen = (part.arm == arm).to_numpy()
                segments.append({"region": region, **means(part[metric][chosen], part[metric][~chosen])})
            p = [row["p"] for row in segments]
            for name, method in (("holm", "holm"), ("bh", "fdr_bh"), ("by", "fdr_by")):
                for row, value in zip(segments, multipletests(p, method=method)[1]):
                    row[name] = float(value)
            entry["segments"] = segments
            answer["comparisons"].append(entry)
    t_values = [(df, t) for df in (1, 3.5, 30, 1e6) for t in (0.5, 3, 30, 300)]
    answer["tails"] = {
        "chi2": [[df, x, float(st.chi2.logsf(x, df))] for df in (1, 2, 7.5, 100) for x in (0.1, 3, 80, 1300)],
        "normal_log10_two_sided": [[z, float((st.norm.logsf(z) + np.log(2)) / np.log(10))] for z in (1, 6, 20, 36, 40, 100)],
        "t_log10_two_sided": [[df, t, float((st.t.logsf(t, df) + np.log(2)) / np.log(10))] for df, t in t_values],
        "binomial": [[k, n, p, float(st.binomtest(k, n, p).pvalue)] for k, n, p in ((5, 20, 0.5), (21387, 42693, 0.5), (3, 50, 0.2), (0, 9, 0.3), (700, 1000, 0.66))],
    }
    # Where the library itself leaves the range of doubles there is nothing to compare with.
    answer["tails"] = {name: [row for row in rows if np.isfinite(row[-1])] for name, rows in answer["tails"].items()}
    with open(os.path.join(FOLDER, "uplift-small.json"), "w") as file:
        json.dump(answer, file, indent=1)
        file.write("\n")


main()
