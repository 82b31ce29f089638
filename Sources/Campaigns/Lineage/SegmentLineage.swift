public import Audiences
import Encodings
public import Quantities
public import Writing

/// What happened to one segment in one campaign.
public struct SegmentLineage: Sendable {
    public let identity: SegmentIdentity
    /// Customers at the publication.
    public let count: Int
    public let isHeld: Bool
    /// Customers who differ from the segment's own last publication; nil where that is not tested.
    public let difference: Int?
    public internal(set) var profile = Profile()
    public internal(set) var persona = Persona()
    public internal(set) var copy = Copy()
    public internal(set) var delivery = Delivery()

    /// Shares of attributes and what is cached of them, bin by bin of the profile layout.
    public struct Profile: Sendable {
        /// Customers in each bin.
        public internal(set) var histogram: [Int] = []
        /// Shares in units of a bucket as they were compared, where they are not the plain ones: with smoothing.
        public internal(set) var smoothed: [Double] = []
        /// The buckets that were cached before; empty for a segment that was never looked up.
        public internal(set) var before: [Int] = []
        /// The buckets that are cached now; empty for a segment that was never looked up.
        public internal(set) var buckets: [Int] = []
        /// Fingerprint 1; empty for a segment that was never looked up.
        public internal(set) var fingerprint = ""
    }

    public struct Persona: Sendable {
        /// A persona in the warehouse, by the campaign (counted from one) that it was written in.
        public struct Version: Hashable, Sendable {
            public var campaign: Int
            /// Fingerprint of its canonical form.
            public var canonical: String
        }

        public internal(set) var lookup = Lookup.none
        public internal(set) var before: Version?
        public internal(set) var now: Version?
        /// What was written in this campaign.
        public internal(set) var text: String?
        /// The part of the prompt that tells of the segment, where a persona was asked for.
        public internal(set) var prompt: String?
        /// Why each answer was taken or not, in order.
        public internal(set) var checks: [String] = []
        /// Why there is none, where one was asked for and none came.
        public internal(set) var failure: String?
    }

    public struct Copy: Sendable {
        public internal(set) var lookup = Lookup.none
        /// Fingerprint 2, the key of the copy store.
        public internal(set) var key: String?
        /// What became of the job; nil where nothing was asked for.
        public internal(set) var outcome: String?
        public internal(set) var decidedAt: SimulatedInstant?
        public internal(set) var approved: CopyVariant?
        /// Why each answer was taken or not, in order.
        public internal(set) var checks: [String] = []
        /// Why there is none, where one was asked for and none came.
        public internal(set) var failure: String?
        public internal(set) var reviews: [Review] = []
    }

    /// One round of review: who saw which drafts, when, and what became of each.
    public struct Review: Sendable {
        public struct Draft: Sendable {
            public var variant: CopyVariant
            public var verdict: String
        }

        /// Counted from zero.
        public var reviewer: Int
        /// Regenerations before it.
        public var round: Int
        public var begins: SimulatedInstant
        public var ends: SimulatedInstant
        public var milliseconds: Int
        public var drafts: [Draft]
    }

    /// What was sent to whom, and what it did.
    public struct Delivery: Sendable {
        /// An approved copy, by the segment and campaign (counted from one) that it was written for.
        public struct Source: Sendable {
            public var identity: SegmentIdentity
            public var campaign: Int
            public var approvedAt: SimulatedInstant
            public var versions: Versions
            /// Sends before this one.
            public var sends: Int
            /// Logit that its drafts are worth at this send.
            public var quality: Double
            public var isOffBrand: Bool
        }

        /// One arm's customers, outcomes and truth.
        public struct Group: Sendable {
            public var arm: Arm
            public var customers: Int
            public var outcomes: Int
            /// Expected outcomes of the same customers under the generic copy.
            public var base: Double
            /// Expected outcomes beyond those.
            public var effect: Double
        }

        /// Nil where the personalised arm got the generic copy.
        public internal(set) var source: Source?
        /// Whether the copy is the one that this campaign's persona asks for.
        public internal(set) var isOwn = false
        /// What the personalised arm got.
        public internal(set) var text = ""
        /// The angle mix that acts, as recovered from the text.
        public internal(set) var mix: [Double] = []
        /// Arms that got nothing, because the platform refused until retries were used up.
        public internal(set) var missed: [Arm] = []
        public internal(set) var groups: [Group] = []
    }

    /// What a cache said.
    public enum Lookup: Hashable, Sendable {
        /// It was not asked: the segment is held, or everybody gets the generic copy.
        case none
        case hit
        /// The name of the cause.
        case miss(String)
    }
}
