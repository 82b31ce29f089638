import Quantities

extension CellTable {
    /// The cells by fewer attributes, or by coarser bands, in the order of their levels.
    /// - Parameters:
    ///   - by: attributes of this table, first the one that varies slowest.
    ///   - bands: for attributes whose levels are numbers.
    ///   - keepingArm: false adds the arms up.
    ///   - file: the file that problems name.
    /// - Throws: bad input when an attribute is missing or a level is outside all bands.
    public func rolledUp(
        by names: [String], bands: [Bands] = [], keepingArm: Bool = true, file: String? = nil
    ) throws -> CellTable {
        var problems = ProblemLog()
        var columns = self.columns(names, bands, file, &problems)
        Bands.check(bands, attributes: names, log: &problems)
        try problems.throwIfAny()
        if keepingArm, let arm { columns.append(arm) }
        let (groups, groupCount) = CellTable.groups(columns.map(\.codes), count: cellCount)
        let firsts = CellTable.firsts(groups, groupCount)
        let order = CellTable.order(
            of: columns.map { column in firsts.map { column.codes[$0] } }, count: groupCount)
        for index in columns.indices {
            let codes = columns[index].codes
            columns[index].codes = order.map { codes[firsts[$0]] }
        }
        let added = { (values: [Double]) in
            var sums = [CompensatedSum](repeating: CompensatedSum(), count: groupCount)
            for (cell, value) in values.enumerated() { sums[groups[cell]].add(value) }
            return order.map { sums[$0].value }
        }
        let metric = { (metric: MetricSums) in
            MetricSums(name: metric.name, sums: added(metric.sums), squares: added(metric.squares))
        }
        var customers = [Int](repeating: 0, count: groupCount)
        for (cell, count) in counts.enumerated() { customers[groups[cell]] += count }
        return CellTable(
            attributes: Array(columns.prefix(names.count)),
            arm: columns.count > names.count ? columns[names.count] : nil,
            counts: order.map { customers[$0] },
            outcomes: outcomes.map { metric($0) }, covariates: covariates.map { metric($0) },
            products: products.map { ProductSums(first: $0.first, second: $0.second, sums: added($0.sums)) })
    }

    /// The named attributes, in bands where there are some; what is missing is noted.
    func columns(
        _ names: [String], _ bands: [Bands], _ file: String?, _ problems: inout ProblemLog
    ) -> [CategoricalColumn] {
        var columns: [CategoricalColumn] = []
        for name in names {
            if let column = attribute(name) {
                let own = bands.first { $0.attribute == name }
                columns.append(column.banded(own, file: file, log: &problems))
            } else {
                let known = attributes.map(\.name).joined(separator: ", ")
                problems.add(
                    Problem(
                        "no such attribute", remedy: "The attributes are \(known).", file: file, field: name))
            }
        }
        return columns
    }

    /// The order of cells by their codes, first column first.
    static func order(of codes: [[UInt8]], count: Int) -> [Int] {
        (0..<count).sorted { a, b in
            for column in codes where column[a] != column[b] { return column[a] < column[b] }
            return false
        }
    }

    /// The group of each cell: equal codes, numbered as they first occur.
    private static func groups(_ codes: [[UInt8]], count: Int) -> (groups: [Int], count: Int) {
        var index = CellIndex(codesPerCell: codes.count)
        var row = [UInt8](repeating: 0, count: codes.count)
        let groups = (0..<count).map { cell in
            for (position, column) in codes.enumerated() { row[position] = column[cell] }
            return row.withUnsafeMutableBufferPointer { index.cell($0) }
        }
        return (groups, index.count)
    }

    /// The first cell of each group.
    private static func firsts(_ groups: [Int], _ count: Int) -> [Int] {
        var firsts = [Int](repeating: -1, count: count)
        for (cell, group) in groups.enumerated() where firsts[group] < 0 { firsts[group] = cell }
        return firsts
    }
}
