/// How every kind of number is made, so that it can be made again elsewhere.
enum Conventions {
    /// The rules behind a readout, in the order of its parts.
    static func list(_ plan: UpliftPlan, hasSegments: Bool, isBinary: Bool) -> [UpliftReadout.Convention] {
        let level = "\(Int((100 * (1 - plan.alpha)).rounded()))"
        var rows: [(String, String, String)] = [
            (
                "difference_in_means", "m₁ − m₀; s₁²/n₁ + s₀²/n₀ with n − 1; t with Satterthwaite's degrees",
                "Neyman 1923; Welch 1947"
            ),
            (
                "relative lift",
                "effect over |control mean|; \(level) % interval by Fieller, by logs where Fieller has none; "
                    + "its p-value is that of the absolute effect",
                "Fieller 1954"
            ),
        ]
        if isBinary {
            rows += [
                (
                    "proportions", "pooled z for p; hybrid score interval; error with p(1 − p)/n",
                    "Newcombe 1998"
                ),
                (
                    "logit",
                    "average difference of predicted rates, delta error of the model; Firth's penalty on separation",
                    "Freedman 2008; Firth 1993"
                ),
            ]
        }
        rows += [
            (
                "cuped", "covariates' slopes from both arms stacked; lift over the unadjusted control mean",
                "Deng, Xu, Kohavi & Walker 2013"
            ),
            (
                "ols",
                "treatment and covariates, \(plan.standardErrors[.ols]?.rawValue ?? "HC3"); t on n − k",
                "White 1980; MacKinnon & White 1985"
            ),
            (
                "lin",
                "covariates centred over both arms and interacted, \(plan.standardErrors[.lin]?.rawValue ?? "HC2"); "
                    + "t on n − k; the units at hand are the population",
                "Lin 2013"
            ),
            (
                "pvalue_holm, pvalue_bh",
                "the segments of one metric, treatment and estimator are a family; overall rows stand alone",
                "Holm 1979; Benjamini & Hochberg 1995"
            ),
            ("pvalue_dunnett", "treatments that share the control", "Dunnett 1955"),
            (
                "anytime_ci", "asymptotic confidence sequence, tuned to 5,000 units",
                "Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas 2021"
            ),
            (
                "srm",
                "chi-square against the planned shares (equal shares when none are given); alarm below 0.001",
                "Fabijan et al. 2019"
            ),
        ]
        if hasSegments {
            rows += [
                (
                    "pooling",
                    "τ² by REML, mean with the error of Hartung, Knapp, Sidik & Jonkman; shrunk effects, "
                        + "their intervals and weight_on_mean integrate over τ; variances smoothed over segments",
                    "Viechtbauer 2005; spread integrated over with a uniform prior: Gelman 2006"
                ),
                ("tau upper limit", "Q profile", "Viechtbauer 2007"),
                (
                    "decisions",
                    "action: the arm of the highest expected net; send when the pooled interval lies above cost over margin, "
                        + "keep when below, stricter where everybody's effect does not agree",
                    "this program"
                ),
                (
                    "winner", "conditional and hybrid intervals for the best of several",
                    "Andrews, Kitagawa & McCloskey 2024"
                ),
            ]
        }
        rows += [
            (
                "learners", "five folds by a hash of the unit; effects out of fold",
                "Künzel et al. 2019; Nie & Wager 2021; Kennedy 2023"
            ),
            (
                "qini_per_head",
                "area between the curve and its chord over n N₁, one point a distinct score; units are compared within "
                    + "their folds; interval by half samples",
                "Radcliffe 2007; Yadlowsky et al. 2021"
            ),
            (
                "uplift_at_30", "the best 30 % of all units, a tie at the border counted in part",
                "this program"
            ),
            (
                "calibration", "GATES by fifths and best linear predictor, out of fold",
                "Chernozhukov, Demirer, Duflo & Fernández-Val 2018"
            ),
            (
                "policy", "doubly robust scores out of fold, against treating nobody",
                "Dudík, Langford & Li 2011; Athey & Wager 2021"
            ),
        ]
        rows += metricRules(plan)
        return rows.map { UpliftReadout.Convention(number: $0.0, rule: $0.1, source: $0.2) }
    }

    /// Of metrics that the plan asks for.
    private static func metricRules(_ plan: UpliftPlan) -> [(String, String, String)] {
        var rows: [(String, String, String)] = []
        if !plan.ratios.isEmpty {
            rows.append(
                (
                    "ratio",
                    "ratio of the arm's sums; units linearized about the ratio of their own arm and segment; no learners",
                    "delta method: Deng, Knoblich & Lu 2018"
                ))
        }
        if !plan.caps.isEmpty {
            rows.append(
                (
                    "cap", "values above the limit count as the limit; one percentile over all compared arms",
                    "Hyndman & Fan 1996 (type 7)"
                ))
        }
        if plan.sumsMargins {
            rows.append(
                (
                    UpliftPlan.valueMetric,
                    "outcomes times their margins, added up per unit before any estimate; costs of lower-is-better "
                        + "outcomes are taken off", "this program"
                ))
        }
        if !plan.guardrails.isEmpty {
            rows.append(
                (
                    "guardrails",
                    "ok when the two-sided interval of the harm ends below the margin, so at half the significance level; of the "
                        + "effect that the headline rests on, and in a segment breached by its pooled effect",
                    "non-inferiority"
                ))
        }
        if plan.event != nil {
            rows += [
                (
                    "retention", "product limit over sends, Greenwood's error or sums over clusters",
                    "Kaplan & Meier 1958; Greenwood 1926; Williams 1995"
                ),
                ("logrank_pvalue", "log-rank test over all sends", "Mantel 1966"),
                (
                    "retention as an outcome",
                    "infinitesimal jackknife pseudo-values of the units of each arm",
                    "Andersen, Klein & Rosthøj 2003"
                ),
            ]
        }
        if plan.send != nil || plan.over != nil {
            rows.append(
                (
                    "trend",
                    "slope of the effects over the number of the period, units followed across periods",
                    "this program"
                ))
        }
        return rows
    }
}
