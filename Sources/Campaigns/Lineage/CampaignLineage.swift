public import Audiences
public import Quantities

/// What happened to each segment of one campaign, and what its segments share.
public struct CampaignLineage: Sendable {
    /// A cell that is no segment of its own: too small, or pooled with one that is.
    public struct PooledCell: Sendable {
        /// The cell at the depth of the design.
        public var identity: SegmentIdentity
        public var count: Int
        /// The rest that it is part of; nil where it is withheld.
        public var segment: SegmentIdentity?
    }

    /// What one segment used of a call that was made for many: a record of a batch job.
    public struct CallPart: Sendable {
        /// Of the call in the journal.
        public var sequence: Int
        public var segment: SegmentIdentity
        public var usage: Usage
    }

    /// Counted from one.
    public let index: Int
    public let start: SimulatedInstant
    public let send: SimulatedInstant
    public let versions: Versions
    public let withheld: Int
    public let pooled: [PooledCell]
    /// In order of the publication.
    public internal(set) var segments: [SegmentLineage]
    /// When personas and copies could be asked for at the earliest.
    public internal(set) var personasFrom: SimulatedInstant
    public internal(set) var copiesFrom: SimulatedInstant
    /// The parts of shared calls, in order of the calls.
    public internal(set) var parts: [CallPart] = []
    /// The campaign's calls in the journal.
    public internal(set) var calls: Range<Int>
}
