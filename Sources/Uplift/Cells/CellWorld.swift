#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One possible truth about every cell: base logits and effects by arm.
public struct CellWorld: Hashable, Sendable {
    /// Arms, the reference included.
    public let armCount: Int
    /// The arm that base logits belong to.
    public let referenceArm: Int
    /// Logit of the success rate in the reference arm, one a cell.
    public let baseLogits: [Double]
    /// Logit in the arm less the base logit, `armCount` numbers a cell; zero for the reference arm.
    public let effects: [Double]

    /// The logit of a cell's success rate in an arm.
    @inlinable public func logit(cell: Int, arm: Int) -> Double {
        baseLogits[cell] + effects[cell * armCount + arm]
    }

    /// A cell's success rate in an arm.
    public func rate(cell: Int, arm: Int) -> Double { 1 / (1 + exp(-logit(cell: cell, arm: arm))) }
}
