import Campaigns
import Encodings
import Scenarios
public import Workbench

/// The values of every world of a sweep, one line per row, replication, part and metric that has one.
///
/// Rows are numbered as in the sweep's other documents; row 0, the baseline, has no worlds of its own.
public struct ReplicatesCSV {
    private let result: SweepResult

    public init(_ result: SweepResult) { self.result = result }

    public var text: String {
        var csv = CSVText()
        csv.row(["row", "replication", "seed", "part", "metric", "value"])
        for (index, cells) in result.cells.enumerated() {
            let seed = String(seed(of: result.rows[index + 1]))
            for (replication, cell) in cells.enumerated() {
                for part in HorizonPart.allCases {
                    let values = part.values(of: cell)
                    for metric in Metric.allCases {
                        guard let value = values[metric] else { continue }
                        csv.row([
                            String(index + 1), String(replication), seed, part.rawValue, metric.rawValue,
                            CSVText.number(value),
                        ])
                    }
                }
            }
        }
        return csv.text
    }

    /// The scenario's seed, unless the row varies it.
    private func seed(of row: SweepRow) -> Int {
        row.values.first { $0.name == "seed" }?.value.json.integer ?? result.scenario.seed
    }
}
