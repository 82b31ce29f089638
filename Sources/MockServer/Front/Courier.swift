import Foundation
import MockWire
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Carries out what services do on their own after they have answered: deliveries to subscribers.
///
/// Deliveries to one endpoint go one after the other in the order of the calls, so that two runs deliver in the same order; an
/// endpoint that hangs holds up no other. One that fails is tried again, at once, as often as the delivery says.
final class Courier: Sendable {
    private typealias Delivery = @Sendable () async -> Void

    private struct State {
        /// One queue an endpoint; an endpoint is an address outside, or this cloud.
        var doors: [String: AsyncStream<Delivery>.Continuation] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())
    private let rounds: AsyncStream<AsyncStream<Delivery>>
    private let open: AsyncStream<AsyncStream<Delivery>>.Continuation

    init() { (rounds, open) = AsyncStream.makeStream() }

    /// Works until the courier is closed.
    func run() async {
        await withTaskGroup { group in
            for await queue in rounds {
                group.addTask { for await delivery in queue { await delivery() } }
            }
        }
    }

    func close() {
        state.withLock { state in
            state.isClosed = true
            for key in state.doors.keys.sorted() { state.doors[key]?.finish() }
        }
        open.finish()
    }

    /// - Parameter connection: on which the answer goes that the effect belongs to.
    func carry(_ effect: WireEffect, through front: HTTPFront, on connection: ObjectIdentifier? = nil) {
        switch effect {
        case .post(let url, let headers, let body, let retries, _):
            give(to: url) { await Courier.post(url, headers, body, retries: retries) }
        case .call(let request, _):
            give(to: "") {
                let answer = await front.answer(request)
                for effect in answer.effects { front.courier.carry(effect, through: front) }
            }
        case .watch(let watch):
            let mark = front.waits.mark
            start { await front.keep(watch, since: mark, on: connection) }
        }
    }

    /// Begins something that waits for nothing else.
    private func start(_ delivery: @escaping Delivery) {
        let (queue, door) = AsyncStream<Delivery>.makeStream()
        door.yield(delivery)
        door.finish()
        open.yield(queue)
    }

    private func give(to endpoint: String, _ delivery: @escaping Delivery) {
        state.withLock { state in
            guard !state.isClosed else { return }
            if state.doors[endpoint] == nil {
                let (queue, door) = AsyncStream<Delivery>.makeStream()
                state.doors[endpoint] = door
                open.yield(queue)
            }
            state.doors[endpoint]?.yield(delivery)
        }
    }

    /// A subscriber has fifteen seconds to answer, as with SNS.
    private static let outside: URLSession = {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = 15
        configuration.timeoutIntervalForResource = 15
        return URLSession(configuration: configuration)
    }()

    /// Posts until the endpoint takes it, or refuses it for good: it alone is to blame for a status of 4xx, but for 429.
    private static func post(
        _ url: String, _ headers: [WireHeader], _ body: [UInt8], retries: Int
    ) async {
        guard let address = URL(string: url), ["http", "https"].contains(address.scheme) else { return }
        for _ in 0...retries {
            var request = URLRequest(url: address)
            request.httpMethod = "POST"
            request.httpBody = Data(body)
            for header in headers { request.setValue(header.value, forHTTPHeaderField: header.name) }
            let answer = try? await Courier.outside.data(for: request)
            if let status = (answer?.1 as? HTTPURLResponse)?.statusCode, status < 500, status != 429 {
                return
            }
        }
    }
}
