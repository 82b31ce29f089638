public import Quantities

/// What services refused in a campaign, and what it took to go on.
public struct ServiceTally: Hashable, Sendable {
    /// The calls of one service.
    public struct Line: Hashable, Sendable {
        public var calls = 0
        /// Refused with status 429.
        public var throttled = 0
        /// Refused otherwise.
        public var refused = 0
        /// Answered later than the pipeline waits.
        public var timedOut = 0
        /// Made again after one of these.
        public var retries = 0
        /// Not made again, because retries were used up.
        public var givenUp = 0
        /// Between a failed call and its retry, summed over retries.
        public var waited = SimulatedDuration.zero

        public init() {}
    }

    /// In the order of `Meter.Service.allCases`.
    private var lines = [Line](repeating: Line(), count: Meter.Service.allCases.count)

    public init() {}

    public subscript(service: Meter.Service) -> Line {
        get { lines[ServiceTally.place(service)] }
        _modify { yield &lines[ServiceTally.place(service)] }
    }

    /// Services that were called, in the order of `Meter.Service.allCases`.
    public var called: [(service: Meter.Service, line: Line)] {
        zip(Meter.Service.allCases, lines).filter { $1.calls > 0 }.map { ($0, $1) }
    }

    /// All services together.
    public var total: Line {
        lines.reduce(into: Line()) { sum, line in
            sum.calls += line.calls
            sum.throttled += line.throttled
            sum.refused += line.refused
            sum.timedOut += line.timedOut
            sum.retries += line.retries
            sum.givenUp += line.givenUp
            sum.waited = sum.waited + line.waited
        }
    }

    /// The place in `Meter.Service.allCases`; every call asks for it.
    private static func place(_ service: Meter.Service) -> Int {
        switch service {
        case .cortex: 0
        case .snowflake: 1
        case .bedrock: 2
        case .lambda: 3
        case .sns: 4
        case .s3: 5
        case .openai: 6
        case .anthropic: 7
        case .marketing: 8
        case .review: 9
        }
    }
}
