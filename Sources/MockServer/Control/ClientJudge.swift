public import MockCloud
import Quantities
import Synchronization

/// Judges the client by what it sends: whether it waits as told, gives up at some time, notices a stream that broke, and
/// bounds its answers.
///
/// Waits are told and kept in real time, so this is the one place that reads a clock; no answer depends on it.
public final class ClientJudge: CallObserver {
    private struct Request {
        var refusals = 0
        /// Before this instant the client was told not to come again.
        var notBefore: ContinuousClock.Instant?
        var lastSequence = 0
        var wasCut = false
    }

    private struct State {
        /// Requests whose last answer was a refusal or a cut stream, by canonical hash.
        var open: [UInt64: Request] = [:]
        var findings: [String: Finding] = [:]
    }

    private struct Finding {
        var count = 0
        var example: Int
    }

    /// Equal requests after refusals, from which on it is a storm.
    private static let storm = 6
    private let state = Mutex(State())

    public init() {}

    public func observe(_ record: CallRecord) {
        let now = ContinuousClock.now
        state.withLock { state in
            let before = state.open.removeValue(forKey: record.canonical)
            if let notBefore = before?.notBefore, now < notBefore {
                ClientJudge.add("ignored_back_off", record.sequence, &state)
            }
            for note in record.answer.notes { ClientJudge.add(note, record.sequence, &state) }
            var request = Request(refusals: before?.refusals ?? 0, lastSequence: record.sequence)
            if ClientJudge.isRefusal(record.answer.status) {
                request.refusals += 1
                request.notBefore = ClientJudge.wait(record.answer.headers).map { now + $0 }
                if request.refusals == ClientJudge.storm {
                    ClientJudge.add("retry_storm", record.sequence, &state)
                }
                state.open[record.canonical] = request
            } else if case .frames(_, isCut: true) = record.answer.body {
                request.wasCut = true
                state.open[record.canonical] = request
            }
        }
    }

    func clear() { state.withLock { $0 = State() } }

    /// Findings so far; a cut stream counts as accepted as long as the request has not come again.
    var verdict: JSONValue {
        state.withLock { state in
            var findings = state.findings
            for request in state.open.values.sorted(by: { $0.lastSequence < $1.lastSequence })
            where request.wasCut {
                findings["cut_stream_accepted", default: Finding(example: request.lastSequence)].count += 1
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
        "retry_storm": "repeated one request after six refusals or more",
        "cut_stream_accepted": "a stream broke off and the request was not made again",
        "unbounded_max_tokens":
            "asked for an answer without a limit of tokens, which reserves the model's maximum",
    ]

    private static func add(_ code: String, _ sequence: Int, _ state: inout State) {
        state.findings[code, default: Finding(example: sequence)].count += 1
    }

    private static func isRefusal(_ status: Int) -> Bool { status == 429 || status == 529 || status >= 500 }

    private static func wait(_ headers: [WireHeader]) -> Duration? {
        if let value = headers["x-amz-retry-after"].flatMap(Int.init) { return .milliseconds(value) }
        if let value = headers["retry-after-ms"].flatMap(Int.init) { return .milliseconds(value) }
        return headers["retry-after"].flatMap(Int.init).map { .seconds($0) }
    }
}
