extension UpliftReadout {
    /// The overall effect that a reader should take first (`EffectResult.headline`); nil where nothing was estimated.
    public func headline(metric: String, treatment: String) -> EffectResult? {
        EffectResult.headline(
            results.filter { $0.segment == nil && $0.metric == metric && $0.treatment == treatment },
            plan: plan,
            hasCovariates: roles.contains { $0.part == "covariate" })
    }

    /// Treatments by their overall effect on a metric, the best first; those without an effect last.
    public func treatmentsBestFirst(_ metric: String) -> [String] {
        let sign = plan.sign(of: metric)
        let gains = treatments.map { arm in
            headline(metric: metric, treatment: arm)?.effect.map { sign * $0 } ?? -.infinity
        }
        return treatments.indices.sorted { (-gains[$0], $0) < (-gains[$1], $1) }.map { treatments[$0] }
    }
}

extension EffectResult {
    /// Of the overall effects of one metric and treatment the one to take first: adjusted for covariates as the plan says,
    /// else the plain difference, of outcomes of 0 and 1 with the interval of two shares.
    static func headline(_ rows: [EffectResult], plan: UpliftPlan, hasCovariates: Bool) -> EffectResult? {
        let adjusted: [Estimator] =
            switch plan.adjustment {
            case .none: []
            case .cuped: [.cuped, .lin]
            case .lin: [.lin, .cuped]
            }
        let order = (hasCovariates ? adjusted : []) + [.proportions, .differenceInMeans, .ols]
        return order.lazy.compactMap { estimator in
            rows.first { $0.estimator == estimator && $0.lower != nil }
        }.first
    }
}
