import Encodings
import ServiceModels

/// A refusal of a chat completion in the terms of OpenAI's API.
package struct OpenAIRefusal: Error, Hashable {
    package var status: Int
    package var message: String
    var type = "invalid_request_error"
    /// The parameter that is wrong, such as `messages[0].role`.
    var param: String?
    var code: String?
    /// Seconds for `retry-after`.
    package var retryAfter: Int?
    package var serviceTime = ChatModels.refusalTime

    package init(_ message: String, param: String? = nil, code: String? = nil) {
        self.init(400, message, param: param, code: code)
    }

    init(
        _ status: Int, _ message: String, type: String = "invalid_request_error", param: String? = nil,
        code: String? = nil, retryAfter: Int? = nil
    ) {
        self.status = status
        self.message = message
        self.type = type
        self.param = param
        self.code = code
        self.retryAfter = retryAfter
    }

    /// The member `error` of a body, and the body of an event in a stream.
    var json: JSONValue {
        .members([
            "error": .members([
                "message": .string(message), "type": .string(type),
                "param": param.map(JSONValue.string) ?? .null,
                "code": code.map(JSONValue.string) ?? .null,
            ])
        ])
    }
}

extension OpenAIRefusal {
    init(_ problem: ChatBody.Problem) {
        switch problem {
        case .contentType(let type):
            self.init(
                "Unsupported content type: '\(type)'. This API method only accepts 'application/json' requests.",
                code: "unsupported_content_type")
        case .notUTF8:
            self.init("We could not parse the JSON body of your request: it is not valid UTF-8.")
        case .syntax(let offset, let what):
            self.init(
                "We could not parse the JSON body of your request: \(what) at byte \(offset). The OpenAI API "
                    + "expects a JSON payload, but what was sent was not valid JSON.")
        case .notObject:
            self.init("The JSON body of your request must be an object.")
        }
    }

    /// What the state machine refused.
    /// - Parameter wait: seconds until the prompt would be let in.
    init(_ error: ServiceError, wait: Int) {
        switch error.status {
        case 404: self.init(404, error.message, code: "model_not_found")
        case 429: self.init(fault: 429, message: error.message, wait: wait)
        case 500...: self.init(error.status, error.message, type: "server_error")
        default:
            self.init(
                error.status, error.message, param: error.message.hasPrefix("max tokens") ? "max_tokens" : nil
            )
        }
    }

    /// The refusal that a status stands for.
    init(fault status: Int, message: String? = nil, wait: Int = 1) {
        let message = message ?? "The model refuses with status \(status)."
        switch status {
        case 401: self.init(401, "Incorrect API key provided.", code: "invalid_api_key")
        case 403: self.init(403, message, type: "permission_error", code: "model_not_allowed")
        case 404: self.init(404, message, param: "model", code: "model_not_found")
        case 408: self.init(408, message, type: "timeout_error", code: "timeout")
        case 413: self.init(413, message, code: "request_too_large")
        case 429:
            self.init(429, message, type: "requests", code: "rate_limit_exceeded", retryAfter: wait)
        case 503, 529: self.init(status, message, type: "server_error", code: "overloaded")
        case 500...: self.init(status, message, type: "server_error", code: "server_error")
        default: self.init(status, message)
        }
    }

    static let noKey = OpenAIRefusal(
        401,
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer "
            + "auth (i.e. Authorization: Bearer YOUR_KEY).")

    static func wrongKey(_ key: String) -> OpenAIRefusal {
        OpenAIRefusal(401, "Incorrect API key provided: \(key).", code: "invalid_api_key")
    }

    static func unknownModel(_ id: String) -> OpenAIRefusal {
        OpenAIRefusal(404, "The model '\(id)' does not exist", param: "model", code: "model_not_found")
    }
}
