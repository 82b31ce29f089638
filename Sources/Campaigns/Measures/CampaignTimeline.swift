public import Quantities

/// When the stages of one campaign began and ended, in virtual time.
public struct CampaignTimeline: Hashable, Sendable {
    public enum Stage: String, CaseIterable, Sendable {
        case export
        case personas
        case copyCalls = "copy_calls"
        /// Calls that a quota refused, retried later.
        case throttles
        /// From the first case handed in to the beginning of the last that was reviewed.
        case reviewQueue = "review_queue"
        case review
    }

    /// From the first beginning to the last end of a stage's events, and how many there were.
    public struct Span: Hashable, Sendable {
        public var begin: SimulatedInstant
        public var end: SimulatedInstant
        public var count: Int

        public init(begin: SimulatedInstant, end: SimulatedInstant, count: Int) {
            (self.begin, self.end, self.count) = (begin, end, count)
        }
    }

    /// When the campaign began, and when it was sent.
    public var start = SimulatedInstant.start
    public var send = SimulatedInstant.start
    /// In the order of `Stage.allCases`; nil for a stage without events.
    public var spans = [Span?](repeating: nil, count: Stage.allCases.count)

    public init() {}

    public subscript(stage: Stage) -> Span? { spans[CampaignTimeline.place(stage)] }

    /// Hours after the start of the campaign.
    public func hours(_ instant: SimulatedInstant) -> Double {
        Double(instant.nanoseconds - start.nanoseconds) / 3.6e12
    }

    /// Adds an event to a stage.
    /// - Parameter count: 0 for a moment that belongs to an event counted before.
    mutating func note(
        _ stage: Stage, from begin: SimulatedInstant, to end: SimulatedInstant, count: Int = 1
    ) {
        let place = CampaignTimeline.place(stage)
        let span = spans[place] ?? Span(begin: begin, end: end, count: 0)
        spans[place] = Span(
            begin: min(span.begin, begin), end: max(span.end, end), count: span.count + count)
    }

    private static func place(_ stage: Stage) -> Int {
        switch stage {
        case .export: 0
        case .personas: 1
        case .copyCalls: 2
        case .throttles: 3
        case .reviewQueue: 4
        case .review: 5
        }
    }
}
