import Audiences
import Campaigns
import Foundation
import MockCloud
public import Pricing
public import Quantities
import RandomStreams
public import Scenarios

/// A scenario with all that it refers to, loaded once: customers, decks, prices, prompts.
public struct Workspace: Sendable {
    public let file: ScenarioFile
    public let scenario: Scenario
    public let book: PriceBook
    /// Files that went into the results, with checksums.
    public let inputs: [InputFile]
    public let home: Home
    let overrides: [Named<YAMLTree>]
    let base: CustomerBase
    let decks: MockDecks

    /// - Parameters:
    ///   - overrides: `path=value` options on top of the file.
    /// - Throws: `FinegrainError` with every problem of the scenario, or of the files it names.
    public init(scenarioPath: String, overrides: [String] = []) throws {
        file = try ScenarioFile(path: scenarioPath)
        self.overrides = try overrides.map(ScenarioFile.override)
        scenario = try file.scenario(values: self.overrides)
        home = try Home(scenarioFolder: file.folder)
        decks = try MockDecks.load(directory: home.path + "/mocks")
        let bookPath = try home.resolve(
            scenario.prices.book, scenarioFolder: file.folder, field: "prices.book")
        book = try PriceBook.load([bookPath])
        let loaded = try CustomerLoader(scenario: scenario, home: home, folder: file.folder, file: file.path)
            .load()
        base = loaded.base
        let prices = book.files.map(\.path).sorted()
        inputs =
            try [InputFile(path: file.path, sha256: SHA256.hex(file.text.utf8))] + loaded.inputs
            + prices.map { try InputFile(reading: $0) }
    }

    /// Customers of the audience at the start.
    public var audienceCount: Int { base.audience.count }

    /// The scenario of a row, with its values on top.
    func scenario(_ values: [Named<YAMLTree>]) throws -> Scenario {
        try file.scenario(values: overrides + values)
    }

    /// The design of a row, with its values on top of the scenario.
    func design(_ values: [Named<YAMLTree>]) throws -> Design {
        try Design(scenario: try scenario(values), values: values, audience: base.audience, file: file.path)
    }

    /// The customers under a row's settings: another drift or audience is loaded anew.
    func base(for scenario: Scenario) throws -> CustomerBase {
        if scenario.audience == self.scenario.audience, scenario.drift == self.scenario.drift,
            scenario.seed == self.scenario.seed, scenario.response.from == self.scenario.response.from,
            scenario.response.outcome == self.scenario.response.outcome
        {
            return base
        }
        return try CustomerLoader(scenario: scenario, home: home, folder: file.folder, file: file.path).load()
            .base
    }

    func prompts(for scenario: Scenario) throws -> PromptTemplates {
        try PromptTemplates(
            folder: home.path + "/fixtures/prompts",
            brand: try home.resolve(
                scenario.campaign.brand, scenarioFolder: file.folder, field: "campaign.brand"))
    }

    /// A hash of everything beside the scenario that results depend on.
    var inputsKey: String {
        var hash = Fingerprint()
        hash.combine(FinegrainVersion.current)
        for input in inputs.dropFirst() { hash.combine(input.sha256) }
        return hash.hex
    }
}
