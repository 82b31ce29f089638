import Foundation
import Quantities
import Testing

@testable import Experiments

/// Metrics made of others agree with the same metrics computed into the file, and with sums by hand.
@Suite struct DerivedOutcomesTests {
    /// id, arm, visit, spend, age, history, region of the small experiment.
    private let header: [String]
    private let rows: [[String]]

    init() throws {
        let lines = try String(contentsOfFile: ReferenceFile.path("uplift-small.csv"), encoding: .utf8)
            .split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        header = lines[0]
        rows = Array(lines.dropFirst())
    }

    private func number(_ row: [String], _ column: String) -> Double {
        Double(row[header.firstIndex(of: column)!])!
    }

    private func text(_ row: [String], _ column: String) -> String { row[header.firstIndex(of: column)!] }

    private func write(_ name: String, _ lines: [[String]]) throws -> String {
        let path = NSTemporaryDirectory() + "derived-\(name).csv"
        try (lines.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n")
            .write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func readout(_ path: String? = nil, _ change: (inout UpliftPlan) -> Void) throws -> UpliftReadout
    {
        var plan = UpliftPlan.small
        // Without covariates there are no learners to wait for.
        plan.covariates = []
        change(&plan)
        return try UpliftReadout.of(path ?? ReferenceFile.path("uplift-small.csv"), plan)
    }

    private func problems(_ path: String? = nil, _ change: (inout UpliftPlan) -> Void) throws -> [String] {
        do {
            _ = try readout(path, change)
            return []
        } catch let error as FinegrainError { return error.problems.map(\.description) }
    }

    /// Sum, sums of squares and products of spend and visits by hand, for an arm in a region or everywhere.
    private func ratio(_ arm: String, _ region: String?) -> (ratio: Double, variance: Double) {
        let chosen = rows.filter { row in
            text(row, "arm") == arm && (region.map { text(row, "region") == $0 } ?? true)
        }
        let y = chosen.map { number($0, "spend") }
        let d = chosen.map { number($0, "visit") }
        let n = Double(chosen.count)
        let (my, md) = (y.reduce(0, +) / n, d.reduce(0, +) / n)
        let r = my / md
        func covariance(_ a: [Double], _ ma: Double, _ b: [Double], _ mb: Double) -> Double {
            zip(a, b).reduce(0) { $0 + ($1.0 - ma) * ($1.1 - mb) } / (n - 1)
        }
        let spread =
            covariance(y, my, y, my) - 2 * r * covariance(y, my, d, md) + r * r * covariance(d, md, d, md)
        return (r, spread / (n * md * md))
    }

    @Test func aRatioIsThatOfTheSumsWithTheErrorOfTheDeltaMethodInEverySegment() throws {
        let readout = try readout {
            $0.covariates = ["age"]
            $0.ratios = [RatioMetric(name: "per_visit", numerator: "spend", denominator: "visit")]
        }
        var places: [String?] = [nil]
        for row in rows where !places.contains(text(row, "region")) { places.append(text(row, "region")) }
        #expect(places.count > 2)
        for place in places {
            for arm in ["short", "long"] {
                let row = try #require(
                    readout.row(.differenceInMeans, "per_visit", arm, segment: place))
                let (high, low) = (ratio(arm, place), ratio("none", place))
                #expect(agree(row.meanTreatment, high.ratio, 1e-11))
                #expect(agree(row.meanControl, low.ratio, 1e-11))
                #expect(agree(row.effect, high.ratio - low.ratio, 1e-9))
                #expect(agree(row.standardError, (high.variance + low.variance).squareRoot(), 1e-9))
            }
        }
        #expect(readout.derived.map(\.kind) == [.ratio])
        #expect(!readout.learners.contains { $0.metric == "per_visit" })
        #expect(readout.learners.contains { $0.metric == "spend" })
    }

    @Test func aRatioOfCellsWithProductsIsThatOfUnits() throws {
        var sums: [[String]: [Double]] = [:]
        for row in rows {
            let (visit, spend) = (number(row, "visit"), number(row, "spend"))
            let values = [1, visit, visit * visit, spend, spend * spend, visit * spend]
            sums[[text(row, "region"), text(row, "arm")], default: Array(repeating: 0, count: 6)]
                .withUnsafeMutableBufferPointer { buffer in
                    for index in values.indices { buffer[index] += values[index] }
                }
        }
        let names = ["region", "arm", "n", "sum_visit", "sumsq_visit", "sum_spend", "sumsq_spend"]
        let cells = sums.sorted { $0.key.joined() < $1.key.joined() }.map { key, values in
            key + ["\(Int(values[0]))"] + values.dropFirst().map { "\($0)" }
        }
        func change(_ plan: inout UpliftPlan) {
            plan.id = nil
            plan.covariates = []
            plan.ratios = [RatioMetric(name: "per_visit", numerator: "spend", denominator: "visit")]
            plan.margins = [
                UpliftPlan.Margin(metric: "visit", usd: 0.1), UpliftPlan.Margin(metric: "spend", usd: 0.3),
            ]
        }
        let whole = try write("cells", [names + ["sum_visit_spend"]] + cells)
        let fromCells = try readout(whole, change)
        let fromUnits = try readout(nil) {
            change(&$0)
            $0.id = "id"
        }
        for metric in ["per_visit", "value_usd"] {
            for row in fromUnits.results where row.metric == metric && row.estimator == .differenceInMeans {
                let twin = fromCells.row(
                    .differenceInMeans, metric, row.treatment, segment: row.segment?.parts.last?.value)
                #expect(agree(twin?.effect, row.effect, 1e-8))
                #expect(agree(twin?.standardError, row.standardError, 1e-8))
            }
        }
        let without = try write("cells-without", [names] + cells.map { Array($0.dropLast()) })
        let refused = try problems(without, change)
        #expect(refused.count == 2)
        #expect(refused.allSatisfy { $0.contains("sum_spend_visit") || $0.contains("sum_visit_spend") })
    }

    @Test func severalMarginsDecideByTheirSumPerUnit() throws {
        let lines =
            [header + ["worth"]]
            + rows.map { row in row + ["\(0.1 * number(row, "visit") + 0.3 * number(row, "spend"))"] }
        let computed = try readout(try write("worth", lines)) { $0.outcomes = ["visit", "spend", "worth"] }
        let summed = try readout {
            $0.margins = [
                UpliftPlan.Margin(metric: "visit", usd: 0.1), UpliftPlan.Margin(metric: "spend", usd: 0.3),
            ]
        }
        #expect(summed.plan.decidingMetric(summed.metrics) == 2)
        #expect(summed.plan.margin(of: "value_usd") == 1)
        for row in computed.results where row.metric == "worth" {
            let twin = summed.row(
                row.estimator, "value_usd", row.treatment, segment: row.segment?.parts.last?.value)
            #expect(agree(twin?.effect, row.effect, 1e-9))
            #expect(agree(twin?.standardError, row.standardError, 1e-9))
        }
        let visits = try #require(summed.row(.differenceInMeans, "visit", "short"))
        let spend = try #require(summed.row(.differenceInMeans, "spend", "short"))
        let sum = try #require(summed.row(.differenceInMeans, "value_usd", "short"))
        #expect(agree(sum.effect, 0.1 * visits.effect! + 0.3 * spend.effect!, 1e-9))
        // Spend is a part of visiting: the errors do not add up as if the two were independent.
        let apart = (pow(0.1 * visits.standardError!, 2) + pow(0.3 * spend.standardError!, 2)).squareRoot()
        #expect(sum.standardError! > 1.001 * apart)
    }

    @Test func aMarginOfALowerIsBetterMetricCountsAgainst() {
        var plan = UpliftPlan()
        plan.margins = [
            UpliftPlan.Margin(metric: "spend", usd: 0.3), UpliftPlan.Margin(metric: "returns", usd: 4),
        ]
        plan.directions = [MetricDirection(metric: "returns", better: .down)]
        #expect(plan.margin(of: "returns") == -4 && plan.margin(of: "spend") == 0.3)
        plan.margins[1].usd = -4
        #expect(plan.margin(of: "returns") == -4)
        #expect(plan.isBetterLower("email_unsubscribed") && plan.isBetterLower("Churn"))
        #expect(!plan.isBetterLower("visit") && !plan.isBetterLower("returning_customer"))
        plan.directions.append(MetricDirection(metric: "churn", better: .up))
        #expect(!plan.isBetterLower("churn"))
    }

    @Test func aCapIsThePooledQuantileAndTheSameAsCappedValues() throws {
        let spend = rows.map { number($0, "spend") }.sorted()
        // Type 7: h = (n − 1) p.
        let place = 0.99 * Double(spend.count - 1)
        let low = Int(place)
        let limit = spend[low] + (place - Double(low)) * (spend[low + 1] - spend[low])
        let column = header.firstIndex(of: "spend")!
        let lines =
            [header]
            + rows.map { row in
                var row = row
                row[column] = "\(min(limit, number(row, "spend")))"
                return row
            }
        let byHand = try readout(try write("capped", lines)) { _ in }
        let capped = try readout { $0.caps = [Cap(metric: "spend", rule: .quantile(0.99))] }
        #expect(capped.results.count == byHand.results.count)
        for (a, b) in zip(capped.results, byHand.results) where b.effect != nil {
            #expect(agree(a.effect, b.effect, 1e-9))
            #expect(b.standardError == nil || agree(a.standardError, b.standardError, 1e-9))
        }
        let cap = try #require(capped.caps.first)
        #expect(agree(cap.limit, limit, 1e-12))
        #expect(cap.cappedCount == spend.filter { $0 > limit }.count)
        #expect(cap.arms.map(\.arm) == ["none", "short", "long"])
        let total = spend.reduce(0, +)
        #expect(agree(cap.shareRemoved, 1 - spend.map { min(limit, $0) }.reduce(0, +) / total, 1e-9))
    }

    @Test func optionsThatTheFileDoesNotAllowAreNamedTogether() throws {
        let found = try problems {
            $0.caps = [
                Cap(metric: "visit", rule: .quantile(0.51)), Cap(metric: "profit", rule: .value(3)),
            ]
            $0.directions = [MetricDirection(metric: "visits", better: .down)]
            $0.ratios = [RatioMetric(name: "visit", numerator: "spend", denominator: "visit")]
        }
        #expect(found.count == 4)
        #expect(found.contains { $0.contains("the same for every unit") && $0.contains("higher quantile") })
        #expect(found.contains { $0.contains("no outcome profit") })
        #expect(found.contains { $0.contains("no metric visits") })
        #expect(found.contains { $0.contains("already the name") })
    }
}
