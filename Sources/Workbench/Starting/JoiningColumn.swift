import Quantities
import Tabular

/// The column that tells customers apart and joins two exports.
struct JoiningColumn {
    /// Nil when there is nothing to join and no column was named.
    let name: String?

    /// - Parameter named: the user's choice; without it a common name is looked for when there are two exports.
    /// - Throws: bad input when no column can join them, with those that may.
    init(_ survey: TableSurvey, older: TableSurvey?, named: String?) throws {
        let columns = survey.columns.map(\.name)
        if survey.cells != nil || older?.cells != nil {
            guard older == nil, named == nil else {
                throw FinegrainError.badInput(
                    "cells do not hold single customers",
                    remedy: "give files with one row per customer, or leave out --id and --old",
                    file: survey.cells != nil ? survey.file : older?.file,
                    field: named == nil ? "--old" : "--id")
            }
            name = nil
            return
        }
        if let named {
            for table in [survey] + (older.map { [$0] } ?? [])
            where !table.columns.map(\.name).contains(named) {
                throw FinegrainError.badInput(
                    "there is no column '\(named)'",
                    remedy: "the columns are " + table.columns.map(\.name).joined(separator: ", "),
                    file: table.file, field: "--id")
            }
        }
        guard let older else {
            name = named
            return
        }
        let shared = columns.filter { column in older.columns.contains { $0.name == column } }
        if let found = named ?? shared.first(where: { ColumnName($0).isCommonIdentifier }) {
            name = found
            for table in [survey, older] {
                // Reading it as the scenario will says whether customers have one row each.
                _ = try CategoricalTable.load(table.file, TableSelection(attributes: [], identifier: found))
            }
            return
        }
        let candidates = shared.filter { name in
            survey.columns.contains { $0.name == name && $0.isDistinct }
        }
        throw FinegrainError.badInput(
            "which column tells customers apart is not clear from its name",
            remedy: candidates.isEmpty
                ? "name it with --id; columns of both files are " + shared.joined(separator: ", ")
                : "name it with --id; its values differ from row to row in "
                    + candidates.joined(separator: ", "),
            file: survey.file, field: "--id")
    }
}

extension ColumnSurvey {
    /// Whether the sampled rows all have values of their own.
    fileprivate var isDistinct: Bool {
        missing == 0 && Set(sample.codes).count == sample.codes.count
    }
}
