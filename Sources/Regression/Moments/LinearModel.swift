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

    /// The model's value at every row of a design.
    /// - Precondition: the design has as many columns as the model has slopes.
    /// - Complexity: O(rows × columns).
    public func predict(_ design: Matrix) -> [Double] {
        precondition(design.columnCount == slopes.count, "one slope a column")
        var result = Array(repeating: intercept, count: design.rowCount)
        result.withUnsafeMutableBufferPointer { result in
            design.elements.withUnsafeBufferPointer { elements in
                for (column, slope) in slopes.enumerated() where slope != 0 {
                    let start = column * design.rowCount
                    for row in 0..<result.count { result[row] += slope * elements[start + row] }
                }
            }
        }
        return result
    }
}
