import Audiences
import Encodings
import Quantities

/// What is known of one campaign while it runs.
struct CampaignState {
    let campaign: Int
    let start: SimulatedInstant
    let send: SimulatedInstant
    let versions: Versions
    let publication: Publication
    var held: [Bool] = []
    /// Depth 0 is the generic copy: nothing is looked up.
    var isGenericOnly = false
    var tally: MissTally
    /// Segments whose persona must be written, by index into the publication.
    var personaMisses: [(index: Int, cause: MissCause)] = []
    var personaHits = 0
    var copyHits = 0
    var personaCalls = 0
    var copyCalls = 0
    /// When the stages up to now are done.
    var now: SimulatedInstant
    /// The latest instant that a stage reached, for the check that time never goes back.
    var reached: SimulatedInstant
    /// For each segment of the publication the place of the copy that it should get, if there is one.
    var current: [Int?] = []
    var copyMisses: [(index: Int, key: UInt64)] = []
    /// Segments whose persona could not be written.
    var failed: Set<Int> = []
    var reviewMilliseconds = 0
    var submittedDrafts = 0
    var onTimeDrafts = 0
    var lastDecision: SimulatedInstant
    var quotaUse = 0.0
    var failures = FailureTally()
    var demand = ModelDemand()
    var trace = Fingerprint()
    var outcome = DeliveryOutcome()
    var areResultsStored = true

    init(
        campaign: Int, start: SimulatedInstant, send: SimulatedInstant, versions: Versions,
        publication: Publication,
        tally: MissTally
    ) {
        self.campaign = campaign
        self.start = start
        self.send = send
        self.versions = versions
        self.publication = publication
        self.tally = tally
        now = start
        reached = start
        lastDecision = start
        current = Array(repeating: nil, count: publication.segments.count)
    }

    var lookedUp: Int { held.count { !$0 } }
}
