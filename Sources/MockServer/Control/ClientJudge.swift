import Encodings
public import MockWire
import Quantities
import Synchronization

/// Judges the client by what it sends: whether it waits as told, gives up at some time, notices a stream that broke, and
/// bounds its answers.
///
/// A request is an earlier one again when it is equal, comes before the time that it was told to wait or before a second is
/// over, and is the same caller's: it carries the same id of an SDK's call, or comes on the same connection. Clients
/// that give their calls no id are all taken for one.
/// Waits are told and kept in real time, so this is the one place that reads a clock; no answer depends on it. What the
/// cloud asks of itself is not judged.
public final class ClientJudge: CallObserver {
    /// A request that was refused or cut, and may come again.
    private struct Open {
        var refusals = 0
        /// Before this instant the client was told not to come again.
        var notBefore: ContinuousClock.Instant?
        var last: ContinuousClock.Instant
        var sequence: Int
        /// The id of the client's call, and the connection that it came on.
        var call: String?
        var client: WireRequest.Origin
        var wasCut = false

        /// Whether an equal request is this one again.
        func continues(_ request: WireRequest, at now: ContinuousClock.Instant) -> Bool {
            let id = request.headers[ClientJudge.callHeader]
            if let call, id == call { return true }
            let isSoon = now - last < .seconds(1) || notBefore.map { now < $0 } ?? false
            return isSoon && (request.origin == client || (call == nil && id == nil))
        }
    }

    private struct State {
        /// By canonical hash.
        var open: [UInt64: [Open]] = [:]
        var findings: [String: Finding] = [:]
    }

    private struct Finding {
        var count = 0
        var example: Int
    }

    /// AWS's clients keep one id through the retries of a call.
    private static let callHeader = "amz-sdk-invocation-id"
    /// Refusals in a row, from which on it is a storm.
    private static let storm = 6
    /// Open requests that are kept of equal ones.
    private static let mostOpen = 1_000
    private let state = Mutex(State())

    public init() {}

    public func observe(_ record: CallRecord) {
        guard case .client = record.request.origin else { return }
        let now = ContinuousClock.now
        state.withLock { state in
            let before = ClientJudge.take(record, at: now, &state)
            if let notBefore = before?.notBefore, now < notBefore {
                ClientJudge.add("ignored_back_off", record.sequence, &state)
            }
            for note in record.answer.notes where ClientJudge.messages[note] != nil {
                ClientJudge.add(note, record.sequence, &state)
            }
            var request = Open(
                refusals: before?.refusals ?? 0, last: now, sequence: record.sequence,
                call: record.request.headers[ClientJudge.callHeader], client: record.request.origin)
            if record.answer.isRefusal {
                request.refusals += 1
                request.notBefore = ClientJudge.wait(record).map { now + .nanoseconds($0.nanoseconds) }
                if request.refusals == ClientJudge.storm {
                    ClientJudge.add("retry_storm", record.sequence, &state)
                }
                ClientJudge.keep(request, record, &state)
            } else if case .frames(_, isCut: true) = record.answer.body {
                request.wasCut = true
                ClientJudge.keep(request, record, &state)
            }
        }
    }

    /// The open request that this one continues. A cut stream is continued by any equal request.
    private static func take(
        _ record: CallRecord, at now: ContinuousClock.Instant, _ state: inout State
    ) -> Open? {
        guard var open = state.open[record.canonical] else { return nil }
        defer { state.open[record.canonical] = open.isEmpty ? nil : open }
        let place =
            open.firstIndex { $0.continues(record.request, at: now) } ?? open.firstIndex { $0.wasCut }
        return place.map { open.remove(at: $0) }
    }

    private static func keep(_ request: Open, _ record: CallRecord, _ state: inout State) {
        guard state.open[record.canonical]?.count ?? 0 < mostOpen else { return }
        state.open[record.canonical, default: []].append(request)
    }

    func clear() { state.withLock { $0 = State() } }

    /// Findings so far; a cut stream counts as accepted as long as the request has not come again.
    var verdict: JSONValue {
        state.withLock { state in
            var findings = state.findings
            let cut = state.open.values.flatMap { $0.filter(\.wasCut) }.sorted { $0.sequence < $1.sequence }
            for request in cut {
                findings["cut_stream_accepted", default: Finding(example: request.sequence)].count += 1
            }
            return .members([
                "verdict": findings.isEmpty ? "pass" : "fail",
                "findings": .array(
                    findings.sorted { $0.key < $1.key }.map { code, finding in
                        .members([
                            "code": .string(code), "count": .integer(finding.count),
                            "first_sequence": .integer(finding.example),
                            "message": .string(ClientJudge.messages[code] ?? code),
                        ])
                    }),
            ])
        }
    }

    private static let messages = [
        "ignored_back_off": "came again before the time that a refusal told it to wait",
        "retry_storm": "repeated one request after six refusals or more, with less than a second between",
        "cut_stream_accepted":
            "a stream broke off and the request was not made again; a program that gives up with an error does so too",
        "unbounded_max_tokens":
            "asked for an answer without a limit of tokens, which reserves the model's maximum",
    ]

    private static func add(_ code: String, _ sequence: Int, _ state: inout State) {
        state.findings[code, default: Finding(example: sequence)].count += 1
    }

    /// The wait that binds the client. AWS's clients know `x-amz-retry-after` only, so nothing else binds them.
    private static func wait(_ record: CallRecord) -> SimulatedDuration? {
        let headers = record.answer.headers
        if record.request.headers[callHeader] != nil, headers["x-amz-retry-after"] == nil { return nil }
        return record.answer.announcedWait
    }
}
