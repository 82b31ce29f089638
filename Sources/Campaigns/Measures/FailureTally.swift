/// Generations that a run needed, and those that came to nothing, by reason.
///
/// A generation is a persona or a copy that a segment needed in a campaign, with all its repairs and
/// retries. Copy that reviewers rejected or decided too late was generated: it does not count here.
public struct FailureTally: Hashable, Sendable {
    /// Why a segment got no valid persona or copy.
    public enum Reason: String, CaseIterable, Sendable {
        case personaCut = "persona cut at its token limit"
        case personaInvalid = "persona breaks its schema"
        case personaThrottled = "persona throttled until retries ran out"
        case personaRefused = "persona call refused by the service"
        case personaTimedOut = "persona not answered within limits.answer_timeout_seconds"
        case notExported = "attributes not written: the warehouse refused the export"
        case personaNotStored = "persona not stored: the warehouse refused the write-back"
        case copyCut = "copy cut at copy.max_tokens"
        case copyInvalid = "copy breaks its schema"
        case copyLength = "copy outside copy.minimum_words to copy.maximum_words"
        case copyLeak = "copy stopped by the egress guard"
        case copyThrottled = "copy throttled until retries ran out"
        case copyRefused = "copy call refused by the service"
        case copyTimedOut = "copy not answered within limits.answer_timeout_seconds"
        case copyNotStored = "approved copy not stored: the warehouse refused it"
    }

    /// Personas and copies that segments needed.
    public var needed = 0
    /// Failures by reason, in the order of `Reason.allCases`.
    public private(set) var counts = [Int](repeating: 0, count: Reason.allCases.count)
    /// Answers of the copy model, and their words and tokens: the mean beside a limit.
    public var answers = 0
    public var answerTokens = 0
    /// Drafts that were measured against the limits of length, and their words.
    public var drafts = 0
    public var draftWords = 0

    public init() {}

    public mutating func add(_ reason: Reason, count: Int = 1) { counts[FailureTally.place(reason)] += count }

    public subscript(reason: Reason) -> Int { counts[FailureTally.place(reason)] }

    public var failed: Int { counts.reduce(0, +) }

    /// Failures / generations needed; 0 where none was needed.
    public var share: Double { needed > 0 ? Double(failed) / Double(needed) : 0 }

    /// Generations given up because a quota throttled them / generations needed.
    public var throttledShare: Double {
        needed > 0 ? Double(self[.personaThrottled] + self[.copyThrottled]) / Double(needed) : 0
    }

    public mutating func merge(_ other: FailureTally) {
        needed += other.needed
        for place in counts.indices { counts[place] += other.counts[place] }
        answers += other.answers
        answerTokens += other.answerTokens
        drafts += other.drafts
        draftWords += other.draftWords
    }

    private static func place(_ reason: Reason) -> Int { Reason.allCases.firstIndex(of: reason) ?? 0 }
}
