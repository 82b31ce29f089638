import Quantities

/// Rows that are sums of many units, taken for units.
struct TotalsCheck {
    let file: String
    let experiment: LoadedExperiment
    /// Whether every row has an identifier of its own.
    let hasIDs: Bool

    /// Columns that count units.
    private static let countNames = [
        "users", "visitors", "customers", "recipients", "participants", "people", "subscribers",
        "sample_size",
    ]
    /// Columns that may count units, or what one unit did.
    private static let doubtfulNames = [
        "n", "count", "total", "size", "units", "population", "sessions", "emails", "mails", "impressions",
        "sends", "sent",
        "delivered", "exposures", "contacts", "samples",
    ]
    /// Outcomes of which one unit has few.
    private static let eventNames = [
        "conversions", "orders", "purchases", "clicks", "signups", "transactions",
    ]
    private static let totalNames = [
        "total", "totals", "grand total", "overall", "sum", "all", "gesamt", "summe",
    ]
    /// A column that counts units holds more than this on average when rows are not units.
    private static let mostPerUnit = 1.5
    /// A column that may count what one unit did holds far more, in a short file.
    private static let mostDonePerUnit = 50.0
    private static let shortFile = 1_000
    private static let fewRows = 200
    /// Columns by which totals are exported.
    private static let keyNames = [
        "date", "day", "week", "month", "hour", "datum", "tag", "woche", "monat", "region", "country", "city",
        "town",
        "channel", "device", "platform", "store", "segment", "campaign",
    ]

    /// The unused columns that may count units.
    static func columns(_ header: [String], except used: [String]) -> [String] {
        header.filter { (countNames + doubtfulNames).contains($0.lowercased()) && !used.contains($0) }
    }

    /// The unused columns by which rows may be totals.
    static func keys(_ header: [String], except used: [String]) -> [String] {
        header.filter { keyNames.contains($0.lowercased()) && !used.contains($0) }
    }

    private static let remedy =
        "give one row per unit; or cells, with a column n and for each metric y sum_y and sumsq_y (the same as "
        + "sum_y where y is 0 or 1)"

    /// - Parameters:
    ///   - counts: of the columns that may count units, as far as they hold numbers.
    ///   - keys: of the columns by which rows may be totals.
    /// - Throws: bad input that says why a row is not one unit.
    func check(
        counts: [(name: String, values: [Double])], keys: [(name: String, values: [UInt64])]
    ) throws(FinegrainError) {
        let table = experiment.table
        let sizes = table.unitCounts
        func refuse(_ message: String, _ field: String? = nil) throws(FinegrainError) {
            throw .badInput(message, remedy: TotalsCheck.remedy, file: file, field: field)
        }
        for (arm, size) in zip(table.arms, sizes)
        where size == 1 && table.rowCount > table.arms.count
            && TotalsCheck.totalNames.contains(arm.lowercased())
        {
            throw .badInput(
                "the arm \(arm) has one row, which looks like the sum of the others",
                remedy: "delete that row, or name the treatments with --arms", file: file)
        }
        if sizes.allSatisfy({ $0 == 1 }) {
            try refuse("every arm has one row: the file holds totals of arms, not units")
        }
        for (name, values) in counts {
            let present = values.filter { !$0.isNaN }
            guard !present.isEmpty, present.allSatisfy({ $0 >= 0 && $0 == $0.rounded() }) else { continue }
            let mean = present.reduce(0, +) / Double(present.count)
            let isDoubtful = TotalsCheck.doubtfulNames.contains(name.lowercased())
            if isDoubtful, hasIDs || table.rowCount > TotalsCheck.shortFile { continue }
            let limit = isDoubtful ? TotalsCheck.mostDonePerUnit : TotalsCheck.mostPerUnit
            guard mean > limit else { continue }
            try refuse(
                "\(name) is \((mean * 10).rounded() / 10) per row on average: a row holds totals of many units",
                name)
        }
        if table.rowCount <= table.segments.count * table.arms.count,
            holdsOneRowPerCell(table.segmentCodes.map { UInt64($0) })
        {
            try refuse("every segment has one row per arm: the file holds totals of segments, not units")
        }
        for (name, values) in keys where !hasIDs && holdsOneRowPerCell(values) {
            try refuse("every \(name) has one row per arm: the file holds totals, not units", name)
        }
        guard table.rowCount <= TotalsCheck.fewRows else { return }
        for outcome in table.outcomes where TotalsCheck.eventNames.contains(outcome.name.lowercased()) {
            let present = outcome.values.filter { !$0.isNaN }
            let mean = present.reduce(0, +) / Double(max(1, present.count))
            if mean > 20, present.allSatisfy({ $0 == $0.rounded() }) {
                try refuse(
                    "\(outcome.name) is \((mean * 10).rounded() / 10) per row on average: a row holds totals of many units",
                    outcome.name)
            }
        }
    }

    /// Whether no two rows share group and arm, though most groups have several arms.
    private func holdsOneRowPerCell(_ groups: [UInt64]) -> Bool {
        let arms = experiment.table.armCodes
        guard groups.count == arms.count else { return false }
        let cells = zip(groups, arms).sorted { $0 < $1 }
        var count = cells.isEmpty ? 0 : 1
        for (cell, next) in zip(cells, cells.dropFirst()) {
            if cell == next { return false }
            if cell.0 != next.0 { count += 1 }
        }
        return count > 1 && 2 * cells.count >= 3 * count
    }
}
