/// The sums of one outcome or covariate, one entry a cell.
public struct MetricSums: Hashable, Sendable {
    /// The name of the source's column.
    public var name: String
    /// Σy
    public var sums: [Double]
    /// Σy²
    public var squares: [Double]

    public init(name: String, sums: [Double], squares: [Double]) {
        self.name = name
        self.sums = sums
        self.squares = squares
    }
}

/// The sums of the products of two metrics, one entry a cell.
public struct ProductSums: Hashable, Sendable {
    /// A covariate.
    public var first: String
    /// A later covariate, or an outcome.
    public var second: String
    /// Σxy
    public var sums: [Double]

    public init(first: String, second: String, sums: [Double]) {
        self.first = first
        self.second = second
        self.sums = sums
    }
}
