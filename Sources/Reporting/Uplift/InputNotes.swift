import Experiments

/// What was read, and what of it was guessed: the first thing that a reader should check.
struct InputNotes {
    private let readout: UpliftReadout

    init(_ readout: UpliftReadout) { self.readout = readout }

    private static let names = [
        "treatment": "arm", "by": "segments", "covariate": "covariates", "text_id": "text",
        "id": "unit id",
    ]

    /// One statement each: the columns, those that were recognised by their names, what is missing.
    var sentences: [String] {
        [columns, recognised, missing].compactMap(\.self)
    }

    /// Which column was taken for the arms where others could be it too; the first line of everything.
    var guess: String? { readout.warnings.first { $0.code == "arm_column" }?.message }

    private var columns: String {
        let rows = Digits.grouped(Double(readout.rowCount), 0)
        var parts: [String] = []
        for role in readout.roles where !parts.contains(role.part) { parts.append(role.part) }
        let texts = parts.map { part in
            let columns = readout.roles.filter { $0.part == part }.map(\.column)
            return "\(InputNotes.names[part] ?? part): \(columns.joined(separator: ", "))"
        }
        let kind = readout.isCells ? "\(rows) rows of cells" : "\(rows) rows"
        return "Read \(kind). Columns: \(texts.joined(separator: "; "))."
    }

    private var recognised: String? {
        let guessed = readout.roles.filter(\.isRecognised)
        guard !guessed.isEmpty else { return nil }
        let texts = guessed.map { "\($0.column) (\(InputNotes.names[$0.part] ?? $0.part))" }
        return
            "Recognised by name, not stated in the command: \(texts.joined(separator: ", ")). Check that this is right."
    }

    private var missing: String {
        guard !readout.missing.isEmpty else { return "No values are missing." }
        let texts = readout.missing.prefix(8).map {
            "\($0.column) in \(Digits.grouped(Double($0.rows), 0)) row\($0.rows == 1 ? "" : "s") (\($0.treatment))"
        }
        let rest = readout.missing.count - texts.count
        return
            "Missing values: \(texts.joined(separator: ", "))\(rest > 0 ? " and \(rest) columns more" : "")."
    }
}
