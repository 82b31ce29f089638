public import Audiences
public import Quantities

/// Whose cost a call in the journal is.
public enum CallOwner {
    /// The segment that a call was made for, or nil where no segment alone asked for it: the warehouse,
    /// notifications, batch jobs (whose records are split), customers withheld for privacy.
    public static func segment(
        of service: Meter.Service, _ operation: String, entity: UInt64
    ) -> SegmentIdentity? {
        let isOfSegment =
            switch service {
            case .cortex, .lambda, .review, .marketing: true
            case .bedrock: operation == "converse"
            default: false
            }
        guard isOfSegment, let number = Int32(exactly: entity) else { return nil }
        return SegmentIdentity(rawValue: number)
    }
}
