import Encodings
import Experiments

extension UpliftDocument {
    func learner(_ row: LearnerResult) -> JSONValue {
        .members([
            "name": .string(row.name), "basis": .string(row.basis), "metric": .string(row.metric),
            "treatment": .string(row.treatment), "ate": .number(row.ate),
            "std_error": .number(row.standardError), "ci_lower": .number(row.lower),
            "ci_upper": .number(row.upper), "cate_mean": .number(row.cateMean),
            "cate_std": .number(row.cateStandardDeviation),
            "cate_quantiles": .members([
                "p5": .number(row.cateQuantiles.p5), "p25": .number(row.cateQuantiles.p25),
                "p50": .number(row.cateQuantiles.p50), "p75": .number(row.cateQuantiles.p75),
                "p95": .number(row.cateQuantiles.p95),
            ]), "cate_file": row.cateFile.map { .string($0) } ?? .null,
        ])
    }

    func ranking(_ row: RankingResult) -> JSONValue {
        let other = row.conventions
        return .members([
            "score": .string(row.score), "metric": .string(row.metric), "treatment": .string(row.treatment),
            "in_sample": .bool(row.isInSample), "qini_per_head": .number(row.qiniPerHead),
            "qini_per_head_ci_lower": .optional(row.qiniLower),
            "qini_per_head_ci_upper": .optional(row.qiniUpper), "uplift_at_30": .optional(row.upliftAt30),
            "autoc": .optional(row.autoc), "autoc_ci_lower": .optional(row.autocLower),
            "autoc_ci_upper": .optional(row.autocUpper),
            "conventions": .members([
                "sklift_qini": .optional(other.skliftQini),
                "sklift_qini_without_negative_effect": .optional(other.skliftQiniWithoutNegative),
                "sklift_auuc": .optional(other.skliftAUUC),
                "sklift_uplift_at_30": .optional(other.skliftUpliftAt30),
                "causalml_qini": .optional(other.causalmlQini),
                "causalml_auuc": .optional(other.causalmlAUUC),
                "grf_qini": .optional(other.grfQini), "grf_autoc": .optional(other.grfAUTOC),
            ]), "qini_curve": curve(row.curve), "toc_curve": curve(row.toc),
            "deciles": .array(row.deciles.map(decile)),
        ])
    }

    private func curve(_ points: [RankingResult.CurvePoint]) -> JSONValue {
        .array(
            points.map {
                .members([
                    "share": .number($0.share), "gain": .number($0.gain), "ci_lower": .optional($0.lower),
                    "ci_upper": .optional($0.upper),
                ])
            })
    }

    private func decile(_ row: RankingResult.Decile) -> JSONValue {
        .members([
            "decile": .integer(row.decile), "n_treatment": .integer(row.treatmentCount),
            "n_control": .integer(row.controlCount), "response_rate_treatment": .optional(row.treatmentMean),
            "response_rate_control": .optional(row.controlMean), "uplift": .optional(row.uplift),
            "std_error": .optional(row.standardError), "ci_lower": .optional(row.lower),
            "ci_upper": .optional(row.upper),
        ])
    }

    func calibration(_ row: CalibrationResult) -> JSONValue {
        .members([
            "score": .string(row.score), "metric": .string(row.metric), "treatment": .string(row.treatment),
            "slope": .optional(row.slope), "std_error": .optional(row.slopeStandardError),
            "ci_lower": .optional(row.slopeLower), "ci_upper": .optional(row.slopeUpper),
            "pvalue": .optional(row.slopePValue),
            "groups": .array(
                row.groups.map {
                    .members([
                        "group": .integer($0.group), "n": .integer($0.count),
                        "predicted": .number($0.predicted),
                        "observed": .optional($0.observed), "std_error": .optional($0.standardError),
                        "ci_lower": .optional($0.lower), "ci_upper": .optional($0.upper),
                    ])
                }),
        ])
    }

    func policy(_ row: PolicyResult) -> JSONValue {
        .members([
            "policy": .string(row.policy), "score": row.score.map { .string($0) } ?? .null,
            "metric": .string(row.metric), "treatment": .string(row.treatment),
            "share_treated": .number(row.shareTreated), "value_per_head": .number(row.valuePerHead),
            "std_error": .number(row.standardError), "ci_lower": .number(row.lower),
            "ci_upper": .number(row.upper), "net_per_head": .optional(row.netPerHead),
            "net_per_head_ci_lower": .optional(row.netLower),
            "net_per_head_ci_upper": .optional(row.netUpper),
            "value_over_random": .optional(row.valueOverRandom),
            "value_over_random_std_error": .optional(row.valueOverRandomStandardError),
            "over_all": .optional(row.overAll), "over_all_ci_lower": .optional(row.overAllLower),
            "over_all_ci_upper": .optional(row.overAllUpper),
        ])
    }

    func profit(_ row: ProfitCurveResult) -> JSONValue {
        .members([
            "score": .string(row.score), "metric": .string(row.metric), "treatment": .string(row.treatment),
            "usd": .bool(row.isUSD), "best_share": .number(row.bestShare),
            "points": .array(
                row.points.map {
                    .members([
                        "share": .number($0.share), "net": .number($0.net), "ci_lower": .number($0.lower),
                        "ci_upper": .number($0.upper),
                    ])
                }),
        ])
    }
}
