import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import MockCloud
public import MockWire
import NIOCore
import NIOPosix
public import Pricing
import Quantities
import RandomStreams
public import ServiceLifecycle
import Synchronization
import UnixSignals

/// A cloud behind HTTP on this machine.
///
/// In a test: `let server = try await CloudServer.started(mocks: "mocks", prices: "fixtures/prices")`, point clients at
/// `server.url`, and `await server.stop()`.
public final class CloudServer: Service, Sendable {
    public struct Options: Sendable {
        public var host = "127.0.0.1"
        /// 0 takes any free port.
        public var port = 0
        public var timeScale = 0.0

        public init() {}
    }

    public let cloud: Cloud
    let options: Options
    private let boundPort = Mutex<Int?>(nil)
    private let listening: AsyncStream<Int>
    private let announce: AsyncStream<Int>.Continuation
    private let running = Mutex<Task<Void, any Error>?>(nil)
    private let control: ControlRoutes
    private let pace: Pace

    /// - Parameters:
    ///   - journal: what the cloud was told to observe with.
    ///   - judge: likewise.
    public init(
        _ cloud: Cloud, journal: JournalFile, judge: ClientJudge, card: RateCard, options: Options = Options()
    ) {
        self.cloud = cloud
        self.options = options
        pace = Pace(scale: options.timeScale)
        control = ControlRoutes(cloud: cloud, journal: journal, card: card, pace: pace, judge: judge)
        (listening, announce) = AsyncStream.makeStream()
    }

    /// `http://HOST:PORT`; the port is known once the server listens.
    public var url: String { url(host: options.host) }

    /// Where clients on this machine reach it: a server on every address is on loopback too.
    public var localURL: String {
        url(host: ["0.0.0.0": "127.0.0.1", "::": "::1"][options.host] ?? options.host)
    }

    private func url(host: String) -> String {
        let port = boundPort.withLock { $0 } ?? options.port
        return host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
    }

    /// Serves until the task is cancelled or a graceful shutdown begins.
    public func run() async throws {
        let courier = Courier()
        let waits = WaitRoom()
        let server = try listener(
            HTTPFront(
                cloud: cloud, control: control, waits: waits, courier: courier, pace: pace,
                baseURL: { [control] in control.baseURL.withLock { $0 } }))
        try await withThrowingTaskGroup { group in
            group.addTask { await courier.run() }
            defer { courier.close() }
            try await withGracefulShutdownHandler {
                try await server.run()
            } onGracefulShutdown: {
                waits.close()
            }
            courier.close()
            try await group.waitForAll()
        }
    }

    private func listener(_ front: HTTPFront) throws -> any Service {
        var logger = Logger(label: "finegrain-server")
        logger.logLevel = .error
        // A program that runs a handler keeps an idle connection for as long as a handler may take, 900 seconds.
        let http = HTTP1Channel.Configuration(
            additionalChannelHandlers: [HangUpWatch(front.waits)], idleTimeout: .seconds(1_000))
        let address = BindAddress.hostname(options.host, port: options.port)
        return try HTTPServerBuilder.http1(configuration: http).buildServer(
            configuration: ServerConfiguration(address: address, backlog: 4_096),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger,
            responder: { request, writer, channel in
                try await front.respond(request, writer, on: ObjectIdentifier(channel))
            },
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? self.options.port
                self.boundPort.withLock { $0 = port }
                self.control.baseURL.withLock { $0 = self.localURL }
                self.announce.yield(port)
                self.announce.finish()
            })
    }

    /// Waits until the server listens, and gives its port.
    public func port() async -> Int {
        for await port in listening { return port }
        return options.port
    }
}

extension CloudServer {
    /// Requests that run when the server is told to stop have this long to end.
    static let grace = Duration.seconds(3)

    /// Serves until SIGTERM or SIGINT, then lets running requests end, for a while.
    /// - Throws: bad input when the address cannot be listened on.
    public func runUntilSignal() async throws {
        var logger = Logger(label: "finegrain-server")
        logger.logLevel = .error
        var configuration = ServiceGroupConfiguration(
            services: [self], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = CloudServer.grace
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError {
            throw FinegrainError.badInput(
                "cannot listen on \(options.host), port \(options.port): "
                    + String(cString: strerror(error.errnoCode)),
                remedy:
                    "give an address of this machine with --host, and a port that is free with --port, or 0")
        } catch is CancellationError {
            // The grace is over: what still ran was let go.
        }
    }
}

extension CloudServer {
    /// A server that listens on a free port, with every service and the default data.
    /// - Parameters:
    ///   - mocks: folder of decks.
    ///   - prices: a price book, for the invoice.
    ///   - seed: of every draw.
    public static func started(mocks: String, prices: String, seed: UInt64 = 1) async throws -> CloudServer {
        var setup = try CloudSetup(directory: mocks)
        setup.seed = Seed(seed)
        let folder = NSTemporaryDirectory() + "finegrain-\(ProcessInfo.processInfo.globallyUniqueString)"
        try FileManager.default.createDirectory(atPath: folder + "/stages", withIntermediateDirectories: true)
        let book = try PriceBook.load([prices])
        setup.creditRates = CortexCredits.rates(book)
        setup.stageFolder = folder + "/stages"
        let journal = try JournalFile(path: folder + "/journal.jsonl", bodyBytes: 4_096)
        let judge = ClientJudge()
        let server = CloudServer(
            try setup.cloud(observers: [journal, judge]), journal: journal, judge: judge,
            card: try book.rateCard())
        server.running.withLock { $0 = Task { try await server.run() } }
        _ = await server.port()
        return server
    }

    /// Stops a server that was `started`, and removes its folder.
    public func stop() async {
        let task = running.withLock { $0 }
        task?.cancel()
        _ = try? await task?.value
        try? FileManager.default.removeItem(
            atPath: (control.journal.path as NSString).deletingLastPathComponent)
    }
}
