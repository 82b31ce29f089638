import Encodings
import ServiceModels

/// A refusal in the terms of Anthropic's API.
package struct AnthropicRefusal: Error, Hashable {
    package var status: Int
    package var message: String
    /// Seconds for `retry-after`.
    package var retryAfter: Int?
    package var serviceTime = ChatModels.refusalTime

    init(_ message: String) { self.init(400, message) }

    init(_ status: Int, _ message: String, retryAfter: Int? = nil) {
        self.status = status
        self.message = message
        self.retryAfter = retryAfter
    }

    /// The API's name of the error, which follows from the status.
    var type: String {
        switch status {
        case 401: "authentication_error"
        case 402: "billing_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 408, 504: "timeout_error"
        case 409: "conflict_error"
        case 413: "request_too_large"
        case 429: "rate_limit_error"
        case 529: "overloaded_error"
        case 500...: "api_error"
        default: "invalid_request_error"
        }
    }

    func json(requestID: String) -> JSONValue {
        .members([
            "type": "error", "error": .members(["type": .string(type), "message": .string(message)]),
            "request_id": .string(requestID),
        ])
    }
}

extension AnthropicRefusal {
    init(_ problem: ChatBody.Problem) {
        switch problem {
        case .contentType(let type):
            self.init("Content-Type: expected application/json, got \(type)")
        case .notUTF8: self.init("The request body is not valid JSON: it is not valid UTF-8")
        case .syntax(let offset, let what):
            self.init("The request body is not valid JSON: \(what) at byte \(offset)")
        case .notObject: self.init("Input should be a valid dictionary")
        }
    }

    /// What the state machine refused.
    /// - Parameter wait: seconds until the prompt would be let in.
    init(_ error: ServiceError, model: String, wait: Int) {
        switch error.status {
        case 404: self.init(404, "model: \(model)")
        case 429: self.init(fault: 429, wait: wait)
        case 500...: self.init(fault: error.status)
        default:
            let isLimit = error.message.hasPrefix("max tokens")
            self.init(
                error.status, isLimit ? "max_tokens: " + error.message.dropFirst(11) : error.message)
        }
    }

    /// The refusal that a status stands for.
    init(fault status: Int, wait: Int = 1) {
        switch status {
        case 401: self.init(401, "invalid x-api-key")
        case 413: self.init(413, "Request exceeds the maximum size")
        case 429: self.init(429, "This request would exceed your account's rate limit.", retryAfter: wait)
        case 500: self.init(500, "Internal server error")
        case 529: self.init(529, "Overloaded")
        default: self.init(status, "The model refuses with status \(status).")
        }
    }
}
