import Audiences
import MockWire
import Pricing
import Quantities
import RandomStreams
import Scenarios
import ServiceModels
import Writing

/// The system under study: one design, run campaign by campaign against one world.
///
/// It sees what it would see in production: published segments, personas, results. The world is asked
/// only to count who is where and, at the end, what the delivered copy did.
public final class CampaignPipeline {
    public let settings: PipelineSettings
    public let world: World
    public let depth: Int
    let services: Services
    let view: PersonaView
    var publisher: Publisher
    var rule: PublicationRule
    var tracker: ProfileTracker
    var copies = CopyStore()
    var memory: [SegmentMemory] = []
    var slots: [Int32: Int] = [:]
    var desk: ReviewDesk
    var experiment: Experiment
    var generic: GenericCopy
    public internal(set) var invariants = InvariantLedger()
    var copySequence: Int64 = 0
    /// What reviewers approved, and when first: texts by digest. The generic copy was approved before the run.
    var approvals: [UInt64: SimulatedInstant]
    /// What the experiment measured in all campaigns so far, with the truth beside it.
    public internal(set) var results = ResultTally()

    var scenario: Scenario { settings.scenario }

    public init(
        world: World, depth: Int, settings: PipelineSettings, services makeServices: ServiceFactory,
        generic: GenericCopy
    ) throws {
        self.world = world
        self.depth = depth
        self.settings = settings
        self.generic = generic
        let scenario = settings.scenario
        view = PersonaView(world: world, depth: depth, scenario: scenario)
        services = try makeServices.make(
            belief: view.belief, scenario: scenario, seed: settings.seed, sabotage: settings.sabotage)
        approvals = [PromptPart.digest(of: generic.text): .start]
        publisher = Publisher(
            hierarchy: world.hierarchy, depth: depth,
            threshold: settings.sabotage == .publishesBelowK ? scenario.privacy.k / 2 : scenario.privacy.k,
            hysteresis: scenario.privacy.kHysteresis)
        rule = PublicationRule(scenario.privacy.publication ? .on : .off, publisher: publisher)
        tracker = ProfileTracker(
            layout: world.layout,
            policy: ProfilePolicy(
                bucketWidth: scenario.cache.bucketWidth, hysteresis: scenario.cache.hysteresis,
                smoothing: scenario.cache.smoothing, memory: scenario.cache.memory == .all ? .all : .last))
        desk = ReviewDesk(scenario.review)
        experiment = Experiment(settings: settings)
        if services.meters.journal.detail == .bodies { services.lineage = LineageRecorder() }
        try setUp()
    }

    /// Runs one campaign; campaigns are run in order, each after the world has moved a week on.
    /// - Parameter campaign: counted from zero.
    /// - Complexity: O(segments), plus the calls of the segments that miss.
    public func run(campaign: Int) throws -> CampaignRecord {
        var state = CampaignState(
            campaign: campaign, start: settings.start(of: campaign), send: settings.send(of: campaign),
            versions: Versions(at: campaign, scenario.campaign),
            publication: publisher.publish(world.population),
            tally: MissTally(
                attributes: world.layout.exported.map { world.base.audience.attributes[$0].name }))
        state.held = rule.held(state.publication, world.population)
        services.meters.begin(start: state.start, send: state.send)
        state.isGenericOnly = depth == 0
        services.lineage?.begin(
            state, hierarchy: world.hierarchy, differences: rule.differences,
            counts: world.population.statistics(depth: depth).counts, firstCall: services.meters.journal.count
        )
        if !state.isGenericOnly {
            admitPending(state)
            lookUpProfiles(&state)
            try export(&state)
            checkTime(&state)
            try writePersonas(&state)
            checkTime(&state)
            lookUpCopies(&state)
            try produceCopy(&state)
            try notify(&state)
        }
        try deliver(&state)
        try measure(&state)
        try services.checkLine()
        services.lineage?.finish(
            lastCall: services.meters.journal.count, memory: { slots[$0.rawValue].map { memory[$0] } },
            tracker: tracker)
        return record(state)
    }

    /// Where a segment's memory is, made when the segment is new.
    func slot(of identity: SegmentIdentity) -> Int {
        if let slot = slots[identity.rawValue] { return slot }
        memory.append(SegmentMemory(identity: identity))
        slots[identity.rawValue] = memory.count - 1
        return memory.count - 1
    }

    /// Runs SQL in the warehouse, again where that may help.
    ///
    /// A second is allowed for a statement; what it takes beyond that, or its retries take, is how much later the
    /// pipeline goes on. An error of the mock's own making is a defect of ours.
    /// - Returns: the delay, or nil where the warehouse refused until retries were used up.
    func execute(
        _ sql: String, _ rows: [[SQLValue]], _ operation: String, at now: SimulatedInstant
    ) throws -> SimulatedDuration? {
        guard !rows.isEmpty else { return .zero }
        let hour = Int(now.nanoseconds / SimulatedDuration.hours(1).nanoseconds)
        let (handled, at) = services.attempt(
            .snowflake, entity: hour, step: 0, at: now, draws: settings.seed.named("snowflake." + operation)
        ) { services.execute(sql, rows, operation, at: $0, using: $1) }
        try services.checkLine()
        if let error = handled.error {
            guard error.isRetryable else { throw FinegrainError.defect("\(operation): \(error)") }
            return nil
        }
        return at - now + max(.zero, handled.serviceTime - .seconds(1))
    }

    /// Each stage ends no earlier than the one before it.
    func checkTime(_ state: inout CampaignState) {
        invariants.check(.timeNeverGoesBack, state.now >= state.reached)
        state.reached = state.now
    }

    private func setUp() throws {
        for definition in PipelineTables.definitions + PlantedCustomers.definitions {
            let handled = services.snowflake.execute(
                definition, at: .start, using: settings.seed.named("snowflake.setup").key(entity: 0))
            try services.checkLine()
            if let error = handled.error { throw FinegrainError.defect("set-up: \(error)") }
            services.meters.warehouse.ran(from: .start, taking: handled.serviceTime, metered: handled.usage)
        }
        let setUp = settings.seed.named("sns.setup")
        _ = services.sns.createTopic("copy-awaits-approval", at: .start, using: setUp.key(entity: 0))
        _ = services.sns.subscribe(
            topic: "copy-awaits-approval", endpoint: "marketing-reviewers", at: .start,
            using: setUp.key(entity: 1))
        // What stands before the first campaign is not struck.
        services.inject(settings.faults)
    }
}
