/// The true mean effect of one treatment in one segment of a simulated run.
public struct RunTruth: Hashable, Sendable {
    /// One column's value.
    public struct Attribute: Hashable, Sendable {
        public var column: String
        public var value: String

        public init(column: String, value: String) {
            self.column = column
            self.value = value
        }
    }

    /// The segment: its value in each column of the cells.
    public var attributes: [Attribute]
    public var arm: String
    /// Customers of the arm, each counted once a campaign.
    public var n: Int
    /// Mean over them of the outcome's probability less that under the control arm's copy.
    public var effect: Double
    /// How much higher the arm's rate would be than the control arm's if both got the control's copy: what
    /// chance put into the arms. Part of any difference between them, not of the effect; nil without
    /// control customers in the segment.
    public var imbalance: Double?
}
