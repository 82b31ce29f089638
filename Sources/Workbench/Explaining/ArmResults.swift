import Campaigns
import Encodings
import Uplift

/// What the arms of a segment did in a campaign, and what was true.
struct ArmResults {
    private struct Group {
        var arm: String
        var customers: Int
        var outcomes: Int
        var base: Double
        var effect: Double

        var share: TwoProportions.Share { .init(successes: outcomes, count: customers) }
    }

    private let groups: [Group]

    init(_ arms: [JSONValue]) {
        groups = arms.compactMap { arm in
            guard let name = arm["arm"]?.string, let customers = arm["customers"]?.integer,
                let outcomes = arm["outcomes"]?.integer, customers > 0, (0...customers).contains(outcomes)
            else { return nil }
            return Group(
                arm: name, customers: customers, outcomes: outcomes, base: arm["base"]?.double ?? 0,
                effect: arm["effect"]?.double ?? 0)
        }
    }

    /// Each arm beside the generic one, with Newcombe's interval (1998, method 10) of the difference of the rates; and
    /// the truth: the mean over the arm's customers of the outcome's probability less that under the generic copy.
    var json: JSONValue {
        let generic = groups.first { $0.arm == Arm.generic.name }
        return .members([
            "confidence": 0.95,
            "arms": .array(
                groups.map { group in
                    let pair =
                        group.arm == Arm.generic.name
                        ? nil : generic.map { TwoProportions(treatment: group.share, control: $0.share) }
                    let interval = pair?.interval(.newcombe, confidence: 0.95)
                    return .members([
                        "arm": .string(group.arm), "customers": .integer(group.customers),
                        "outcomes": .integer(group.outcomes), "rate": .number(group.share.rate),
                        "difference": .optional(pair?.effect), "ci_lower": .optional(interval?.lower),
                        "ci_upper": .optional(interval?.upper),
                        "true_difference": .number(group.effect / Double(group.customers)),
                        "true_base_rate": .number(group.base / Double(group.customers)),
                    ])
                }),
            "true_incremental_outcomes": .number(groups.reduce(0) { $0 + $1.effect }),
        ])
    }
}
