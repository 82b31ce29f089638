/// Names that experiment platforms give the columns of aggregated results, as those of a file of cells.
///
/// GrowthBook's `users`, `main_sum`, `main_sum_squares`, `covariate_sum`, `covariate_sum_squares` and
/// `main_covariate_sum_product`; Spotify's `numerator` and `numerator_sum_squares`; and plain `count`, `successes`, `clicks`.
enum CellAliases {
    private static let counts = ["n", "users", "count", "total"]
    private static let sums = ["main_sum", "sum", "success", "successes", "clicks", "numerator"]
    private static let squares = ["main_sum_squares", "sumsq", "numerator_sum_squares"]
    private static let others = [
        "covariate_sum": "sum_covariate", "covariate_sum_squares": "sumsq_covariate",
        "main_covariate_sum_product": "sum_covariate_main",
    ]
    /// The metric that such a file is about.
    static let metric = "main"

    /// The header in the names of cells; nil when it is not of that kind: a count and a sum under one of these names
    /// must both be there, so that a file of units with a column `count` stays one.
    static func canonical(_ header: [String]) -> [String]? {
        guard let count = counts.lazy.compactMap({ header.firstIndex(of: $0) }).first,
            let sum = sums.lazy.compactMap({ header.firstIndex(of: $0) }).first
        else { return nil }
        var names = header
        names[count] = CellTable.countColumn
        names[sum] = CellTable.sumPrefix + metric
        if let square = squares.lazy.compactMap({ header.firstIndex(of: $0) }).first {
            names[square] = CellTable.squarePrefix + metric
        }
        for (index, name) in header.enumerated() {
            if let other = others[name] { names[index] = other }
        }
        return names
    }

    /// The columns that make a header one of cells.
    static func meaningful(_ header: [String]) -> [String] {
        if header.contains(CellTable.countColumn) { return [CellTable.countColumn] }
        return [counts, sums].compactMap { names in names.first { header.contains($0) } }
    }
}
