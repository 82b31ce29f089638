import Dispatch
import Logging
public import MockWire
public import Pricing
import ServiceLifecycle
import Synchronization

/// The cloud of one run behind HTTP, for as long as the run lasts.
///
/// Give `observers` and `connect` to the pipeline, run it on a thread of its own, then `stop`.
public final class ServedRun: Sendable {
    private let journal: JournalFile
    private let judge = ClientJudge()
    private let card: RateCard
    private let state = Mutex(State())

    private struct State {
        var group: ServiceGroup?
        var task: Task<Void, Never>?
        /// Why the server ended.
        var failure: (any Error)?
    }

    /// - Parameters:
    ///   - journal: gets every call that reaches the server.
    ///   - card: prices of `GET /_finegrain/invoice`.
    public init(journal: JournalFile, card: RateCard) {
        self.journal = journal
        self.card = card
    }

    /// Whom the cloud must tell of its calls.
    public var observers: [any CallObserver] { [journal, judge] }

    /// Serves the cloud on a free port, and returns a line to it once the server listens. Blocks the thread until then.
    /// - Throws: when the server cannot listen.
    public func connect(_ cloud: Cloud) throws -> any Carrier {
        let server = CloudServer(cloud, journal: journal, judge: judge, card: card)
        let ready = DispatchSemaphore(value: 0)
        var logger = Logger(label: "finegrain-server")
        logger.logLevel = .error
        let group = ServiceGroup(configuration: .init(services: [server], logger: logger))
        let task = Task.detached {
            do { try await group.run() } catch {
                self.state.withLock { $0.failure = error }
                ready.signal()
            }
        }
        Task.detached {
            _ = await server.port()
            ready.signal()
        }
        state.withLock { ($0.group, $0.task) = (group, task) }
        ready.wait()
        if let failure = state.withLock({ $0.failure }) { throw failure }
        return try HTTPLine(url: server.url)
    }

    /// Ends the server and completes the journal.
    public func stop() async {
        let (group, task) = state.withLock { ($0.group, $0.task) }
        await group?.triggerGracefulShutdown()
        await task?.value
        journal.flush()
    }
}
