import Experiments

/// Policies, tenths, curves and effects on single units.
extension UpliftCSV {
    var policies: File? {
        table(
            "policy.csv",
            [
                "metric", "treatment", "policy", "share_treated", "value_per_head", "std_error",
                "net_per_head",
                "net_per_head_ci_lower", "net_per_head_ci_upper",
            ],
            readout.policy.map { row in
                [row.metric, row.treatment, row.policy]
                    + [
                        row.shareTreated, row.valuePerHead, row.standardError, row.netPerHead, row.netLower,
                        row.netUpper,
                    ].map(CSVText.number)
            })
    }

    var deciles: File? {
        table(
            "deciles.csv",
            [
                "metric", "treatment", "score", "decile", "n_treatment", "n_control",
                "response_rate_treatment",
                "response_rate_control", "uplift", "std_uplift",
            ],
            readout.ranking.flatMap { ranking in
                ranking.deciles.map { row in
                    [
                        ranking.metric, ranking.treatment, ranking.score, String(row.decile),
                        String(row.treatmentCount), String(row.controlCount),
                    ]
                        + [row.treatmentMean, row.controlMean, row.uplift, row.standardError].map(
                            CSVText.number)
                }
            })
    }

    var curves: File? {
        table(
            "qini.csv", ["metric", "treatment", "score", "share", "gain_per_head", "ci_lower", "ci_upper"],
            readout.ranking.flatMap { ranking in
                ranking.curve.map { point in
                    [ranking.metric, ranking.treatment, ranking.score]
                        + [point.share, point.gain, point.lower, point.upper].map(CSVText.number)
                }
            })
    }

    /// One file per metric and treatment: the row of the input (or the id) and one column of effects per learner.
    var effects: [File] {
        readout.cateUnits.map { units in
            let learners = readout.learners.filter {
                $0.metric == units.metric && $0.treatment == units.treatment
            }
            var text =
                "row," + (units.ids == nil ? "" : "id,") + learners.map(\.name).joined(separator: ",") + "\n"
            text.reserveCapacity(units.rows.count * 24 * (learners.count + 1))
            var quoted = CSVText()
            for index in units.rows.indices {
                text += String(units.rows[index])
                if let ids = units.ids {
                    quoted = CSVText()
                    quoted.row([ids[index]])
                    text += "," + quoted.text.dropLast()
                }
                for learner in learners {
                    text += ","
                    text += learner.cate[index].description
                }
                text += "\n"
            }
            return File(name: CateFile.name(metric: units.metric, treatment: units.treatment), text: text)
        }
    }
}
