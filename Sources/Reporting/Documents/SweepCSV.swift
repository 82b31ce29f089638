import Campaigns
import Scenarios
public import Workbench

/// A sweep in long form: one line a row, part and metric.
public struct SweepCSV {
    private let result: SweepResult

    public init(_ result: SweepResult) { self.result = result }

    public var text: String {
        let paths = result.rows.first { !$0.isBaseline }?.values.map(\.name) ?? []
        var csv = CSVText()
        csv.row(["row", "baseline"] + paths + ["part", "metric", "mean", "p5", "p50", "p95"])
        for (index, row) in result.rows.enumerated() {
            let values = row.isBaseline ? paths.map { _ in "" } : row.values.map { RowName.text($0.value) }
            for (part, list) in [
                ("steady", row.metrics), ("first", row.firstCampaign), ("total", row.horizonTotal),
            ] {
                for (metric, band) in list {
                    csv.row(
                        [String(index), row.isBaseline ? "true" : "false"] + values + [part, metric.rawValue]
                            + [band.mean, band.p5, band.p50, band.p95].map(CSVText.number))
                }
            }
        }
        return csv.text
    }
}
