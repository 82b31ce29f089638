import Targeting

extension UpliftPlan {
    /// Penalty of ridge regressions, as a share of the rows: mild, for columns that nearly say the same.
    private static let ridgePenalty = 1e-3

    /// The models for a metric.
    func basis(isBinary: Bool) -> Basis {
        switch learnerModels {
        case .ols: .ols
        case .ridge: .ridge(UpliftPlan.ridgePenalty)
        case .logit: isBinary ? .logit : .ols
        }
    }
}
