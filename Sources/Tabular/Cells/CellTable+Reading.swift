import Quantities

extension CellTable {
    /// Reads a file of cells; the cells stay in the order of the file.
    /// - Throws: bad input with everything wrong: a count that is no positive integer, sums that
    ///   contradict each other, a cell that occurs twice, and what ``CSVReader`` finds.
    public init(
        file: String, chunkSize: Int = CSVReader.defaultChunkSize, observe: CSVReader.Observer? = nil
    ) throws {
        var reader = try CSVReader.open(file, chunkSize: chunkSize, observe: observe)
        try self.init(&reader)
    }

    /// Reads a file of cells, whose numbers may have decimal commas or thousands marks.
    /// - Parameter numbers: how they are written; detected when nil.
    /// - Throws: bad input with everything wrong.
    public static func read(
        _ file: String, numbers: NumberStyle? = nil, chunkSize: Int = CSVReader.defaultChunkSize
    ) throws -> (cells: CellTable, columns: [FileFormat.Column]) {
        let opened = try CSVReader.open(file, chunkSize: chunkSize)
        let names = CellAliases.canonical(opened.header) ?? opened.header
        let columns = zip(names, opened.header).filter { isReserved($0.0) && $0.0 != armColumn }.map(\.1)
        let (cells, formats) = try NumberReading.read(
            file, separator: opened.separator, columns: columns, given: numbers
        ) { styles in
            var reader = try CSVReader.open(file, chunkSize: chunkSize)
            reader.setStyles(Array(zip(columns, styles)))
            return (try CellTable(&reader), [])
        }
        return (cells, formats)
    }

    init(_ reader: inout CSVReader) throws {
        guard CellTable.isCells(header: reader.header) else {
            throw FinegrainError.badInput(
                "the file is not one of cells", remedy: "Cells have attribute columns and a column n.",
                file: reader.file, line: 1)
        }
        let header = CellHeader(&reader)
        try reader.problems.throwIfAny()
        var rows = CellRows(header, reader.header)
        while try reader.next() { rows.append(&reader) }
        if rows.lines.isEmpty, reader.problems.isEmpty { reader.noteNoRows() }
        try reader.problems.throwIfAny()
        self = rows.table()
        for cell in 0..<cellCount {
            for (column, message) in contradictions(cell: cell) {
                let problem = Problem(
                    message, remedy: "No numbers have such sums; compute the cells again.", file: reader.file,
                    line: rows.lines[cell], field: column)
                reader.problems.add(problem)
            }
        }
        try reader.problems.throwIfAny()
    }
}

/// The rows of a file of cells as they are read.
private struct CellRows {
    private let header: CellHeader
    private let codeColumns: [Int]
    private let numberColumns: [Int]
    private var encoders: [AttributeEncoder]
    private var index: CellIndex
    private var codes: [[UInt8]]
    private var numbers: [[Double]]
    private var counts: [Int] = []
    private var customers = 0
    var lines: [Int] = []

    init(_ header: CellHeader, _ names: [String]) {
        self.header = header
        codeColumns = header.attributes + (header.arm.map { [$0] } ?? [])
        numberColumns =
            (header.outcomes + header.covariates).flatMap { [$0.sum, $0.square] }
            + header.products.map(\.column)
        encoders = AttributeEncoder.encoders(codeColumns.map { names[$0] }, bands: [])
        index = CellIndex(codesPerCell: codeColumns.count)
        codes = Array(repeating: [], count: codeColumns.count)
        numbers = Array(repeating: [], count: numberColumns.count)
    }

    mutating func append(_ reader: inout CSVReader) {
        var row = [UInt8](repeating: 0, count: codeColumns.count)
        let before = reader.problems.count
        for (position, column) in codeColumns.enumerated() {
            let field = reader.field(column)
            let code = encoders[position].encode(field)
            if code < 0, let problem = encoders[position].problem(field, file: reader.file, line: reader.line)
            {
                reader.problems.add(problem)
            }
            if column == header.arm, field.isEmpty {
                reader.note("the arm is empty", remedy: "Name the arm of the cell.", column: column)
            }
            row[position] = UInt8(truncatingIfNeeded: max(code, 0))
        }
        let count = self.count(&reader)
        var values: [Double] = []
        for column in numberColumns {
            let value = reader.number(column)
            if value == nil { reader.noteNotANumber(column: column) }
            values.append(value ?? 0)
        }
        guard reader.problems.count == before else { return }
        let cell = row.withUnsafeMutableBufferPointer { index.cell($0) }
        guard cell == lines.count else {
            reader.note(
                "duplicated segment ids: this cell is that of line \(lines[cell])",
                remedy: "Add the two rows up, or add the attribute that tells them apart.",
                column: codeColumns[0])
            return
        }
        for position in row.indices { codes[position].append(row[position]) }
        for position in values.indices { numbers[position].append(values[position]) }
        counts.append(count)
        lines.append(reader.line)
    }

    /// The customers of the current row; what is no positive whole number is noted.
    private mutating func count(_ reader: inout CSVReader) -> Int {
        let limit = 1 << 53
        let value = reader.number(header.count) ?? 0
        guard value >= 1, value < Double(limit), let count = Int(exactly: value) else {
            let text = reader.text(header.count)
            reader.note(
                "\"\(text)\" is not a positive number of customers",
                remedy: "Write a whole number from 1, and leave out empty cells.", column: header.count)
            return 0
        }
        customers = min(customers + count, limit)
        if customers == limit {
            reader.note(
                "the customers up to here are more than a double counts",
                remedy: "Check the numbers of customers.", column: header.count)
        }
        return count
    }

    func table() -> CellTable {
        let columns = encoders.indices.map { position in
            let (levels, final) = encoders[position].finished()
            return CategoricalColumn(
                name: encoders[position].name, levels: levels, codes: codes[position].map { final[Int($0)] })
        }
        let metrics = (header.outcomes + header.covariates).enumerated().map { position, metric in
            MetricSums(name: metric.name, sums: numbers[2 * position], squares: numbers[2 * position + 1])
        }
        let products = header.products.enumerated().map { position, product in
            ProductSums(
                first: product.first, second: product.second, sums: numbers[2 * metrics.count + position])
        }
        return CellTable(
            attributes: Array(columns.prefix(header.attributes.count)),
            arm: header.arm == nil ? nil : columns[header.attributes.count], counts: counts,
            outcomes: Array(metrics.prefix(header.outcomes.count)),
            covariates: Array(metrics.dropFirst(header.outcomes.count)), products: products)
    }
}
