import Encodings
import Quantities

/// The rows of a file with one row per customer as they are read.
struct UnitRows {
    private var encoders: [AttributeEncoder]
    private let codeColumns: [Int]
    private let numberColumns: [Int]
    private let identifierColumn: Int?
    private var codes: [[UInt8]]
    private var numbers: [NumericColumn]
    private var identifiers: [UInt64] = []
    private var rowCount = 0

    /// Finds the columns; those that are missing are noted in the reader's problems.
    init(_ selection: TableSelection, _ reader: inout CSVReader) {
        let names = selection.attributes(among: reader.header)
        encoders = AttributeEncoder.encoders(
            names, bands: selection.bands, numbers: selection.numberStyle)
        codeColumns = reader.columns(names)
        numberColumns = reader.columns(selection.numbers)
        identifierColumn = selection.identifier.map { reader.columns([$0])[0] }
        codes = Array(repeating: [], count: names.count)
        numbers = selection.numbers.map { NumericColumn(name: $0, values: []) }
        Bands.check(selection.bands, attributes: names, log: &reader.problems)
    }

    /// Reads all rows. A row with a problem is still appended, so that columns stay of equal length;
    /// the table is never used then.
    mutating func read(_ reader: inout CSVReader) throws {
        while try reader.next() {
            for position in codeColumns.indices {
                let field = reader.field(codeColumns[position])
                let code = encoders[position].encode(field)
                if code < 0,
                    let problem = encoders[position].problem(field, file: reader.file, line: reader.line)
                {
                    reader.problems.add(problem)
                }
                codes[position].append(UInt8(truncatingIfNeeded: code))
            }
            for position in numberColumns.indices {
                let value = reader.number(numberColumns[position])
                if value == nil { reader.noteNotANumber(column: numberColumns[position]) }
                numbers[position].values.append(value ?? 0)
            }
            if let identifierColumn { identifiers.append(identifier(identifierColumn, &reader)) }
            rowCount += 1
        }
        if rowCount == 0, reader.problems.isEmpty { reader.noteNoRows() }
        if rowCount > CategoricalTable.maximumRows {
            reader.problems.add(CategoricalTable.tooManyRows(nil))
        }
    }

    /// FNV-1a of the field's bytes, mixed once more. Among a million customers two share a value
    /// with a chance of 3e-8, which would be refused as a duplicate.
    private func identifier(_ column: Int, _ reader: inout CSVReader) -> UInt64 {
        let field = reader.field(column)
        if field.isEmpty {
            reader.note("the identifier is empty", remedy: "Name the customer of each row.", column: column)
        }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in field { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Fingerprint.mixed(hash)
    }

    /// The table with its levels in their final order.
    /// - Throws: bad input when two rows have the same identifier.
    func table(file: String) throws -> CategoricalTable {
        let sorted = identifiers.sorted()
        let repeated = zip(sorted, sorted.dropFirst()).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
        guard repeated == 0 else {
            throw FinegrainError.badInput(
                "\(repeated) row\(repeated == 1 ? " repeats" : "s repeat") the identifier of an earlier row",
                remedy: "Keep one row per customer.", file: file)
        }
        let columns = encoders.indices.map { position in
            let (levels, final) = encoders[position].finished()
            return CategoricalColumn(
                name: encoders[position].name, levels: levels, codes: codes[position].map { final[Int($0)] })
        }
        return CategoricalTable(
            columns: columns, numbers: numbers, identifiers: identifierColumn == nil ? nil : identifiers,
            rowCount: rowCount)
    }
}
