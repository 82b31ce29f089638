import ArgumentParser
import Campaigns
import Dispatch
import Foundation
import MockServer
import Pricing
import Regression
import Terminal
import Workbench

/// `finegrain-server run`: one configuration, its calls typed, as bytes, or over HTTP.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run one configuration against its services over HTTP.",
        discussion: RunOptions.discussion + """

            With --transport http the services are served on a free port of this machine while the run lasts, and
            http.jsonl in the --out folder holds every call as the server saw it. Results are equal on every transport.
            """)

    enum Door: String, ExpressibleByArgument, CaseIterable {
        case typed, wire, http
    }

    @OptionGroup var options: RunOptions

    @Option(help: "How calls reach the mock services: typed, wire (bytes in this process) or http.")
    var transport = Door.http

    func run() async throws {
        BLASThreads.useOne()
        switch transport {
        case .typed: try options.run(by: .typed)
        case .wire: try options.run(by: .wire)
        case .http: try await runServed()
        }
    }

    private func runServed() async throws {
        let workspace = try options.common.workspace()
        let journal = try JournalFile(
            path: try Output.path("http.jsonl", in: options.common.folder(workspace)), bodyBytes: 4_096)
        let served = ServedRun(journal: journal, card: try workspace.book.rateCard())
        let connection = Transport.Connection(observers: served.observers) { try served.connect($0) }
        do {
            try await onThread { [options] in try options.run(by: .bytes(connection)) }
        } catch {
            await served.stop()
            throw error
        }
        await served.stop()
    }

    /// Runs on a thread of its own: a run blocks, and the server needs the threads of tasks.
    private func onThread(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            Thread.detachNewThread { done.resume(with: Result(catching: body)) }
        }
    }
}
