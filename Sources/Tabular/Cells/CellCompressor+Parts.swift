import Workers

extension CellCompressor {
    /// The cells of a large file, part by part.
    ///
    /// - Returns: nil for a file of one part, and for one with problems or a wrong cut: those are read from the start by one
    ///   reader, which names every line.
    func compressParts(
        _ file: String, _ whole: borrowing CSVReader
    ) throws -> CellTable? {
        guard whole.canBeCut else { return nil }
        let (header, separator, styles) = (whole.header, whole.separator, whole.styles)
        let parts = FileParts.cut(file, from: whole.offset, size: partSize)
        guard parts.count > 1 else { return nil }
        let tables = try WorkerPool(jobs: jobs).map(parts.count) { index -> CellTable? in
            var reader = try CSVReader.open(
                part: parts[index], of: file, header: header, separator: separator, chunkSize: chunkSize)
            reader.styles = styles
            var pass = CompressionPass(self, &reader)
            guard reader.problems.isEmpty else { return nil }
            try pass.run(&reader)
            let isWhole = index + 1 == parts.count || reader.offset == parts[index + 1].lowerBound
            return isWhole && reader.problems.isEmpty ? try pass.table(file: file) : nil
        }
        guard !tables.contains(where: { $0 == nil }) else { return nil }
        return try CellTable.joined(tables.compactMap(\.self))?.rolledUp(by: by, file: file)
    }
}

extension CellTable {
    /// The cells of several tables of one kind, one after the other.
    /// - Returns: nil when an attribute has more levels in all than a byte can hold.
    static func joined(_ tables: [CellTable]) -> CellTable? {
        guard let first = tables.first else { return nil }
        var attributes: [CategoricalColumn] = []
        for index in first.attributes.indices {
            guard let column = CategoricalColumn.joined(tables.map { $0.attributes[index] }) else {
                return nil
            }
            attributes.append(column)
        }
        var arm: CategoricalColumn?
        if first.arm != nil {
            guard let column = CategoricalColumn.joined(tables.compactMap(\.arm)) else { return nil }
            arm = column
        }
        func metrics(_ part: KeyPath<CellTable, [MetricSums]>) -> [MetricSums] {
            first[keyPath: part].indices.map { index in
                MetricSums(
                    name: first[keyPath: part][index].name,
                    sums: tables.flatMap { $0[keyPath: part][index].sums },
                    squares: tables.flatMap { $0[keyPath: part][index].squares })
            }
        }
        return CellTable(
            attributes: attributes, arm: arm, counts: tables.flatMap(\.counts), outcomes: metrics(\.outcomes),
            covariates: metrics(\.covariates),
            products: first.products.indices.map { index in
                ProductSums(
                    first: first.products[index].first, second: first.products[index].second,
                    sums: tables.flatMap { $0.products[index].sums })
            })
    }
}

extension CategoricalColumn {
    /// One column of several of one name, with the levels of all in their order.
    static func joined(_ columns: [CategoricalColumn]) -> CategoricalColumn? {
        var texts: [String] = []
        for level in columns.flatMap(\.levels) where !texts.contains(level) { texts.append(level) }
        guard texts.count <= maximumLevels else { return nil }
        let levels = LevelOrder.sorted(texts).map { texts[$0] }
        return CategoricalColumn(
            name: columns[0].name, levels: levels,
            codes: columns.flatMap { column in
                let final = column.levels.map { UInt8(levels.firstIndex(of: $0)!) }
                return column.codes.map { final[Int($0)] }
            })
    }
}
