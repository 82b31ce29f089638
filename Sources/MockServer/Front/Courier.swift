import Foundation
import MockCloud
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Carries out what services do on their own after they have answered: deliveries to subscribers.
///
/// Deliveries go one after the other in the order of the calls, so that two runs deliver in the same order. One that is refused
/// is tried again, at once in virtual time, as often as the retry policy says.
final class Courier: Sendable {
    private let queue: AsyncStream<@Sendable () async -> Void>
    private let door: AsyncStream<@Sendable () async -> Void>.Continuation

    /// Tries of one delivery to an HTTP subscriber.
    static let attempts = 4

    init() { (queue, door) = AsyncStream.makeStream() }

    /// Works until the courier is closed.
    func run() async { for await delivery in queue { await delivery() } }

    func close() { door.finish() }

    func carry(_ effect: WireEffect, through front: HTTPFront) {
        switch effect {
        case .post(let url, let headers, let body, _):
            door.yield { await Courier.post(url, headers, body) }
        case .call(let request, _):
            door.yield {
                let answer = await front.answer(request)
                for effect in answer.effects { front.courier.carry(effect, through: front) }
            }
        }
    }

    private static func post(_ url: String, _ headers: [WireHeader], _ body: [UInt8]) async {
        guard let address = URL(string: url), ["http", "https"].contains(address.scheme) else { return }
        for _ in 0..<attempts {
            var request = URLRequest(url: address, timeoutInterval: 15)
            request.httpMethod = "POST"
            request.httpBody = Data(body)
            for header in headers { request.setValue(header.value, forHTTPHeaderField: header.name) }
            let answer = try? await URLSession.shared.data(for: request)
            if let status = (answer?.1 as? HTTPURLResponse)?.statusCode, (200..<300).contains(status) {
                return
            }
        }
    }
}
