public import Quantities

/// One answered call, as the journal keeps it.
public struct CallRecord: Sendable {
    public var sequence: Int
    public var time: SimulatedInstant
    public var service: Meter.Service?
    public var operation: String
    public var entity: UInt64
    public var request: WireRequest
    public var requestBody: [UInt8]
    public var answer: WireAnswer
    /// The same for equal requests.
    public var canonical: UInt64
    /// Counted from zero among equal requests.
    public var occurrence: Int
}

/// Whoever is told of every call, in order: a journal on disk, a judge of the client.
public protocol CallObserver: AnyObject, Sendable {
    func observe(_ record: CallRecord)
}
