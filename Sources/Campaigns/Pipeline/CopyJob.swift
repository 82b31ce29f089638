import Encodings
import Quantities
import ServiceModels
import Writing

/// One segment's copy on its way: from the persona to a decision.
struct CopyJob {
    enum Outcome: String { case open, approved, rejected, failed, dropped, overflowed }

    var slot: Int
    var identity: Int
    /// Customers who would get it; the order of review by audience goes by it.
    var audience: Int
    var persona: PromptPart
    var canonical: Fingerprint
    /// Key of the copy store.
    var key: UInt64

    var calls = 0
    var retries = 0
    var repairs = 0
    /// Rounds of regeneration after rejections.
    var round = 0
    var invocation: Lambda.Invocation?
    var answer: Result<ConverseResponse, ServiceError>?
    /// What the last answer was billed.
    var billed = Usage()
    var drafts: [CopyVariant] = []
    var outcome = Outcome.open
    /// Why the last answer could not be used; nil once one could.
    var failure: FailureTally.Reason?
    /// When the reviewers decided.
    var decidedAt: SimulatedInstant?
    /// The approved draft, as edited.
    var approved: CopyVariant?
    var approvedDrafts = 0
    /// Approved, rejected or edited, draft by draft.
    var verdicts: [Verdict] = []
    var reviewMilliseconds = 0

    init(slot: Int, identity: Int, audience: Int, persona: PromptPart, canonical: Fingerprint, key: UInt64) {
        self.slot = slot
        self.identity = identity
        self.audience = audience
        self.persona = persona
        self.canonical = canonical
        self.key = key
    }
}

/// What a reviewer decided on one draft.
enum Verdict: String { case approved, edited, rejected }
