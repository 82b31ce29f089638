import Quantities

extension Cortex {
    /// In the shape of Cortex's REST interface.
    enum Errors {
        static func unknownModel(_ id: String) -> ServiceError {
            ServiceError(
                .cortex, code: "400", status: 400, message: "unknown model \(id)", isRetryable: false)
        }

        static func invalid(_ message: String) -> ServiceError {
            ServiceError(.cortex, code: "400", status: 400, message: message, isRetryable: false)
        }

        static let throttled = ServiceError(
            .cortex, code: "429", status: 429, message: "too many requests", isRetryable: true)

        static let server = ServiceError(
            .cortex, code: "503", status: 503, message: "inference is not available", isRetryable: true)
    }
}
