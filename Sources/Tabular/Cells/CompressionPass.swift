/// One pass over the rows of a file: encoders, the index of cells and their sums.
struct CompressionPass {
    private var encoders: [AttributeEncoder]
    private let encoderColumns: [Int]
    private let metricColumns: [Int]
    private let attributeCount: Int
    private var index: CellIndex
    private var cells: CellAccumulator

    /// Finds the columns; those that are missing are noted in the reader's problems.
    init(_ options: CellCompressor, _ reader: inout CSVReader) {
        let names = options.by + (options.arm.map { [$0] } ?? [])
        let styles = reader.styles
        encoders = names.map { name in
            AttributeEncoder(
                name: name, bands: options.bands.first { $0.attribute == name },
                numbers: styles.isEmpty
                    ? .plain : reader.header.firstIndex(of: name).map { styles[$0] } ?? .plain)
        }
        encoderColumns = reader.columns(names)
        metricColumns = reader.columns(options.outcomes + options.covariates)
        attributeCount = options.by.count
        index = CellIndex(codesPerCell: names.count)
        cells = CellAccumulator(outcomes: options.outcomes, covariates: options.covariates)
    }

    mutating func run(_ reader: inout CSVReader) throws {
        let codes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: encoderColumns.count)
        let values = UnsafeMutableBufferPointer<Double>.allocate(capacity: metricColumns.count)
        defer {
            codes.deallocate()
            values.deallocate()
        }
        while try reader.next() {
            var isSound = true
            for position in 0..<encoderColumns.count {
                let field = reader.field(encoderColumns[position])
                let code = encoders[position].encode(field)
                if code < 0 || (position == attributeCount && field.isEmpty) {
                    isSound = false
                    noteCode(position, field, &reader)
                }
                codes[position] = UInt8(truncatingIfNeeded: code)
            }
            for position in 0..<metricColumns.count {
                if let value = reader.number(metricColumns[position]) {
                    values[position] = value
                } else {
                    isSound = false
                    reader.noteNotANumber(column: metricColumns[position])
                }
            }
            if isSound { cells.add(values, to: index.cell(codes)) }
        }
        if index.count == 0, reader.problems.isEmpty { reader.noteNoRows() }
    }

    private mutating func noteCode(
        _ position: Int, _ field: UnsafeBufferPointer<UInt8>, _ reader: inout CSVReader
    ) {
        if position == attributeCount, field.isEmpty {
            reader.note(
                "the arm is empty", remedy: "Name the arm, or leave out customers outside the experiment.",
                column: encoderColumns[position])
        } else if let problem = encoders[position].problem(field, file: reader.file, line: reader.line) {
            reader.problems.add(problem)
        }
    }

    /// The cells in the order of their levels.
    func table(file: String) throws -> CellTable {
        let finished = encoders.map { $0.finished() }
        let final = finished.indices.map { position in
            (0..<index.count).map { finished[position].codes[Int(index.code(position, ofCell: $0))] }
        }
        let order = CellTable.order(of: final, count: index.count)
        let columns = finished.indices.map { position in
            CategoricalColumn(
                name: encoders[position].name, levels: finished[position].levels,
                codes: order.map { final[position][$0] })
        }
        let sums = cells.finished(order)
        var arm = columns.count > attributeCount ? columns[attributeCount] : nil
        arm?.name = CellTable.armColumn
        let table = CellTable(
            attributes: Array(columns.prefix(attributeCount)), arm: arm,
            counts: order.map { cells.counts[$0] },
            outcomes: sums.outcomes, covariates: sums.covariates, products: sums.products)
        try table.requireFiniteSums(file: file)
        return table
    }
}
