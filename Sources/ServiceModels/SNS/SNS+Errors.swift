import Quantities

extension SNS {
    package enum Errors {
        package static let notFound = ServiceError(
            .sns, code: "NotFound", status: 404, message: "Topic does not exist", isRetryable: false)

        package static func invalid(_ message: String) -> ServiceError {
            ServiceError(
                .sns, code: "InvalidParameter", status: 400, message: "Invalid parameter: \(message)",
                isRetryable: false)
        }

        static let throttled = ServiceError(
            .sns, code: "Throttled", status: 429, message: "Rate exceeded", isRetryable: true)

        package static let server = ServiceError(
            .sns, code: "InternalError", status: 500, message: "Internal error", isRetryable: true)
    }
}
