/// What a week changed of one customer, as far as segments and profiles can see it.
///
/// A customer has at most one record a week.
@frozen
public struct ChangeRecord: Hashable, Sendable, BitwiseCopyable {
    public var customer: Int32
    /// The leaf before, or -1 if the customer was not there.
    public var oldLeaf: Int32
    /// The leaf after, or -1 if the customer has left.
    public var newLeaf: Int32
    /// True if an exported share counts this customer in another bin than before, or it came or left.
    public var profileChanged: Bool

    @inlinable
    public init(customer: Int32, oldLeaf: Int32, newLeaf: Int32, profileChanged: Bool) {
        self.customer = customer
        self.oldLeaf = oldLeaf
        self.newLeaf = newLeaf
        self.profileChanged = profileChanged
    }
}
