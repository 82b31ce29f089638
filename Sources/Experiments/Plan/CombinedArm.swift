/// Several arms of the file taken as one.
public struct CombinedArm: Hashable, Sendable {
    public var name: String
    /// Values of the column of arms.
    public var arms: [String]

    public init(name: String, arms: [String]) {
        self.name = name
        self.arms = arms
    }
}

extension UpliftPlan {
    /// The plan with the shares of combined arms added up under the combination's name.
    var withCombinedShares: UpliftPlan {
        var plan = self
        plan.planned = []
        for share in planned {
            let name = combined.first { $0.arms.contains(share.arm) }?.name ?? share.arm
            if let known = plan.planned.firstIndex(where: { $0.arm == name }) {
                plan.planned[known].share += share.share
            } else {
                plan.planned.append(PlannedShare(arm: name, share: share.share))
            }
        }
        return plan
    }

    /// Shares to assume when none are planned: an arm of two has twice the share of one. Nil when no arm is combined.
    func assumedShares(_ arms: [String]) -> [Double]? {
        guard !combined.isEmpty else { return nil }
        return arms.map { arm in Double(combined.first { $0.name == arm }?.arms.count ?? 1) }
    }
}
