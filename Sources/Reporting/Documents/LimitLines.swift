import Campaigns
import Encodings
import Scenarios
import Workbench

/// The limits of a scenario, with what the subject row of a decision has of each and which rows break it.
struct LimitLines {
    struct Line {
        var limit: Limit
        /// The scenario's field that sets it.
        var field: String
        var metric: String
        /// What is held to the bound: the mean over worlds, or its unfavourable 5th or 95th percentile.
        var statistic: String
        var isUpper: Bool
        var bound: Double
        var unit: Unit
        /// The statistic of the subject row; nil where there is nothing to count.
        var value: Double?
        /// Rows that break the limit.
        var broken: [Int]
        var price: ShadowPrice?
    }

    enum Unit {
        case usd, hours, share, count

        func text(_ value: Double?) -> String {
            guard let value else { return "-" }
            switch self {
            case .usd: return Digits.usd(value)
            case .hours: return Digits.significant(value) + " h"
            case .share: return Digits.percent(value)
            case .count: return Digits.plain(value)
            }
        }
    }

    let lines: [Line]

    init(_ result: SweepResult) {
        let (rows, scenario) = (result.rows, result.scenario)
        let subject = result.decision.subject.map { rows[$0] }
        func line(_ limit: Limit, _ field: String, _ metric: String, _ unit: Unit) -> Line {
            Line(
                limit: limit, field: field, metric: metric, statistic: "mean", isUpper: true, bound: 0,
                unit: unit, broken: rows.indices.filter { rows[$0].breaks.contains(limit) },
                price: result.decision.shadowPrices.first { $0.limit == limit })
        }
        var lines = Constraint.all(of: scenario).map { constraint in
            var line = line(
                constraint.limit, LimitLines.field(of: constraint.limit), constraint.metric.rawValue,
                LimitLines.unit(of: constraint.limit))
            line.isUpper = constraint.isUpper
            line.bound = constraint.bound
            line.statistic = constraint.isTail ? (constraint.isUpper ? "P95" : "P5") : "mean"
            line.value = subject.flatMap { constraint.value($0.metrics) }
            return line
        }
        if let least = scenario.limits.minimumK {
            var k = line(.kAnonymity, "limits.minimum_k", "privacy.k", .count)
            k.isUpper = false
            k.bound = Double(least)
            k.statistic = "set"
            k.value = subject.map { Double($0.privacyK) }
            k.broken = rows.indices.filter { !rows[$0].isBaseline && rows[$0].privacyK < least }
            lines.append(k)
        }
        let failing = line(.generation, "", "failed generations", .share)
        if !failing.broken.isEmpty {
            var generation = failing
            generation.bound = FailureDiagnosis.mostShare
            generation.value = subject.map(\.failures.share)
            generation.statistic = "share"
            lines.append(generation)
        }
        self.lines = lines
    }

    private static func field(of limit: Limit) -> String {
        switch limit {
        case .budget: "limits.budget_usd"
        case .reviewHours: "limits.review_hours"
        case .deadline: "limits.on_time_share"
        case .quota: "limits.throttled_share"
        case .kAnonymity: "limits.pooled_share"
        case .power: "limits.detectable_lift"
        case .reach: "limits.reached_share"
        case .generation: ""
        }
    }

    private static func unit(of limit: Limit) -> Unit {
        switch limit {
        case .budget: .usd
        case .reviewHours: .hours
        default: .share
        }
    }

    var json: JSONValue {
        .array(
            lines.map { line in
                .members([
                    "limit": .string(line.limit.rawValue), "field": .string(line.field),
                    "metric": .string(line.metric), "statistic": .string(line.statistic),
                    "at_most": .bool(line.isUpper), "bound": .number(line.bound),
                    "subject_value": .optional(line.value),
                    "broken_by": .array(line.broken.map { .integer($0) }),
                ])
            })
    }
}
