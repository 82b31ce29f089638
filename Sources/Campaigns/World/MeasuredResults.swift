public import Audiences
import Quantities
import Scenarios
import Uplift

/// What was measured on the customers: one outcome by cell of attributes and arm, and what it allows to be true.
public struct MeasuredResults: Sendable {
    /// Customers and outcomes of one cell in one arm.
    public struct Row: Sendable {
        /// Level index of each attribute of the audience.
        public var levels: [UInt8]
        public var arm: Int
        public var customers: Int
        public var outcomes: Int

        public init(levels: [UInt8], arm: Int, customers: Int, outcomes: Int) {
            self.levels = levels
            self.arm = arm
            self.customers = customers
            self.outcomes = outcomes
        }
    }

    public let arms: [String]
    let posterior: CellPosterior
    /// Place value of each attribute in the number of a cell, the first attribute's the largest.
    let strides: [Int]

    /// No more cells than this can be drawn in every replication.
    public static let mostCells = 100_000

    /// Pools the results over nested cells, in the order of the attributes.
    /// - Throws: `FinegrainError` when the control arm is missing or there are too many cells.
    public init(arms: [String], control: String, attributes: [Attribute], rows: [Row]) throws {
        self.arms = arms
        guard let reference = arms.firstIndex(of: control) else {
            throw FinegrainError.badInput(
                "the results have no arm '\(control)'", remedy: "arms are: " + arms.joined(separator: ", "),
                field: "response.control_arm")
        }
        let sizes = attributes.map(\.levels.count)
        let count = sizes.reduce(1) { product, size in
            let (value, isTooLarge) = product.multipliedReportingOverflow(by: size)
            return isTooLarge ? .max : value
        }
        guard count <= MeasuredResults.mostCells else {
            throw FinegrainError.badInput(
                "the attributes have more than \(MeasuredResults.mostCells) cells",
                remedy: "use fewer attributes or bands",
                field: "audience.attributes")
        }
        strides = sizes.indices.map { sizes[($0 + 1)...].reduce(1, *) }
        // Every cell there can be is in the table, in the order of its code: customers may drift into it.
        var table = CellTable(attributeCount: sizes.count, armCount: arms.count)
        for code in 0..<count {
            var rest = code
            var levels = [UInt8](repeating: 0, count: sizes.count)
            for j in sizes.indices.reversed() {
                levels[j] = UInt8(rest % sizes[j])
                rest /= sizes[j]
            }
            _ = table.add(levels, arm: reference, count: 0, successes: 0)
        }
        for row in rows {
            _ = table.add(row.levels, arm: row.arm, count: row.customers, successes: row.outcomes)
        }
        posterior = try CellPosterior(table, nesting: Array(sizes.indices), referenceArm: reference)
    }

    /// The number of the cell with these levels.
    func cell(of levels: some Sequence<UInt8>) -> Int {
        zip(strides, levels).reduce(0) { $0 + $1.0 * Int($1.1) }
    }

    /// The arm that stands for each angle.
    func arms(of settings: ResponseSettings) throws -> [Int] {
        try settings.angles.map { angle in
            let name = settings.arms.first { $0.name == angle }?.value ?? ""
            guard let arm = arms.firstIndex(of: name) else {
                throw FinegrainError.badInput(
                    "the results have no arm '\(name)' for the angle '\(angle)'",
                    remedy: "arms are: " + arms.joined(separator: ", "), field: "response.arms.\(angle)")
            }
            return arm
        }
    }
}
