public import Campaigns

/// Why nothing can be concluded: most generations failed in most designs, so that net values tell of the failure
/// and not of the customers.
public struct FailureDiagnosis: Sendable {
    /// A design in which more generations than this fail says nothing about its economics.
    public static let mostShare = 0.5

    /// Designs in which most generations failed, of those that generated anything.
    public let failingRows: Int
    public let designs: Int
    /// Summed over those designs, worlds and campaigns.
    public let tally: FailureTally
    /// Reasons that occurred, the most frequent first.
    public let reasons: [(reason: FailureTally.Reason, count: Int)]
    /// Tokens of an answer that is not cut, where answers were: mean, and with a margin of a quarter for the longest.
    public internal(set) var uncutTokens: (mean: Double, enough: Int)?

    /// - Parameter rows: the baseline first. Nil when at least half of the designs that generate work, and at least
    ///   half of all their generations: a design that holds nearly everything hardly generates.
    init?(_ rows: [SweepRow]) {
        let generating = rows.filter { $0.failures.needed > 0 }
        let failing = generating.filter { $0.failures.share > FailureDiagnosis.mostShare }
        let all = generating.reduce(into: FailureTally()) { $0.merge($1.failures) }
        guard !failing.isEmpty, 2 * failing.count > generating.count || all.share > FailureDiagnosis.mostShare
        else { return nil }
        failingRows = failing.count
        designs = generating.count
        var tally = FailureTally()
        for row in failing { tally.merge(row.failures) }
        self.tally = tally
        reasons = FailureTally.Reason.allCases.map { ($0, tally[$0]) }.filter { $0.1 > 0 }
            .sorted { $0.1 > $1.1 }
    }

    /// Mean tokens of the copy model's answers, to be held against `copy.max_tokens`.
    public var meanAnswerTokens: Double? {
        tally.answers > 0 ? Double(tally.answerTokens) / Double(tally.answers) : nil
    }

    /// Mean words of a draft, to be held against the limits of length.
    public var meanDraftWords: Double? {
        tally.drafts > 0 ? Double(tally.draftWords) / Double(tally.drafts) : nil
    }
}
