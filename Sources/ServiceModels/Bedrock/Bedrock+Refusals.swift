import Quantities

extension Bedrock.Errors {
    package static func refusal(_ code: String, _ status: Int, _ message: String) -> ServiceError {
        ServiceError(
            .bedrock, code: code, status: status, message: message,
            isRetryable: status == 429 || status >= 500)
    }
}
