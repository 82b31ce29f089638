import Encodings
import MockChat
import ServiceModels

/// A refusal by Cortex's REST doors, whichever form the request had.
struct CortexRefusal: Error, Hashable {
    var status: Int
    /// Snowflake's number of the error, or the status where it publishes none.
    var code: String
    var message: String
    /// Seconds for `retry-after`.
    var retryAfter: Int?
    var serviceTime = ChatModels.refusalTime

    init(_ status: Int, _ message: String, code: String? = nil, retryAfter: Int? = nil) {
        self.status = status
        self.code = code ?? String(status)
        self.message = message
        self.retryAfter = retryAfter
    }

    func json(requestID: String) -> JSONValue {
        .members([
            "message": .string(message), "code": .string(code), "error_code": .string(code),
            "request_id": .string(requestID),
        ])
    }
}

extension CortexRefusal {
    init(_ problem: ChatBody.Problem) {
        switch problem {
        case .contentType(let type):
            self.init(415, "Unsupported Content-Type header value '\(type)': application/json is expected.")
        case .notUTF8: self.init(400, "The request body is not valid JSON: it is not valid UTF-8.")
        case .syntax(let offset, let what):
            self.init(400, "The request body is not valid JSON: \(what) at byte \(offset).")
        case .notObject: self.init(400, "The request body must be a JSON object.")
        }
    }

    /// - Parameter isFault: whether the request asked for the refusal, so that its status stays.
    init(_ refusal: OpenAIRefusal, isFault: Bool = false) {
        // Cortex has no 404 for a model: what it does not offer is a bad request.
        self.init(
            refusal.status == 404 && !isFault ? 400 : refusal.status, refusal.message,
            retryAfter: refusal.retryAfter)
        serviceTime = refusal.serviceTime
    }

    init(_ refusal: AnthropicRefusal, isFault: Bool = false) {
        self.init(
            refusal.status == 404 && !isFault ? 400 : refusal.status, refusal.message,
            retryAfter: refusal.retryAfter)
        serviceTime = refusal.serviceTime
    }

    init(_ error: ServiceError, model: String, wait: Int) {
        switch error.status {
        case 404: self = .unknownModel(model)
        case 429: self.init(429, "too many requests", retryAfter: wait)
        default: self.init(error.status, error.message)
        }
    }

    /// The refusal that a status stands for.
    init(fault status: Int) {
        self.init(
            status, "The model refuses with status \(status).",
            retryAfter: [429, 503].contains(status) ? 1 : nil)
    }

    static func unknownModel(_ id: String) -> CortexRefusal { CortexRefusal(400, "unknown model \(id)") }

    static let noToken = CortexRefusal(
        401, "Authorization header not found in the request data.", code: "390101")
    static let wrongToken = CortexRefusal(401, "Invalid OAuth access token.", code: "390303")
}
