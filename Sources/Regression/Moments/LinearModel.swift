/// An intercept and one slope a column of a design without a constant.
public struct LinearModel: Hashable, Sendable {
    public let intercept: Double
    /// Zero for a column that was left out.
    public let slopes: [Double]
    /// Columns that others, or nothing at all, already say.
    public let dropped: [Int]

    /// - Precondition: dropped columns have slope zero.
    public init(intercept: Double, slopes: [Double], dropped: [Int]) {
        self.intercept = intercept
        self.slopes = slopes
        self.dropped = dropped
    }
}
