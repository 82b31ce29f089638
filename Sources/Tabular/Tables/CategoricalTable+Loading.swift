import Quantities

extension CategoricalTable {
    /// More rows than this are refused: a row's number must fit in 32 bits.
    public static let maximumRows = Int(Int32.max)

    /// Loads a file with one row per customer, or a file of cells, which has a column `n`.
    ///
    /// A cell becomes `n` equal rows, in the order of the cells; arms and sums are left behind.
    /// - Throws: bad input with everything wrong with the file and the selection.
    /// - Complexity: O(bytes + rows); one byte a row and attribute, eight a row and number.
    public static func load(
        _ file: String, _ selection: TableSelection = TableSelection(),
        chunkSize: Int = CSVReader.defaultChunkSize, observe: CSVReader.Observer? = nil
    ) throws -> CategoricalTable {
        var reader = try CSVReader.open(file, chunkSize: chunkSize, observe: observe)
        if CellTable.isCells(header: reader.header) {
            return try CategoricalTable(expanding: CellTable(&reader), selection, file: file)
        }
        var rows = UnitRows(selection, &reader)
        try reader.problems.throwIfAny()
        try rows.read(&reader)
        try reader.problems.throwIfAny()
        return try rows.table(file: file)
    }

    /// One row per customer from cells, `n` of each in the order of the cells.
    /// - Parameter file: the file that problems name.
    /// - Throws: bad input when an attribute is missing, a band does not fit, or units are needed.
    public init(
        expanding cells: CellTable, _ selection: TableSelection = TableSelection(), file: String? = nil
    ) throws {
        var log = ProblemLog()
        let names = selection.attributes ?? cells.attributes.map(\.name)
        Bands.check(selection.bands, attributes: names, log: &log)
        for name in selection.numbers + (selection.identifier.map { [$0] } ?? []) {
            log.add(
                Problem(
                    "cells do not hold the numbers or identifiers of single customers",
                    remedy: "Give the file with one row per customer.", file: file, field: name))
        }
        let customers = cells.customerCount
        if customers > CategoricalTable.maximumRows { log.add(CategoricalTable.tooManyRows(file)) }
        var columns = cells.columns(names, selection.bands, file, &log)
        try log.throwIfAny()
        for index in columns.indices {
            var codes: [UInt8] = []
            codes.reserveCapacity(customers)
            for (cell, code) in columns[index].codes.enumerated() {
                codes.append(contentsOf: repeatElement(code, count: cells.counts[cell]))
            }
            columns[index].codes = codes
        }
        self.init(columns: columns, rowCount: customers)
    }

    static func tooManyRows(_ file: String?) -> Problem {
        Problem(
            "more than \(maximumRows) customers", remedy: "Take a sample, or split the audience.", file: file)
    }
}

extension CategoricalColumn {
    /// The same column with its levels, which must be numbers, put into bands.
    func banded(_ bands: Bands?, file: String?, log: inout ProblemLog) -> CategoricalColumn {
        guard let bands else { return self }
        var encoder = AttributeEncoder(name: name, bands: bands)
        var temporary: [Int] = []
        for level in levels {
            var text = level
            let (code, problem) = text.withUTF8 { field in
                let code = encoder.encode(field)
                return (code, code < 0 ? encoder.problem(field, file: file, line: nil) : nil)
            }
            if let problem { log.add(problem) }
            temporary.append(max(code, 0))
        }
        let (names, final) = encoder.finished()
        guard !names.isEmpty else { return self }
        return CategoricalColumn(
            name: name, levels: names, codes: codes.map { final[temporary[Int($0)]] })
    }
}
