import Regression
import Uplift

/// Slopes by which outcomes are adjusted for covariates known before: y − θ'(x − x̄), the same θ for all segments and arms.
///
/// Slopes come from deviations within segments and arms, so that neither the effect nor the segments' levels leak into
/// them. CUPED takes one θ from both arms (Deng, Xu, Kohavi & Walker 2013). Lin (2013) has slopes of each arm, and its effect
/// is that of θ = p₀β₁ + p₁β₀, p the arms' shares. A wrong θ costs precision only.
struct OutcomeAdjustment {
    let model: LinearModel

    static let none = OutcomeAdjustment(model: LinearModel(intercept: 0, slopes: [], dropped: []))

    private init(model: LinearModel) { self.model = model }

    var isNone: Bool { model.slopes.allSatisfy { $0 == 0 } }

    /// - Parameters:
    ///   - controls: moments by segment, nil where cells lack a product; the same for `treatments`.
    /// - Returns: no adjustment without covariates, or where a moment is missing.
    static func slopes(
        _ kind: UpliftPlan.Adjustment, controls: [MomentMatrix?], treatments: [MomentMatrix?]
    ) throws -> OutcomeAdjustment {
        guard kind != .none, let first = controls.compactMap(\.self).first, first.columnCount > 0,
            !(controls + treatments).contains(where: { $0 == nil })
        else { return .none }
        func within(_ cells: [MomentMatrix]) -> MomentMatrix {
            cells.reduce(MomentMatrix(columnCount: first.columnCount, outcomeCount: 1)) {
                $0.merging($1.recentred())
            }
        }
        let control = within(controls.compactMap(\.self))
        let treatment = within(treatments.compactMap(\.self))
        let slopes: [Double]
        switch kind {
        case .none: return .none
        case .cuped: slopes = try control.merging(treatment).solve().slopes
        case .lin:
            let share = treatment.weight / (treatment.weight + control.weight)
            let (own, base) = (try treatment.solve().slopes, try control.solve().slopes)
            slopes = zip(own, base).map { (1 - share) * $0 + share * $1 }
        }
        return OutcomeAdjustment(model: LinearModel(intercept: 0, slopes: slopes, dropped: []))
    }

    /// The adjusted outcomes of an arm, from its moments.
    func summary(_ moments: MomentMatrix) -> ArmSummary {
        let adjusted = isNone ? moments : moments.subtracting(model)
        let place = moments.columnCount
        return ArmSummary(
            count: moments.unitCount, mean: adjusted.means[place],
            squaredDeviations: max(0, adjusted.products[place, place]))
    }

    /// The adjusted outcome of one unit.
    func value(_ comparison: Comparison, _ row: Int) -> Double {
        var value = comparison.outcome.values[row]
        for (column, slope) in model.slopes.enumerated() where slope != 0 {
            value -= slope * comparison.table.design[column].values[row]
        }
        return value
    }
}
