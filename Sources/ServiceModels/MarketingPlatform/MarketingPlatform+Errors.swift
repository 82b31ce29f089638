import Quantities

extension MarketingPlatform {
    enum Errors {
        static func invalid(_ message: String) -> ServiceError {
            ServiceError(.marketing, code: "BadRequest", status: 400, message: message, isRetryable: false)
        }

        static let unknownSegment = ServiceError(
            .marketing, code: "ResourceNotFound", status: 404, message: "The segment is not defined.",
            isRetryable: false)

        static let connections = ServiceError(
            .marketing, code: "TooManyRequests", status: 429,
            message: "You have exceeded the limit of simultaneous connections.", isRetryable: true)

        static let server = ServiceError(
            .marketing, code: "InternalServerError", status: 500, message: "An internal error occurred.",
            isRetryable: true)
    }
}
