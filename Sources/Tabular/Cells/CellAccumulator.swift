/// The running count and sums of every cell.
struct CellAccumulator {
    let outcomes: [String]
    let covariates: [String]
    let products: [(first: String, second: String)]
    /// The positions among outcomes and covariates of the factors of each product.
    private let factors: [(Int, Int)]
    private let metricCount: Int
    private let sumsPerCell: Int
    private(set) var counts: [Int] = []
    /// By cell: sum and sum of squares of each metric, then the products.
    private var sums: [CompensatedSum] = []

    init(outcomes: [String], covariates: [String]) {
        self.outcomes = outcomes
        self.covariates = covariates
        products = CellTable.productNames(outcomes: outcomes, covariates: covariates)
        let metrics = outcomes + covariates
        let first = outcomes.count
        factors = products.map { pair in
            // A covariate may share its name with no outcome, so each name has one position.
            (first + covariates.firstIndex(of: pair.first)!, metrics.firstIndex(of: pair.second)!)
        }
        metricCount = metrics.count
        sumsPerCell = 2 * metrics.count + products.count
    }

    /// Adds one customer with these metrics to a cell, which may be the next new one.
    @inline(__always)
    mutating func add(_ values: UnsafeMutableBufferPointer<Double>, to cell: Int) {
        if cell == counts.count {
            counts.append(0)
            for _ in 0..<sumsPerCell { sums.append(CompensatedSum()) }
        }
        counts[cell] += 1
        var place = cell * sumsPerCell
        for metric in 0..<metricCount {
            let value = values[metric]
            if value != 0 {
                sums[place].add(value)
                sums[place + 1].addProduct(value, value)
            }
            place += 2
        }
        for (a, b) in factors {
            if values[a] != 0, values[b] != 0 { sums[place].addProduct(values[a], values[b]) }
            place += 1
        }
    }

    /// The finished sums of the given cells, in that order.
    func finished(_ cells: [Int]) -> (
        outcomes: [MetricSums], covariates: [MetricSums], products: [ProductSums]
    ) {
        let column = { (offset: Int) in cells.map { sums[$0 * sumsPerCell + offset].value } }
        let metrics = (outcomes + covariates).enumerated().map { index, name in
            MetricSums(name: name, sums: column(2 * index), squares: column(2 * index + 1))
        }
        let pairs = products.enumerated().map { index, pair in
            ProductSums(first: pair.first, second: pair.second, sums: column(2 * metricCount + index))
        }
        return (Array(metrics.prefix(outcomes.count)), Array(metrics.dropFirst(outcomes.count)), pairs)
    }
}
