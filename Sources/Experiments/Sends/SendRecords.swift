package import Uplift

/// What was recorded of each unit send by send, before a unit became one row.
package struct SendRecords: Sendable {
    /// The column of sends and its values in their order.
    package var column: String
    package var names: [String]
    /// When units were at risk and whether they left, by the table's rows; nil without an event.
    package var histories: RiskHistories?
    /// A row of the table, one per record in the order of rows and sends.
    package var rows: [Int]
    /// A position in `names`, one per record.
    package var sends: [Int]
    /// The outcomes of the file, each with one value per record.
    package var outcomes: [ExperimentTable.DesignColumn]

    /// The values of one outcome at one send, one per row of the table.
    ///
    /// A unit that had left and was not recorded has zero, so that the units compared are those that were randomised
    /// and not those that stayed; a unit that was not recorded for another reason is missing.
    /// - Returns: nil for an outcome that the file does not hold.
    func values(of outcome: String, send: Int, rowCount: Int) -> [Double]? {
        guard let recorded = outcomes.first(where: { $0.name == outcome })?.values else { return nil }
        var result = Array(repeating: Double.nan, count: rowCount)
        if let histories {
            for row in 0..<rowCount where histories.hasEvent(row) {
                if let last = histories.occasions(of: row).last, last < send { result[row] = 0 }
            }
        }
        for index in rows.indices where sends[index] == send { result[rows[index]] = recorded[index] }
        return result
    }
}
