import Quantities

extension Lambda {
    package enum Errors {
        package static func throttled(reason: String) -> ServiceError {
            ServiceError(
                .lambda, code: "TooManyRequestsException", status: 429, message: "Rate Exceeded.",
                isRetryable: true, reason: reason)
        }

        static let concurrency = throttled(reason: "ConcurrentInvocationLimitExceeded")
        package static let reserved = throttled(reason: "ReservedFunctionConcurrentInvocationLimitExceeded")
        static let scaling = throttled(reason: "FunctionInvocationRateLimitExceeded")

        package static let server = ServiceError(
            .lambda, code: "ServiceException", status: 500,
            message: "The service encountered an internal error.",
            isRetryable: true)

        static func tooLarge(_ bytes: Int) -> ServiceError {
            ServiceError(
                .lambda, code: "RequestTooLargeException", status: 413,
                message: "The payload of \(bytes) bytes is over the limit.", isRetryable: false)
        }

        static func missing(_ function: String) -> ServiceError {
            ServiceError(
                .lambda, code: "ResourceNotFoundException", status: 404,
                message: "Function not found: \(function)", isRetryable: false)
        }

        static func notRunning(_ id: Int) -> ServiceError {
            ServiceError(
                .lambda, code: "InvalidRequestContentException", status: 400,
                message: "Invocation \(id) is not running.", isRetryable: false)
        }
    }
}
