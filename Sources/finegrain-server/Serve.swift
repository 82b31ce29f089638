import ArgumentParser
import Foundation
import MockCloud
import MockServer
import Pricing
import Quantities
import RandomStreams

/// Serves until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serves the mock cloud (default).")

    @Option(help: "Port; 0 takes any free one.") var port = 7070
    @Option(help: "Address to bind to.") var host = "127.0.0.1"
    @Option(help: "Seed of every draw.") var seed: UInt64 = 1
    @Option(help: "Real seconds for each virtual second; 0 answers at once.") var timeScale = 0.0
    @Option(help: "Folder for the journal and staged files; a new temporary one by default.") var dataDir:
        String?
    @Option(help: "Longest body that the journal keeps whole, in bytes.") var journalBodyBytes = 4_096
    @Option(help: "Folder of decks.") var mocks = "mocks"
    @Option(help: "Answer deck in place of mocks/answers.yaml.") var deck: String?
    @Option(help: "Price book, a file or folder.") var prices = "fixtures/prices"
    @Flag(help: "Verify AWS signatures.") var strictAuth = false
    @Flag(help: "Print the variables that point clients here, and serve.") var printEnv = false
    @Flag(help: "Log as JSON lines on standard error.") var logJSON = false

    func run() async throws {
        var setup = try CloudSetup(directory: mocks)
        if let deck { setup.answers = try AnswerDeck.load(deck) }
        setup.seed = Seed(seed)
        setup.isStrict = strictAuth
        let folder = try dataFolder()
        let journal = try JournalFile(path: folder + "/journal.jsonl", bodyBytes: journalBodyBytes)
        let judge = ClientJudge()
        var options = CloudServer.Options()
        options.host = host
        options.port = port
        options.timeScale = timeScale
        options.logsJSON = logJSON
        let server = CloudServer(
            try setup.cloud(observers: [journal, judge]), journal: journal, judge: judge,
            card: try PriceBook.load([prices]).rateCard(), options: options)
        if !["127.0.0.1", "localhost", "::1"].contains(host) {
            FileHandle.standardError.write(
                Data("warning: \(host) can be reached by others; the mock cloud checks no passwords\n".utf8))
        }
        Task {
            _ = await server.port()
            let exports = printEnv ? Environment.exports(url: server.url) : ""
            FileHandle.standardOutput.write(Data("listening on \(server.url)\n\(exports)".utf8))
        }
        try await server.runUntilSignal()
        journal.flush()
    }

    private func dataFolder() throws -> String {
        let path =
            dataDir ?? NSTemporaryDirectory() + "finegrain-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}
