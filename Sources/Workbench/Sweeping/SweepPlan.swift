import Quantities
public import Scenarios
public import YAMLReading

/// The rows of a sweep: all combinations of the values that vary, in the order of the file.
public struct SweepPlan: Sendable {
    public let rows: [[Named<YAMLTree>]]

    /// - Parameters:
    ///   - options: `--vary` options, which replace what the scenario varies on the same path.
    public init(scenario: Scenario, options: [Named<[YAMLTree]>]) throws {
        var lists = scenario.sweep.vary
        for option in options {
            if let place = lists.firstIndex(where: { $0.name == option.name }) {
                lists[place] = option
            } else {
                lists.append(option)
            }
        }
        if lists.isEmpty {
            let depths = (1...max(1, scenario.segmentation.dimensions.count)).map {
                YAMLTree.scalar(String($0), line: nil)
            }
            lists = [Named("segmentation.depth", depths)]
        }
        let count = lists.reduce(1) { $0 * $1.value.count }
        guard count <= SweepPlan.mostRows else {
            throw FinegrainError.badInput(
                "the sweep has \(count) rows",
                remedy: "vary fewer values; at most \(SweepPlan.mostRows) rows", field: "sweep.vary")
        }
        var rows: [[Named<YAMLTree>]] = [[]]
        for list in lists {
            rows = rows.flatMap { row in list.value.map { row + [Named(list.name, $0)] } }
        }
        self.rows = rows
    }

    public static let mostRows = 10_000
}
