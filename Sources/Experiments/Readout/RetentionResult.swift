/// How many units of a treatment and of the control are left after each send, in one segment or everywhere.
public struct RetentionResult: Hashable, Sendable {
    /// One arm after one send.
    public struct Share: Hashable, Sendable {
        public var atRisk: Int
        public var events: Int
        /// Share without the event up to and including this send.
        public var retained: Double
        public var standardError: Double?
        public var lower: Double?
        public var upper: Double?
    }

    public struct Send: Hashable, Sendable {
        public var send: String
        public var control: Share
        public var treatment: Share
        /// Treatment minus control.
        public var difference: Double
        public var standardError: Double?
        public var lower: Double?
        public var upper: Double?
        public var pValue: Double?
        /// Difference of the shares of units at risk that leave at this send.
        public var hazardDifference: Double?
        public var hazardStandardError: Double?
    }

    /// Nil for everybody.
    public var segment: SegmentName?
    public var control: String
    public var treatment: String
    /// Up to the last send at which both arms have units at risk.
    public var sends: [Send]
    /// Events of the treatment beyond those expected if the arms left alike.
    public var excessEvents: Double
    /// Of the log-rank test over all sends.
    public var pValue: Double?
    /// Over the segments of the treatment (Holm 1979); nil for everybody.
    public var pValueHolm: Double?
    /// `greenwood`, with weights `linearized`, with clusters `clustered`.
    public var errorKind: String
}
