/// Units and successes by cell and arm; a cell is one combination of attribute values.
///
/// Cells are numbered in order of first appearance, and whoever simulates a world uses the same numbers.
public struct CellTable: Hashable, Sendable {
    /// Attributes that tell cells apart.
    public let attributeCount: Int
    /// Arms of the experiment, the hold-out included.
    public let armCount: Int
    /// `attributeCount` codes a cell.
    public private(set) var codes: [UInt8] = []
    /// `armCount` numbers a cell.
    public private(set) var counts: [Int] = []
    /// `armCount` numbers a cell.
    public private(set) var successes: [Int] = []
    private var cells: [[UInt8]: Int] = [:]

    /// - Precondition: there is an arm, and the number of attributes is not negative.
    public init(attributeCount: Int, armCount: Int) {
        precondition(attributeCount >= 0 && armCount >= 1, "a table of cells has an arm")
        self.attributeCount = attributeCount
        self.armCount = armCount
    }

    /// Cells so far, empty ones included.
    public var cellCount: Int { counts.count / armCount }

    /// Adds units to a cell's arm, making the cell if it is new; zero units make an empty cell.
    /// - Returns: the cell's number.
    /// - Precondition: one code an attribute, a valid arm, `0 <= successes <= count`.
    @discardableResult
    public mutating func add(_ attributes: [UInt8], arm: Int, count: Int, successes successful: Int) -> Int {
        precondition(attributes.count == attributeCount, "one code an attribute")
        precondition(arm >= 0 && arm < armCount, "arm \(arm) of \(armCount)")
        precondition(successful >= 0 && successful <= count, "\(successful) successes among \(count) units")
        let cell: Int
        if let known = cells[attributes] {
            cell = known
        } else {
            cell = cellCount
            cells[attributes] = cell
            codes.append(contentsOf: attributes)
            counts.append(contentsOf: repeatElement(0, count: armCount))
            successes.append(contentsOf: repeatElement(0, count: armCount))
        }
        counts[cell * armCount + arm] += count
        successes[cell * armCount + arm] += successful
        return cell
    }

    /// The number of the cell with these attributes, nil when there is none.
    public func cell(_ attributes: [UInt8]) -> Int? { cells[attributes] }

    /// One arm of one cell.
    public func summary(cell: Int, arm: Int) -> ArmSummary {
        ArmSummary(count: counts[cell * armCount + arm], successes: successes[cell * armCount + arm])
    }

    /// The tree that the given attributes make, coarsest first; its paths are the cells.
    /// - Precondition: `nesting` holds attribute numbers, none twice.
    public func hierarchy(nesting: [Int]) -> Hierarchy {
        Hierarchy(
            paths: (0..<cellCount).map { cell in nesting.map { Int(codes[cell * attributeCount + $0]) } })
    }
}
