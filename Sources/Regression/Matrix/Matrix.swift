/// A dense matrix of doubles, stored column by column as LAPACK wants it.
public struct Matrix: Hashable, Sendable {
    /// Number of rows.
    public let rowCount: Int
    /// Number of columns.
    public let columnCount: Int
    /// Element (i, j) is at `j * rowCount + i`.
    public internal(set) var elements: [Double]

    /// A matrix with the same number everywhere.
    /// - Precondition: neither count is negative.
    public init(rowCount: Int, columnCount: Int, repeating value: Double = 0) {
        precondition(rowCount >= 0 && columnCount >= 0, "a matrix has no negative size")
        self.rowCount = rowCount
        self.columnCount = columnCount
        elements = Array(repeating: value, count: rowCount * columnCount)
    }

    /// A matrix from its columns, left to right.
    /// - Precondition: all columns are of one length.
    public init(columns: [[Double]]) {
        rowCount = columns.first?.count ?? 0
        columnCount = columns.count
        elements = []
        elements.reserveCapacity(rowCount * columnCount)
        for column in columns {
            precondition(column.count == rowCount, "all columns of a matrix are of one length")
            elements.append(contentsOf: column)
        }
    }

    /// One element.
    /// - Precondition: both indices lie inside the matrix.
    public subscript(row: Int, column: Int) -> Double {
        get {
            precondition(row >= 0 && row < rowCount, "row \(row) of \(rowCount)")
            return elements[column * rowCount + row]
        }
        set {
            precondition(row >= 0 && row < rowCount, "row \(row) of \(rowCount)")
            elements[column * rowCount + row] = newValue
        }
    }

    /// One column, without a copy.
    public func column(_ index: Int) -> ArraySlice<Double> {
        elements[(index * rowCount)..<((index + 1) * rowCount)]
    }

    /// The numbers on the main diagonal.
    public var diagonal: [Double] {
        (0..<min(rowCount, columnCount)).map { self[$0, $0] }
    }

    /// The matrix of the given columns, in the given order.
    func selecting(columns: [Int]) -> Matrix {
        Matrix(columns: columns.map { Array(column($0)) })
    }

    /// The matrix with row i multiplied by `factors[i]`.
    func scalingRows(by factors: [Double]) -> Matrix {
        var scaled = self
        for column in 0..<columnCount {
            let start = column * rowCount
            for row in 0..<rowCount { scaled.elements[start + row] *= factors[row] }
        }
        return scaled
    }

    /// The matrix with rows and columns exchanged.
    var transposed: Matrix {
        var result = Matrix(rowCount: columnCount, columnCount: rowCount)
        for column in 0..<columnCount {
            for row in 0..<rowCount { result[column, row] = self[row, column] }
        }
        return result
    }
}
