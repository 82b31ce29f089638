import Encodings
import Quantities
import Scenarios

/// Whether a comparison keeps one budget.
public struct BudgetResult: Sendable {
    public let expression: BudgetExpression
    /// What was held against the limit: a share where the limit is a percentage; nil where it is not computed.
    public private(set) var value: Double?
    /// The row in B that it was taken of.
    public private(set) var row: Int?
    public private(set) var holds = false
    /// Why there is no value.
    public private(set) var why: String?

    init(_ expression: BudgetExpression, _ comparison: RunComparison) {
        self.expression = expression
        do throws(Absence) {
            let place = try BudgetResult.row(expression, comparison)
            row = place
            let value = try BudgetResult.value(expression, comparison, place)
            self.value = value
            holds = expression.holds(value)
        } catch {
            why = error.reason
        }
    }

    /// Why a budget cannot be checked. It is broken then: silence would pass for keeping it.
    private struct Absence: Error { var reason: String }

    private static func row(_ expression: BudgetExpression, _ comparison: RunComparison) throws(Absence)
        -> Int
    {
        let run = comparison.b
        guard let values = expression.row else {
            if let why = comparison.recommendation.b.inconclusive {
                throw Absence(
                    reason: "not computed: B recommends nothing, because nothing can be concluded: \(why)")
            }
            return comparison.recommendation.b.row ?? 0
        }
        let matching = run.rows.indices.filter { place in
            let row = run.rows[place]
            return values.allSatisfy { value in
                if value.name == "baseline" { return value.value == .bool(row.isBaseline) }
                return !row.isBaseline && run.value(of: row, at: value.name)?.means(value.value) == true
            }
        }
        guard let place = matching.first else { throw Absence(reason: "not computed: B has no such row") }
        guard matching.count == 1 else {
            throw Absence(
                reason: "not computed: \(matching.count) rows of B have these values; name more paths")
        }
        return place
    }

    private static func value(
        _ expression: BudgetExpression, _ comparison: RunComparison, _ row: Int
    ) throws(Absence) -> Double {
        let run = comparison.b
        guard let metric = run.header.metrics.firstIndex(of: expression.metric) else {
            let near = Spelling.nearest(to: expression.metric, in: run.header.metrics)
            throw Absence(
                reason: "not computed: no metric '\(expression.metric)'; "
                    + (near.map { "did you mean '\($0)'?" }
                        ?? "known: " + run.header.metrics.joined(separator: ", ")))
        }
        if expression.isDelta { return try delta(expression, comparison, row) }
        let values = run.values(of: run.rows[row], metric, comparison.options.part)
        let band = Band(values.map { $0.isNaN ? nil : $0 })
        let value =
            switch expression.statistic {
            case .mean: band.mean
            case .p5: band.p5
            case .p50: band.p50
            case .p95: band.p95
            }
        guard let value else {
            throw Absence(
                reason: band.mean == nil
                    ? "not computed: the row has no \(expression.metric)"
                    : "not computed: one world has no percentiles")
        }
        return value
    }

    private static func delta(
        _ expression: BudgetExpression, _ comparison: RunComparison, _ row: Int
    ) throws(Absence) -> Double {
        guard let compared = comparison.rows.first(where: { $0.places.b == row }) else {
            throw Absence(reason: "not computed: A has no such row")
        }
        guard let metric = compared[expression.metric], let difference = metric.difference else {
            throw Absence(reason: "not computed: A or B has no \(expression.metric) in that row")
        }
        guard expression.isPercent else { return difference }
        guard let relative = metric.relative ?? (difference == 0 ? 0 : nil) else {
            throw Absence(reason: "not computed: A's \(expression.metric) is 0, so there is no percentage")
        }
        return relative
    }
}
