import Quantities

/// What each column of a file of cells means.
struct CellHeader {
    var attributes: [Int] = []
    var arm: Int?
    var count = 0
    var outcomes: [Metric] = []
    var covariates: [Metric] = []
    var products: [Product] = []

    struct Metric {
        var name: String
        var sum: Int
        var square: Int
    }

    struct Product {
        var first: String
        var second: String
        var column: Int
    }

    /// Reads the names; what cannot be understood is noted in the reader's problems.
    ///
    /// Metrics are the names with both a sum and a sum of squares. A covariate is what stands first
    /// in the name of a product, as each covariate does with every outcome.
    init(_ reader: inout CSVReader) {
        if let names = CellAliases.canonical(reader.header) { reader.header = names }
        let header = reader.header
        var metrics: [Metric] = []
        var leftOver: [Int] = []
        for (index, name) in header.enumerated() {
            if name == CellTable.countColumn {
                count = index
            } else if name == CellTable.armColumn {
                arm = index
            } else if name.hasPrefix(CellTable.squarePrefix) {
                let metric = String(name.dropFirst(CellTable.squarePrefix.count))
                if !header.contains(CellTable.sumPrefix + metric) {
                    reader.noteHeader(name, "there is no column \(CellTable.sumPrefix)\(metric)")
                }
            } else if name.hasPrefix(CellTable.sumPrefix) {
                let metric = String(name.dropFirst(CellTable.sumPrefix.count))
                if let square = header.firstIndex(of: CellTable.squarePrefix + metric)
                    // Successes are counts of ones, whose squares are themselves.
                    ?? (metric == CellAliases.metric ? index : nil)
                {
                    metrics.append(Metric(name: metric, sum: index, square: square))
                } else {
                    leftOver.append(index)
                }
            } else {
                attributes.append(index)
            }
        }
        for column in leftOver {
            if let pair = CellHeader.factors(header[column], metrics) {
                products.append(Product(first: pair.0, second: pair.1, column: column))
            } else {
                let square = CellTable.squarePrefix + header[column].dropFirst(CellTable.sumPrefix.count)
                reader.noteHeader(header[column], "there is no column \(square)")
            }
        }
        let explaining = products.map(\.first)
        outcomes = metrics.filter { !explaining.contains($0.name) }
        covariates = metrics.filter { explaining.contains($0.name) }
    }

    private static func factors(_ column: String, _ metrics: [Metric]) -> (String, String)? {
        for first in metrics {
            for second in metrics where CellTable.productColumn(first.name, second.name) == column {
                return (first.name, second.name)
            }
        }
        return nil
    }
}

extension CSVReader {
    fileprivate mutating func noteHeader(_ column: String, _ message: String) {
        let problem = Problem(
            message, remedy: "A metric y needs sum_y and sumsq_y, a product sum_x_y of two metrics.",
            file: file, line: 1, field: column)
        problems.add(problem)
    }
}
