import ArgumentParser
import Encodings
import Foundation
import MockCloud
import MockServer
import MockSnowflake
import MockWire
import Pricing
import Quantities
import RandomStreams
import ScenarioAccounts
import ServiceModels
import Workbench

/// Serves until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serves the mock cloud (default).")

    @Option(help: "Port; 0 takes any free one.") var port = 7070
    @Option(help: "Address to bind to.") var host = "127.0.0.1"
    @Option(help: "Seed of every draw; 1, or the scenario's.") var seed: UInt64?
    @Option(help: "Real seconds for each virtual second; 0 answers at once.") var timeScale = 0.0
    @Option(help: "Folder for journal and stages; a temporary one by default.") var dataDir: String?
    @Option(help: "Longest body that the journal keeps whole, in bytes.") var journalBodyBytes = 4_096
    @Option(help: "Folder of decks.") var mocks = "mocks"
    @Option(help: "Answer deck in place of mocks/answers.yaml.") var deck: String?
    @Option(help: "Fault plan as JSON, as PUT /_finegrain/faults takes it.") var faults: String?
    @Option(help: "Price book, a file or folder; fixtures/prices, or the scenario's.") var prices: String?
    @Option(
        help:
            "Scenario whose customers, quotas and beliefs the account has, and whose world answers campaigns."
    )
    var scenario: String?
    @Option(
        name: .customLong("set"), help: "Set a field of the scenario: path=value. May be repeated.")
    var settings: [String] = []
    @Option(help: "TABLE=FILE.csv: a Snowflake table that is there from the start; may be repeated.")
    var load: [String] = []
    @Option(help: "Bedrock's quota of tokens a minute for each model; 10,000,000, or the scenario's.")
    var tokensPerMinute: Int?
    @Flag(help: "Verify AWS signatures; key and secret are both finegrain.") var strictAuth = false
    @Flag(help: "Print the variables that point clients here, and serve.") var printEnv = false
    @Flag(help: "Log requests as JSON lines on standard error.") var logJSON = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is in 0...65535") }
        guard timeScale >= 0, timeScale <= 1_000 else { throw ValidationError("--time-scale is in 0...1000") }
        guard tokensPerMinute ?? 1 > 0 else { throw ValidationError("--tokens-per-minute is positive") }
        guard settings.isEmpty || scenario != nil else { throw ValidationError("--set needs --scenario") }
        for text in load where TableLoad(text) == nil {
            throw ValidationError("--load is TABLE=FILE.csv, not \(text)")
        }
    }

    func run() async throws {
        OpenFiles.allowAll()
        let account = try account()
        let folder = try dataFolder()
        let book =
            try account.flatMap { prices == nil ? $0.book : nil }
            ?? PriceBook.load([Serve.located(prices ?? "fixtures/prices")])
        let setup = try setup(folder, book, account)
        let journal = try JournalFile(path: folder + "/journal.jsonl", bodyBytes: journalBodyBytes)
        let judge = ClientJudge()
        var observers: [any CallObserver] = [journal, judge]
        if logJSON { observers.append(RequestLog()) }
        var options = CloudServer.Options()
        options.host = host
        options.port = port
        options.timeScale = timeScale
        let cloud = try setup.cloud(observers: observers)
        if setup.faults != .none { cloud.inject(try cloud.checked(setup.faults)) }
        let server = CloudServer(
            cloud, journal: journal, judge: judge,
            card: try account.map { try $0.rateCard(book) } ?? book.rateCard(), options: options)
        if !["127.0.0.1", "localhost", "::1"].contains(host) {
            FileHandle.standardError.write(
                Data("warning: \(host) can be reached by others; the mock cloud checks no passwords\n".utf8))
        }
        Task { [printEnv] in
            _ = await server.port()
            let exports = printEnv ? Environment.exports(url: server.localURL) : ""
            FileHandle.standardOutput.write(Data("listening on \(server.url)\n\(exports)".utf8))
        }
        try await server.runUntilSignal()
        journal.flush()
        if dataDir == nil { try? FileManager.default.removeItem(atPath: folder) }
    }

    /// A file or folder here, or else beside the sources that the program was built from.
    private static func located(_ path: String) -> String {
        if FileManager.default.fileExists(atPath: path) { return path }
        var folder = Bundle.main.bundleURL
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent(path).path
            if FileManager.default.fileExists(atPath: candidate) { return candidate }
            folder.deleteLastPathComponent()
        }
        return path
    }

    private func account() throws -> ScenarioAccount? {
        try scenario.map {
            ScenarioAccount(
                try Workspace(scenarioPath: $0, overrides: settings + (seed.map { ["seed=\($0)"] } ?? [])))
        }
    }

    private func setup(_ folder: String, _ book: PriceBook, _ account: ScenarioAccount?) throws -> CloudSetup
    {
        var setup = try CloudSetup(directory: Serve.located(mocks))
        if let deck { setup.answers = try AnswerDeck.load(deck) }
        try account?.apply(to: &setup, folder: folder)
        if let seed { setup.seed = Seed(seed) }
        setup.isStrict = strictAuth
        if let tokensPerMinute { setup.tokensPerMinute = tokensPerMinute }
        setup.creditRates = CortexCredits.rates(book)
        setup.stageFolder = folder + "/stages"
        setup.tables += load.compactMap { TableLoad($0) }
        if let faults {
            guard let data = FileManager.default.contents(atPath: faults),
                let json = try? JSONParser.parse(Array(data))
            else { throw FinegrainError.badInput("\(faults) is no JSON", remedy: "give {\"faults\": [...]}") }
            setup.faults = try FaultPlan(json: json)
        }
        return setup
    }

    private func dataFolder() throws -> String {
        let path =
            dataDir ?? NSTemporaryDirectory() + "finegrain-\(ProcessInfo.processInfo.processIdentifier)"
        do {
            try FileManager.default.createDirectory(
                atPath: path + "/stages", withIntermediateDirectories: true)
        } catch {
            throw FinegrainError.badInput(
                "\(path) cannot be made", remedy: "give another folder with --data-dir")
        }
        return path
    }
}
