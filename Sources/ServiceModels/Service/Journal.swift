public import Quantities

/// What was asked and answered, in order. Entries are only ever appended.
///
/// The sum of usage over all entries is kept as `totals`; the ledger of a run must equal it.
public struct Journal: Sendable {
    /// One call.
    public struct Entry: Hashable, Sendable {
        /// Counted from zero.
        public var sequence: Int
        public var time: SimulatedInstant
        public var service: Meter.Service
        public var operation: String
        /// The segment, campaign or job that the call was about.
        public var entity: UInt64
        /// HTTP status: 200, or that of the refusal.
        public var status: Int
        public var usage: Usage
        public var serviceTime: SimulatedDuration
        public var requestBody: String?
        public var responseBody: String?
    }

    /// What a journal keeps besides the totals.
    public enum Detail: Sendable {
        /// Totals and counts only.
        case totals
        /// An entry a call, without bodies.
        case entries
        /// Entries with the bodies that the caller passes.
        case bodies
    }

    public let detail: Detail
    public private(set) var entries: [Entry] = []
    /// Usage summed over all calls, by meter in order of first use.
    public private(set) var totals = Usage()
    /// Calls recorded, kept or not.
    public private(set) var count = 0
    /// Calls that ended in a refusal.
    public private(set) var refusals = 0

    public init(detail: Detail = .entries) { self.detail = detail }

    /// Appends one call.
    /// - Complexity: O(meters used so far).
    public mutating func record<Response>(
        _ handled: Handled<Response>, service: Meter.Service, operation: String, entity: UInt64,
        at time: SimulatedInstant, request: @autoclosure () -> String? = nil,
        response: @autoclosure () -> String? = nil
    ) {
        totals.add(handled.usage)
        let status = handled.error?.status ?? 200
        if handled.error != nil { refusals += 1 }
        if detail != .totals {
            let keepsBodies = detail == .bodies
            entries.append(
                Entry(
                    sequence: count, time: time, service: service, operation: operation, entity: entity,
                    status: status, usage: handled.usage, serviceTime: handled.serviceTime,
                    requestBody: keepsBodies ? request() : nil, responseBody: keepsBodies ? response() : nil))
        }
        count += 1
    }
}
