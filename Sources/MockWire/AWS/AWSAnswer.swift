package import Encodings
import Quantities
package import ServiceModels

/// Answers in the form of AWS's rest-json protocol.
package enum AWSAnswer {
    package static func json(
        _ value: JSONValue, status: Int = 200, _ call: WireCall, headers: [WireHeader] = []
    )
        -> WireAnswer
    {
        WireAnswer(status: status, json: value, headers: [requestID(call.uuid())] + headers)
    }

    /// A refusal: the name in a header, the message in the body.
    package static func error(
        _ code: String, status: Int, _ message: String, id: String, members: [JSONValue.Member] = []
    ) -> WireAnswer {
        WireAnswer(
            status: status, json: .object([.init("message", .string(message))] + members),
            headers: [requestID(id), WireHeader("x-amzn-ErrorType", code)],
            serviceTime: .milliseconds(20))
    }

    package static func error(_ error: ServiceError, _ call: WireCall) -> WireAnswer {
        self.error(error.code, status: error.status, error.message, id: call.uuid())
    }

    package static func requestID(_ id: String) -> WireHeader { WireHeader("x-amzn-RequestId", id) }

    /// Problems of a request as one validation message.
    package static func message(_ problems: [String]) -> String {
        if problems.allSatisfy({ $0.hasPrefix("extraneous") }) {
            return "Malformed input request: "
                + problems.map { "#: " + $0 }.joined(separator: ", ")
                + ", please reformat your input and try again."
        }
        let count = problems.count
        return "\(count) validation error\(count == 1 ? "" : "s") detected: "
            + problems.joined(separator: "; ")
    }

    /// `2026-01-05T00:00:00Z` for simulated time, which starts on a Monday.
    static func timestamp(_ instant: SimulatedInstant) -> String { CivilTime(instant).iso }
}
