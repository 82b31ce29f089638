import Quantities

extension CellTable {
    /// Rounding may put a sum of squares this much below its bound, relative to the bound.
    static let tolerance = 1e-9

    /// True when `header` is that of a file of cells: it has a column `n` and an attribute, or sums by arm.
    public static func isCells(header: [String]) -> Bool {
        let names = CellAliases.canonical(header) ?? header
        let hasSums = names.contains { $0.hasPrefix(squarePrefix) }
        return names.contains(countColumn)
            && (names.contains { !isReserved($0) } || (hasSums && names.contains(armColumn)))
    }

    /// True for names that cannot be those of attributes.
    static func isReserved(_ name: String) -> Bool {
        name == countColumn || name == armColumn || name.hasPrefix(sumPrefix) || name.hasPrefix(squarePrefix)
    }

    /// - Throws: bad input when a sum left the range of doubles.
    func requireFiniteSums(file: String) throws {
        var problems = ProblemLog()
        for metric in outcomes + covariates
        where !(metric.sums + metric.squares).allSatisfy(\.isFinite) {
            problems.add(CellTable.overflow(file, metric.name))
        }
        for product in products where !product.sums.allSatisfy(\.isFinite) {
            problems.add(CellTable.overflow(file, product.first + " × " + product.second))
        }
        try problems.throwIfAny()
    }

    private static func overflow(_ file: String, _ field: String) -> Problem {
        Problem(
            "the sums are too large for a double", remedy: "Give the numbers in a larger unit.", file: file,
            field: field)
    }

    /// What contradicts itself in one cell: a sum of squares below (Σy)²/n, or a product beyond the
    /// bound of Cauchy and Schwarz.
    func contradictions(cell: Int) -> [(column: String, message: String)] {
        var found: [(column: String, message: String)] = []
        for metric in outcomes + covariates {
            let bound = metric.sums[cell] * metric.sums[cell] / Double(counts[cell])
            if metric.squares[cell] < bound * (1 - CellTable.tolerance) {
                let column = CellTable.squarePrefix + metric.name
                found.append(
                    (column, "\(column) is below the square of \(CellTable.sumPrefix)\(metric.name) over n"))
            }
        }
        for product in products {
            let limit =
                (metric(product.first)?.squares[cell] ?? 0).squareRoot()
                * (metric(product.second)?.squares[cell] ?? 0).squareRoot()
            if product.sums[cell].magnitude > limit * (1 + CellTable.tolerance) {
                let column = CellTable.productColumn(product.first, product.second)
                found.append((column, "\(column) is larger than the sums of squares allow"))
            }
        }
        return found
    }
}
