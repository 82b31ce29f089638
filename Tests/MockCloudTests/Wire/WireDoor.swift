import Encodings
import MockAWS
import MockWire
import Quantities
import RandomStreams
import ServiceModels

/// A cloud of some services, asked by bytes and without a server. What services do on their own is kept, and
/// done when told.
final class WireDoor {
    let cloud: Cloud
    private(set) var pending: [WireEffect] = []
    /// Deliveries over HTTP that were due.
    private(set) var posts: [(url: String, headers: [WireHeader], body: String)] = []
    /// How often each delivery is tried again at most.
    private(set) var retries: [Int] = []
    /// Watches that began.
    private(set) var watches: [WireWatch] = []
    private(set) var notes: [String] = []

    init(_ services: sending [any WireService], seed: UInt64 = 1, faults: FaultPlan = .none) {
        cloud = Cloud(services: services, seed: Seed(seed))
        if faults != .none { cloud.inject(faults) }
    }

    static func lambda(_ limits: LambdaLimits = LambdaLimits()) -> LambdaWire {
        LambdaWire(
            Lambda(
                functions: [
                    LambdaFunction(
                        name: "generate-copy", memoryMegabytes: 512, coldStart: .fixed(.milliseconds(200)))
                ], limits: limits))
    }

    static func sns() -> SNSWire { SNSWire(SNS(latency: .fixed(.milliseconds(30)))) }

    static func s3() -> S3Wire { S3Wire(store: ObjectStore(), latency: .fixed(.milliseconds(25))) }

    /// The answer, and the ticket of a wait.
    @discardableResult
    func send(
        _ method: String, _ target: String, _ headers: [WireHeader] = [], _ body: String = "",
        resuming: (ticket: WireTicket, end: WireWait.End)? = nil
    ) -> (answer: WireAnswer, ticket: WireTicket) {
        send(WireRequest(method, target, headers: headers, body: Array(body.utf8)), resuming: resuming)
    }

    @discardableResult
    func send(
        _ request: WireRequest, resuming: (ticket: WireTicket, end: WireWait.End)? = nil
    ) -> (answer: WireAnswer, ticket: WireTicket) {
        let result = cloud.answer(request, resuming: resuming, baseURL: "http://cloud")
        for effect in result.answer.effects {
            if case .watch(let watch) = effect { watches.append(watch) } else { pending.append(effect) }
        }
        notes += result.answer.notes
        return result
    }

    /// Carries out effects, and those that follow from them, in order.
    func carryOut() {
        while !pending.isEmpty {
            switch pending.removeFirst() {
            case .call(let request, _): send(request)
            case .watch: break
            case .post(let url, let headers, let body, let retries, _):
                self.retries.append(retries)
                posts.append((url, headers, String(decoding: body, as: UTF8.self)))
            }
        }
    }

    /// Ends the last watch whose wait has a key that begins so.
    @discardableResult
    func end(_ key: String, _ end: WireWait.End) -> WireAnswer? {
        guard let place = watches.lastIndex(where: { $0.wait.key.hasPrefix(key) }),
            let request = watches.remove(at: place).request(after: end)
        else { return nil }
        return send(request).answer
    }

    func invoke(_ function: String, _ body: String = "{}", _ headers: [WireHeader] = []) -> WireAnswer {
        send("POST", "/2015-03-31/functions/\(function)/invocations", headers, body).answer
    }

    /// An action of SNS; the answer's XML.
    func sns(_ action: String, _ parameters: KeyValuePairs<String, String> = [:]) -> (
        status: Int, root: Markup
    ) {
        let body =
            (["Action=\(action)", "Version=2010-03-31"]
            + parameters.map { PercentEncoding.encoded($0.key) + "=" + PercentEncoding.encoded($0.value) })
            .joined(separator: "&")
        let answer = send("POST", "/", [], body).answer
        return (answer.status, (try? MarkupReader.read(answer.body.bytes)) ?? Markup("none", ""))
    }

    /// A request that is signed for S3, though by nobody.
    func s3(
        _ method: String, _ target: String, _ headers: [WireHeader] = [], _ body: [UInt8] = []
    ) -> WireAnswer {
        let signature = WireHeader(
            "Authorization", "AWS4-HMAC-SHA256 Credential=k/20260105/us-east-1/s3/aws4_request, Signature=0")
        return send(WireRequest(method, target, headers: [signature] + headers, body: body)).answer
    }
}

extension WireAnswer {
    var text: String { String(decoding: body.bytes, as: UTF8.self) }

    var parsed: JSONValue { (try? JSONParser.parse(body.bytes)) ?? .null }

    var code: String? {
        headers["x-amzn-ErrorType"] ?? (try? MarkupReader.read(body.bytes))?["Code"]?.text
    }
}
