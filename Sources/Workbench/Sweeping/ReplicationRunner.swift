import Audiences
import Campaigns
import Pricing
import RandomStreams
import Scenarios
import ServiceModels
import Workers
import Writing

/// Runs all given designs in one world each, sharing a world among the designs that differ only in the system.
struct ReplicationRunner {
    let workspace: Workspace
    let detail: Journal.Detail
    var transport = Transport.typed
    /// Set by tests only.
    var sabotage: Sabotage?

    /// - Parameters:
    ///   - replication: counted from zero.
    ///   - workers: threads for drift and for rows; the results do not depend on their number.
    ///   - finished: called with a design's index and result as soon as its world is done.
    func run(
        _ designs: [Design], replication: Int, workers: WorkerPool,
        finished: (Int, CellResult) throws -> Void
    ) throws {
        var groups: [(key: String, places: [Int])] = []
        for place in designs.indices {
            let key = designs[place].worldKey
            if let group = groups.firstIndex(where: { $0.key == key }) {
                groups[group].places.append(place)
            } else {
                groups.append((key, [place]))
            }
        }
        for group in groups {
            let runs = try run(group.places.map { designs[$0] }, sharing: replication, workers)
            for (place, run) in zip(group.places, runs) { try finished(place, run.result) }
        }
    }

    /// One design's campaigns, with what only a single run shows.
    struct Run {
        var campaigns: [CampaignRecord]
        var result: CellResult
        var journal: Journal
        /// What its experiment measured.
        var measured: ResultTally
        /// What happened to each segment, where bodies are kept.
        var lineage: Lineage?
    }

    /// Runs designs that share a world.
    func run(_ designs: [Design], sharing number: Int, _ workers: WorkerPool) throws -> [Run] {
        let first = designs[0].scenario
        let replication = Replication(number, of: Seed(UInt64(first.seed)))
        let (world, generic) = try self.world(for: designs, replication, workers)
        let pipelines = try designs.map { design in
            try pipeline(design, world, genericText: generic)
        }
        // The finest rows take longest: they go first, so that the last thread does not wait for one of them.
        let order = designs.indices.sorted { (designs[$1].depth, $0) < (designs[$0].depth, $1) }
        var campaigns: [[CampaignRecord]] = Array(repeating: [], count: designs.count)
        var mails = 0
        for campaign in 0..<first.run.campaigns {
            if campaign > 0 { world.advance() }
            world.population.rollUp()
            mails += world.population.activeCount
            let records = try workers.map(order.count) { try pipelines[order[$0]].runPriced(campaign) }
            for (place, record) in zip(order, records) { campaigns[place].append(record) }
        }
        return try designs.indices.map { place in
            let pipeline = pipelines[place].pipeline
            var usage = Ledger()
            for campaign in campaigns[place] { usage.add(campaign.usage) }
            try pipeline.reconcile(usage)
            let result = CellResult(
                campaigns: campaigns[place], invariants: pipeline.invariants, mails: mails)
            return Run(
                campaigns: campaigns[place], result: result, journal: pipeline.journal,
                measured: pipeline.results, lineage: pipeline.lineage)
        }
    }

    /// The world that designs share, and the text of its generic copy.
    private func world(
        for designs: [Design], _ replication: Replication, _ workers: WorkerPool
    ) throws -> (world: World, generic: String) {
        let scenario = designs[0].scenario
        let lexicon = try AngleLexicon(deck: workspace.decks.copy, angles: scenario.response.angles)
        var generic = ""
        let world = try World(
            base: try workspace.base(for: scenario),
            drift: try workspace.drift(for: scenario, seed: replication.seed),
            scenario: scenario, replication: replication, hierarchy: designs[0].hierarchy,
            layout: designs[0].layout, depths: Array(Set(designs.map(\.depth))).sorted(), workers: workers
        ) { mix in
            let written = try GenericCopy.written(
                mix: mix, angles: scenario.response.angles, decks: workspace.decks, lexicon: lexicon)
            generic = written.text
            return written.mix
        }
        return (world, generic)
    }

    /// Runs the first campaign of a design alone, in the first world.
    func firstCampaign(_ design: Design, _ workers: WorkerPool) throws -> FirstCampaign {
        let replication = Replication(0, of: Seed(UInt64(design.scenario.seed)))
        let (world, generic) = try world(for: [design], replication, workers)
        world.population.rollUp()
        let priced = try pipeline(design, world, genericText: generic)
        let record = try priced.runPriced(0)
        var publisher = Publisher(
            hierarchy: design.hierarchy, depth: design.depth, threshold: design.scenario.privacy.k,
            hysteresis: design.scenario.privacy.kHysteresis)
        return FirstCampaign(
            world: world, record: record,
            publication: publisher.publish(world.population))
    }

    /// A pipeline with the tariff of its scenario.
    private struct PricedPipeline: @unchecked Sendable {
        // One thread at a time runs a pipeline: each is one index of a parallel loop.
        let pipeline: CampaignPipeline
        let tariff: Tariff

        func runPriced(_ campaign: Int) throws -> CampaignRecord {
            var record = try pipeline.run(campaign: campaign)
            try tariff.price(
                &record, audience: pipeline.world.population.activeCount, limits: pipeline.settings.scenario)
            return record
        }
    }

    private func pipeline(_ design: Design, _ world: World, genericText: String) throws -> PricedPipeline {
        let scenario = design.scenario
        let book = try workspace.book(for: scenario)
        var settings = try PipelineSettings(
            scenario: scenario, seed: world.seed, prompts: try workspace.prompts(for: scenario),
            decks: workspace.decks)
        settings.sabotage = sabotage
        let generic = GenericCopy(
            text: genericText, drafts: scenario.copy.variants, deviation: scenario.response.draftSD,
            testSends: scenario.response.testSends, seed: world.seed)
        return PricedPipeline(
            pipeline: try CampaignPipeline(
                world: world, depth: design.depth, settings: settings,
                services: ServiceFactory(
                    decks: workspace.decks, book: book, detail: detail, transport: transport),
                generic: generic),
            tariff: try Tariff(book: book, scenario: scenario))
    }
}

/// The first campaign of a design, in which every segment is generated once.
struct FirstCampaign {
    let world: World
    let record: CampaignRecord
    let publication: Publication
}
