import Audiences
package import Campaigns
import Encodings
public import Pricing
import Quantities
import RandomStreams
public import Scenarios
import ServiceModels
import Writing
import YAMLReading

/// A scenario with all that it refers to, loaded once: customers, decks, prices, prompts.
public struct Workspace: Sendable {
    public let file: ScenarioFile
    public let scenario: Scenario
    public let book: PriceBook
    public let home: Home
    let overrides: [Named<YAMLTree>]
    /// The customers of the scenario itself; a row may have others.
    package let base: CustomerBase
    let library: ScenarioLibrary

    /// - Parameters:
    ///   - overrides: `path=value` options on top of the file.
    /// - Throws: `FinegrainError` with every problem of the scenario, or of the files it names.
    public init(scenarioPath: String, overrides: [String] = []) throws {
        file = try ScenarioFile(path: scenarioPath)
        self.overrides = try overrides.map(ScenarioFile.override)
        scenario = try file.scenario(values: self.overrides)
        home = try Home(scenarioFolder: file.folder)
        library = try ScenarioLibrary(home: home, scenario: file)
        book = try library.book(for: scenario)
        base = try library.loadedCustomers(scenario).base
        _ = try library.inputs(of: scenario)
        try checkFaults(of: scenario, values: [])
    }

    /// - Throws: everything that is wrong with the fault plan of a row, by line.
    private func checkFaults(of scenario: Scenario, values: [Named<YAMLTree>]) throws {
        do {
            _ = try FaultReach.plan(of: scenario)
        } catch {
            throw FinegrainError(
                error.kind,
                error.problems.map { problem in
                    var problem = problem
                    problem.file = file.path
                    problem.line =
                        problem.field.flatMap { field in
                            let rule = field.prefix { $0 != "]" } + "]"
                            return file.line(of: field, values: overrides + values)
                                ?? file.line(of: String(rule), values: overrides + values)
                        }
                    return problem
                })
        }
    }

    var decks: MockDecks { library.decks }

    /// Customers of the audience at the start.
    public var audienceCount: Int { base.audience.count }

    /// Files that went into the results, with checksums of the bytes that were used: the scenario, then all that it
    /// and the rows so far refer to.
    public var inputs: [InputFile] {
        [InputFile(path: file.path, sha256: SHA256.hex(file.text.utf8))] + library.files.files
    }

    /// What the user should know of the inputs, in sentences.
    public var notes: [String] { library.notes }

    /// How the scenario's customers change in a week, with the error of what was fitted.
    /// - Throws: `FinegrainError` when transitions name levels that the customers lack.
    public func driftSummary() throws -> DriftSummary { try library.summary(of: scenario) }

    /// The fields that the user gave, varies or calls uncertain, and that no result depends on.
    /// - Parameter varied: paths that rows vary beside those of the scenario, such as those of `--vary`.
    public func inertFields(varied: [String] = []) throws -> [InertField] {
        let varied = varied + scenario.sweep.vary.map(\.name) + scenario.uncertainty.map(\.name)
        let facts = try inertFacts(of: scenario)
        var fields: [InertField] = []
        for rule in InertRule.all
        where rule.applies(scenario, facts) && !rule.premises.contains(where: varied.contains) {
            for path in rule.paths where varied.contains(path) || file.gives(path, values: overrides) {
                if !fields.contains(where: { $0.path == path }) {
                    fields.append(InertField(path: path, reason: rule.reason))
                }
            }
        }
        guard !varied.contains("faults") else { return fields }
        for (index, rule) in scenario.faults.enumerated() {
            if let reason = FaultReach.inertness(of: rule, in: scenario) {
                fields.append(InertField(path: "faults[\(index)]", reason: reason))
            }
        }
        return fields
    }

    func inertFacts(of scenario: Scenario) throws -> InertRule.Facts {
        let prompts = try prompts(for: scenario)
        let family = decks.tokens.family(ofModel: scenario.copy.model)
        return InertRule.Facts(
            cachedTokens: [prompts.brand, prompts.copy].reduce(0) {
                $0 + decks.tokens.tokens(in: $1, family: family)
            },
            cacheMinimum: try book(for: scenario).limits(of: .bedrock, sku: scenario.copy.model)
                .cacheMinimumTokens)
    }

    /// The scenario of a row, with its values on top.
    func scenario(_ values: [Named<YAMLTree>]) throws -> Scenario {
        try file.scenario(values: overrides + values)
    }

    /// The design of a row, with its values on top of the scenario; every file that it names is read.
    func design(_ values: [Named<YAMLTree>]) throws -> Design {
        let scenario = try scenario(values)
        try checkFaults(of: scenario, values: values)
        let design = try Design(
            scenario: scenario, values: values, customers: try library.shape(of: scenario), file: file.path,
            inputsKey: try inputsKey(for: scenario))
        if scenario.drift.kernel != .withinClass || !scenario.drift.from.isEmpty {
            _ = try drift(for: scenario, seed: Seed(UInt64(scenario.seed)))
        }
        return design
    }

    /// The designs of rows, or all that is wrong with them.
    func designs(_ rows: [[Named<YAMLTree>]]) throws -> [Design] {
        var problems: [Problem] = []
        var designs: [Design] = []
        for row in rows {
            do {
                designs.append(try design(row))
            } catch let error as FinegrainError {
                problems += error.problems.filter { !problems.contains($0) }
            }
        }
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
        return designs
    }

    /// The customers under a row's settings.
    func base(for scenario: Scenario) throws -> CustomerBase { try library.loadedCustomers(scenario).base }

    /// How the customers change from one campaign to the next in the world of a seed.
    func drift(for scenario: Scenario, seed: Seed) throws -> Drift {
        try library.drift(for: scenario, seed: seed)
    }

    func book(for scenario: Scenario) throws -> PriceBook { try library.book(for: scenario) }

    func prompts(for scenario: Scenario) throws -> PromptTemplates { try library.templates(for: scenario) }

    /// A hash of everything beside the scenario's own fields that its results depend on.
    private func inputsKey(for scenario: Scenario) throws -> String {
        let inputs = try library.inputs(of: scenario)
        return SHA256.hex(
            ([FinegrainVersion.current] + inputs.map(\.sha256)).joined(separator: "|").utf8)
    }
}
