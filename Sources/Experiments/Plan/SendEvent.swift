/// What ends a customer's stay over repeated sends: a column of 0 and 1, and which of the two it is.
public struct SendEvent: Hashable, Sendable {
    public var column: String
    /// 1 for columns such as `unsubscribed`, 0 for columns such as `active`.
    public var value: Int

    public init(column: String, value: Int? = nil) {
        self.column = column
        self.value = value ?? (SendEvent.staying.contains(column.lowercased()) ? 0 : 1)
    }

    /// Names of columns in which 1 means that the customer is still there.
    private static let staying = ["active", "retained", "subscribed", "stayed", "is_active"]
}
