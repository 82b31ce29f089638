import Tabular

/// Reads `truth.csv`: the cells of a run with their true base rates and effects.
struct TruthFile {
    /// The attribute columns.
    let columns: [String]
    /// The treatments' cells in the order of the file.
    let truth: [RunTruth]

    private struct Row {
        var values: [String]
        var arm: String
        var n: Int
        var baseRate: Double
        var effect: Double
    }

    /// - Throws: `FinegrainError` with everything that is wrong with the file.
    init(_ file: String, control: String) throws {
        var reader = try CSVReader.open(file)
        let places = reader.columns(["arm", "n", "base_rate", "effect"])
        try reader.problems.throwIfAny()
        let attributes = reader.header.indices.filter { !places.contains($0) }
        let columns = attributes.map { reader.header[$0] }
        self.columns = columns
        var rows: [Row] = []
        var controlRates: [[String]: Double] = [:]
        while try reader.next() {
            let numbers = places.dropFirst().map { reader.number($0) }
            for (place, number) in zip(places.dropFirst(), numbers) where number == nil {
                reader.noteNotANumber(column: place)
            }
            guard let n = numbers[0].flatMap({ Int(exactly: $0) }), let baseRate = numbers[1],
                let effect = numbers[2]
            else { continue }
            let values = attributes.map { reader.text($0) }
            if reader.text(places[0]) == control { controlRates[values] = baseRate }
            rows.append(
                Row(values: values, arm: reader.text(places[0]), n: n, baseRate: baseRate, effect: effect))
        }
        try reader.problems.throwIfAny()
        truth = rows.filter { $0.arm != control }.map { row in
            RunTruth(
                attributes: zip(columns, row.values).map { RunTruth.Attribute(column: $0, value: $1) },
                arm: row.arm, n: row.n, effect: row.effect,
                imbalance: controlRates[row.values].map { row.baseRate - $0 })
        }
    }
}
