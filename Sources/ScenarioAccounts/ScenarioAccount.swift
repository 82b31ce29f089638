import Audiences
import Campaigns
public import MockCloud
import MockSnowflake
public import Pricing
public import RandomStreams
import Scenarios
import ServiceModels
public import Workbench
import Workers

/// A scenario as an account of the mock cloud: its customers, its quotas, and its world behind the reports.
public struct ScenarioAccount: Sendable {
    private let workspace: Workspace

    public init(_ workspace: Workspace) { self.workspace = workspace }

    /// The table that holds the customers.
    public static let table = "CUSTOMERS"
    /// No more contacts than this are put into the marketing platform; a real one limits them by plan.
    public static let mostContacts = 100_000

    /// Whether the customers are contacts of the marketing platform.
    public var hasContacts: Bool { workspace.audienceCount <= ScenarioAccount.mostContacts }

    /// The draws of the scenario's seed.
    public var seed: Seed { Seed(UInt64(workspace.scenario.seed)) }

    /// The scenario's price book.
    public var book: PriceBook { workspace.book }

    /// Prices on the scenario's day, with its own figures on top.
    /// - Throws: `FinegrainError` naming every price that is bad or missing.
    public func rateCard(_ book: PriceBook) throws -> RateCard {
        try Tariff(book: book, scenario: workspace.scenario).card
    }

    /// Gives an account the scenario's quotas, beliefs, failure rates and customers.
    /// - Parameter folder: where the table of customers is written.
    public func apply(to setup: inout CloudSetup, folder: String) throws {
        let scenario = workspace.scenario
        let world = try WorldSnapshot(
            base: workspace.base, scenario: scenario, seed: seed.replication(0), decks: setup.decks,
            workers: WorkerPool())
        setup.seed = seed
        setup.belief = world.personaBelief
        setup.reports = try AudienceReports(
            world, decks: setup.decks, rates: setup.reportRates,
            offbrandLogit: scenario.response.offbrandLogit)
        setup.cortexRates = scenario.personaFailures
        setup.bedrockRates = scenario.copyFailures
        setup.tokensPerMinute = scenario.limits.bedrockTokensPerMinute
        setup.requestsPerMinute = scenario.limits.bedrockRequestsPerMinute
        setup.lambdaLimits.concurrency = scenario.limits.lambdaConcurrency
        setup.lambdaMemoryMegabytes = scenario.limits.lambdaMemoryMB
        let customers = CustomerContacts(workspace.base.audience)
        setup.tables.insert(
            TableLoad(table: ScenarioAccount.table, path: try customers.write(to: folder)), at: 0)
        if hasContacts { setup.audience = customers.audience(named: scenario.name) }
    }
}
