/// Whole-number contributions of a customer that are summed by node and arm as the audience drifts.
///
/// The sums are kept up to date by taking out a changed customer's old contribution and adding its
/// new one, so that a week costs as much as it changes. Whole numbers make the sums the same in any
/// order; scale reals before rounding them.
public protocol CustomerMoments: Sendable {
    /// Sums a customer contributes to.
    var width: Int { get }
    /// Arms of the experiment, counted apart.
    var armCount: Int { get }
    /// The arm of a customer: below `armCount`, the same for life.
    func arm(of customer: Int) -> Int
    /// Adds `sign` times the customer's contribution to `width` sums.
    /// - Parameter row: the customer's level of each attribute, in the audience's order.
    func add(customer: Int, row: UnsafePointer<UInt8>, sign: Int64, to sums: UnsafeMutablePointer<Int64>)
}
