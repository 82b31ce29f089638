extension CellTable {
    /// The table as the text of a CSV file. Whole sums are written as integers, others as the
    /// shortest text that reads back as the same double.
    public func csv() -> CSVWriter {
        var writer = CSVWriter()
        for name in header { writer.field(name) }
        writer.endRow()
        for cell in 0..<cellCount {
            for attribute in attributes { writer.field(attribute.level(of: cell)) }
            if let arm { writer.field(arm.level(of: cell)) }
            writer.field(counts[cell])
            for metric in outcomes + covariates {
                writer.field(metric.sums[cell])
                writer.field(metric.squares[cell])
            }
            for product in products { writer.field(product.sums[cell]) }
            writer.endRow()
        }
        return writer
    }

    /// Writes the table; nothing is left half written.
    /// - Throws: bad input when the file cannot be written.
    public func write(to file: String) throws {
        try csv().write(to: file)
    }
}
