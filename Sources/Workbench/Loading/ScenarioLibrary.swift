import Audiences
import Campaigns
import Pricing
import RandomStreams
import Scenarios
import ServiceModels

/// What scenarios refer to, each loaded once and shared: decks, price books, prompts, customers, fits.
///
/// Rows of a sweep may name other files than the scenario does; they are read, checked and hashed in the same way.
/// Safe for several threads.
final class ScenarioLibrary: Sendable {
    let files = InputFiles()
    let decks: MockDecks
    private let home: Home
    private let folder: String
    private let scenarioPath: String
    private let deckPaths: [String]
    private let books = Memo<String, PriceBook>()
    private let prompts = Memo<String, Prompts>()
    /// The customers of the last scenarios; rows that vary the seed have as many audiences as there are rows.
    private let customers = Memo<String, LoadedCustomers>(limit: 4)
    private let customerPaths = Memo<String, [String]>()
    private let customerNotes = Memo<String, [String]>()
    private let fitters = Memo<String, ClassFitter>(limit: 4)
    /// Fits of the last worlds: all rows of a world share theirs.
    private let classes = Memo<FitKey, LatentClasses>(limit: 16)
    private let estimates = Memo<FitKey, DriftEstimate>(limit: 16)

    private struct FitKey: Equatable, Sendable {
        var customers: String
        var seed: Seed
    }

    private struct Prompts: Sendable {
        var templates: PromptTemplates
        var paths: [String]
    }

    /// - Throws: `FinegrainError` with every problem of the decks.
    init(home: Home, scenario: ScenarioFile) throws {
        self.home = home
        folder = scenario.folder
        scenarioPath = scenario.path
        var paths: [String] = []
        decks = try MockDecks.load(directory: home.path + "/mocks") { [files] path in
            paths.append(path)
            return files.data(path)
        }
        deckPaths = paths
    }

    func book(for scenario: Scenario) throws -> PriceBook {
        try books.value(scenario.prices.book) {
            let path = try home.resolve(
                scenario.prices.book, scenarioFolder: folder, field: "prices.book")
            return try PriceBook.load([path]) { [files] in files.data($0) }
        }
    }

    func templates(for scenario: Scenario) throws -> PromptTemplates {
        try loadedPrompts(scenario).templates
    }

    private func loadedPrompts(_ scenario: Scenario) throws -> Prompts {
        try prompts.value(scenario.campaign.brand) {
            let brand = try home.resolve(
                scenario.campaign.brand, scenarioFolder: folder, field: "campaign.brand")
            var paths: [String] = []
            let templates = try PromptTemplates(folder: home.path + "/fixtures/prompts", brand: brand) {
                [files] path in
                paths.append(path)
                return files.data(path)
            }
            return Prompts(templates: templates, paths: paths)
        }
    }

    func loadedCustomers(_ scenario: Scenario) throws -> LoadedCustomers {
        let key = CustomerLoader.key(scenario)
        return try customers.value(key) {
            let loaded = try CustomerLoader(scenario: scenario, home: home, folder: folder, files: files)
                .load()
            _ = customerNotes.value(key) { loaded.notes }
            return loaded
        }
    }

    /// The attributes and the number of the customers; a synthetic audience need not be drawn for it.
    func shape(of scenario: Scenario) throws -> CustomerShape {
        if scenario.audience.from == "synthetic", scenario.drift.from.isEmpty {
            return CustomerShape(scenario.audience.synthetic)
        }
        return CustomerShape(try loadedCustomers(scenario).base.audience)
    }

    /// What was odd about the customers of any scenario so far.
    var notes: [String] {
        var notes: [String] = []
        for note in customerNotes.values.flatMap(\.self) where !notes.contains(note) { notes.append(note) }
        return notes
    }

    /// The files that the results of a scenario depend on beside its own, all of them read now.
    func inputs(of scenario: Scenario) throws -> [InputFile] {
        let book = try book(for: scenario).files.map(\.path).sorted()
        let prompts = try loadedPrompts(scenario).paths
        return try customerFiles(of: scenario) + files.files(book + prompts + deckPaths)
    }

    /// The files that the customers come from; none for a synthetic audience.
    func customerFiles(of scenario: Scenario) throws -> [InputFile] {
        guard scenario.audience.from != "synthetic" || !scenario.drift.from.isEmpty else { return [] }
        return files.files(
            try customerPaths.value(CustomerLoader.key(scenario)) { try loadedCustomers(scenario).paths })
    }

    /// How customers change from one campaign to the next in the world of one seed.
    ///
    /// What is fitted to data is fitted anew in each world, to a bootstrap sample of the customers, so that worlds
    /// differ by what the data leave open (docs/drift.md, "What is fitted is drawn").
    /// - Throws: `FinegrainError` where the drift does not fit the customers or the interval.
    func drift(for scenario: Scenario, seed: Seed) throws -> Drift {
        let weekly: Drift
        if !scenario.drift.from.isEmpty, let exports = try loadedCustomers(scenario).exports {
            let key = FitKey(customers: CustomerLoader.key(scenario), seed: seed)
            weekly = estimates.value(key) { exports.exports.resampled(seed) }.drift
        } else {
            weekly = try stated(scenario, seed)
        }
        return try weekly.lasting(
            weeks: Double(scenario.run.intervalHours) / 168, attributes: try shape(of: scenario).attributes)
    }

    /// How customers change in a week: as the data show it, else as the scenario says.
    func summary(of scenario: Scenario) throws -> DriftSummary {
        let loaded = try loadedCustomers(scenario)
        let weekly =
            try loaded.exports?.estimate.drift
            ?? stated(scenario, Seed(UInt64(scenario.seed)).replication(0))
        return DriftSummary(weekly, customers: loaded, scenario: scenario)
    }

    /// The weekly drift that a scenario states.
    private func stated(_ scenario: Scenario, _ seed: Seed) throws -> Drift {
        let settings = scenario.drift
        let kernel: DriftKernel =
            switch settings.kernel {
            case .marginal: .marginal
            case .transition:
                .transition(
                    try TransitionReader(
                        file: scenarioPath, attributes: try shape(of: scenario).attributes
                    ).read(settings))
            case .withinClass: .withinClass(try latentClasses(scenario, seed))
            }
        return Drift(
            kernel: kernel, weeklyRate: settings.kernel == .transition ? 1 : settings.weeklyRate,
            departureRate: settings.departureRate, arrivalRate: settings.arrivalRate)
    }

    /// A synthetic audience's law, or classes fitted to a bootstrap sample of the customers.
    private func latentClasses(_ scenario: Scenario, _ seed: Seed) throws -> LatentClasses {
        let loaded = try loadedCustomers(scenario)
        if let law = loaded.law { return law }
        let key = "\(scenario.drift.classes)|\(CustomerLoader.key(scenario))"
        return classes.value(FitKey(customers: key, seed: seed)) {
            fitters.value(key) { ClassFitter(loaded.base.audience, classes: scenario.drift.classes) }
                .resampled(seed: seed)
        }
    }
}
