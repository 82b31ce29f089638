import Encodings
public import Quantities

/// What a file of customers holds, column by column, from one pass in bounded memory: enough to propose what
/// to do with it.
public struct TableSurvey: Sendable {
    public let file: String
    /// The cells, when the file is one of cells.
    public let cells: CellTable?
    /// How the file is written; how its numbers are is told by the columns.
    public let format: FileFormat
    public var separator: UInt8 { format.separator }
    public let customers: Int
    /// The customers of each sampled row: one, or those of a cell.
    public let weights: [Int]
    public let columns: [ColumnSurvey]

    /// The sample is doubled until it would be larger than this.
    public static let sampleLimit = 1 << 17

    /// Reads a file with one row per customer, or one of cells.
    ///
    /// A row is sampled when the low bits of a hash of its number are zero, as many of them as keep the sample
    /// within the limit (Wegman's adaptive sampling; Flajolet 1990): every row of a file of up to 131,072 rows,
    /// later between a half of that and all of it, evenly spread over the file.
    /// - Throws: bad input with everything that is wrong with the file.
    /// - Complexity: O(bytes).
    public init(file: String) throws { try self.init(file: file, sampleLimit: TableSurvey.sampleLimit) }

    init(file: String, sampleLimit: Int) throws {
        var reader = try CSVReader.open(file)
        self.file = file
        format = reader.format
        if CellTable.isCells(header: reader.header) {
            let cells = try TableSurvey.cells(&reader)
            self.cells = cells
            customers = cells.customerCount
            weights = cells.counts
            columns = cells.attributes.map { ColumnSurvey($0, weights: cells.counts) }
            return
        }
        cells = nil
        var tallies = reader.header.map { _ in ColumnTally() }
        var rows = 0
        var hashes: [UInt64] = []
        var mask: UInt64 = 0
        while try reader.next() {
            let hash = Fingerprint.mixed(UInt64(rows))
            let isSampled = hash & mask == 0
            for column in tallies.indices {
                tallies[column].add(reader.field(column), line: reader.line, isSampled: isSampled)
            }
            rows += 1
            guard isSampled else { continue }
            hashes.append(hash)
            if hashes.count > sampleLimit {
                mask = mask << 1 | 1
                TableSurvey.thin(&tallies, &hashes, mask)
            }
        }
        if rows == 0, reader.problems.isEmpty { reader.noteNoRows() }
        try reader.problems.throwIfAny()
        customers = rows
        weights = hashes.map { _ in 1 }
        columns = zip(tallies, reader.header).map { $0.survey($1) }
    }

    /// Columns whose numbers mean one thing with decimal commas and another without, when no column tells which.
    /// - Throws: when the file can no longer be read.
    public func doubtfulNumbers() throws -> [Problem] {
        let numeric = columns.filter { 2 * ($0.numbers.max() ?? 0) > customers - $0.missing }
        let arePlain = numeric.allSatisfy { $0.isNumeric(.plain, customers: customers) }
        if arePlain, separator == FieldSeparator.comma { return [] }
        do {
            _ = try NumberSurvey(file: file, columns: numeric.map(\.name))
            return []
        } catch let error as FinegrainError where error.kind == .badInput {
            return error.problems
        }
    }

    /// The cells of a file whose header is that of cells; a file of customers may have such a header by chance.
    private static func cells(_ reader: inout CSVReader) throws -> CellTable {
        let (file, columns) = (reader.file, CellAliases.meaningful(reader.header))
        do { return try CellTable(&reader) } catch let error as FinegrainError {
            let names = columns.map { "'\($0)'" }.joined(separator: " and ")
            throw FinegrainError(
                error.kind,
                error.problems + [
                    Problem(
                        "the file was read as cells, because of \(names)",
                        remedy: "Rename the column if each row is a customer.", file: file, line: 1)
                ])
        }
    }

    private static func thin(_ tallies: inout [ColumnTally], _ hashes: inout [UInt64], _ mask: UInt64) {
        let kept = hashes.indices.filter { hashes[$0] & mask == 0 }
        hashes = kept.map { hashes[$0] }
        for column in tallies.indices {
            let codes = tallies[column].codes
            tallies[column].codes = kept.map { codes[$0] }
        }
    }
}

extension ColumnSurvey {
    /// An attribute of cells.
    init(_ column: CategoricalColumn, weights: [Int]) {
        var customers = [Int](repeating: 0, count: column.levels.count)
        for (code, weight) in zip(column.codes, weights) { customers[Int(code)] += weight }
        var (missing, numbers) = (0, NumberStyle.allCases.map { _ in 0 })
        var text: (value: String, line: Int)?
        for (level, count) in zip(column.levels, customers) {
            var field = level
            if level == LevelOrder.missing || field.withUTF8({ MissingMark.matches($0) }) {
                missing += count
                continue
            }
            let styles = NumberStyle.allCases.map { $0.value(of: level) != nil }
            for place in styles.indices where styles[place] { numbers[place] += count }
            if !styles.contains(true), text == nil { text = (level, 1) }
        }
        self.init(
            sample: LevelColumn(
                name: column.name, levels: column.levels, codes: column.codes.map { UInt32($0) }),
            levels: zip(column.levels, customers).map { Level(name: $0, customers: $1) }, missing: missing,
            numbers: numbers, text: text, isUTF8: true)
    }
}
