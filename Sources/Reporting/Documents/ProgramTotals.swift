import Campaigns
import Encodings
import Scenarios
import Workbench

/// What the subject row of a decision makes in a month and in a year of campaigns, in the steady state.
struct ProgramTotals {
    /// One figure: its name and unit, per month, per year.
    struct Line {
        var name: String
        var unit: String
        var monthly: Double?
        var yearly: Double?
    }

    let campaignsPerYear: Double
    let lines: [Line]

    /// Hours in a mean Gregorian year: 365.2425 days.
    private static let hoursPerYear = 8_765.82

    init(_ result: SweepResult) {
        let perYear = ProgramTotals.hoursPerYear / Double(result.scenario.run.intervalHours)
        campaignsPerYear = perYear
        let metrics: [(Metric, String)] = [
            (.costUSD, "USD"), (.llmCostUSD, "USD"), (.reviewHours, "h"), (.personaCalls, "calls"),
            (.copyCalls, "calls"), (.inputTokens, "tokens"), (.outputTokens, "tokens"),
            (.incrementalOutcomes, "outcomes"), (.netValueUSD, "USD"),
        ]
        let row = result.decision.subject.map { result.rows[$0] }
        lines = metrics.map { metric, unit in
            let value = row?[metric]
            return Line(
                name: metric.rawValue, unit: unit, monthly: value.map { $0 * perYear / 12 },
                yearly: value.map { $0 * perYear })
        }
    }

    var json: JSONValue {
        .members([
            "campaigns_per_year": .number(campaignsPerYear),
            "monthly": .object(lines.map { .init($0.name, .optional($0.monthly)) }),
            "yearly": .object(lines.map { .init($0.name, .optional($0.yearly)) }),
        ])
    }
}
