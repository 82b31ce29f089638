/// Whom to treat, from scores that have not seen the unit's outcome.
public enum PolicyRule: Hashable, Sendable {
    case all, none
    /// The best share of all units; the group at the border in part.
    case topShare(Double)
    /// Units whose score is above the break-even effect, cost over margin.
    case profitable(threshold: Double)
    /// The share that pays best on units of other folds; `ProfitCurve` chooses it.
    case bestShare

    /// The contract's name.
    public var name: String {
        switch self {
        case .all: "all"
        case .none: "none"
        case .topShare: "top_share"
        case .profitable: "profitable"
        case .bestShare: "best_share"
        }
    }

    /// How much of each unit is treated.
    /// - Precondition: not `bestShare`, which needs outcomes.
    public func treatment(_ ranked: RankedUnits) -> [Double] {
        switch self {
        case .bestShare: preconditionFailure("the best share is chosen by a profit curve")
        case .all: ranked.scores.map { _ in 1 }
        case .none: ranked.scores.map { _ in 0 }
        case .topShare(let share): ranked.membership(share: share)
        case .profitable(let threshold): ranked.scores.map { $0 > threshold ? 1 : 0 }
        }
    }
}
