import Quantities

extension Bedrock {
    /// Names and statuses as in the service model of bedrock-runtime.
    package enum Errors {
        /// No `Retry-After` comes with it.
        static func throttling(_ message: String) -> ServiceError {
            ServiceError(
                .bedrock, code: "ThrottlingException", status: 429, message: message, isRetryable: true)
        }

        static let tokens = throttling("Too many tokens, please wait before trying again.")
        package static let requests = throttling("Too many requests, please wait before trying again.")

        package static let server = ServiceError(
            .bedrock, code: "InternalServerException", status: 500,
            message: "The system encountered an unexpected error during processing.", isRetryable: true)

        package static let tooLong = validation("Input is too long for requested model.")

        package static func validation(_ message: String) -> ServiceError {
            ServiceError(
                .bedrock, code: "ValidationException", status: 400, message: message, isRetryable: false)
        }

        package static func unknownModel(_ id: String) -> ServiceError {
            ServiceError(
                .bedrock, code: "ValidationException", status: 400,
                message:
                    "The provided model identifier is invalid: \(id) is not in mocks/bedrock/models.yaml.",
                isRetryable: false)
        }

        static func unknownJob(_ id: BatchJobID) -> ServiceError {
            ServiceError(
                .bedrock, code: "ResourceNotFoundException", status: 404,
                message: "There is no batch job \(id.value).", isRetryable: false)
        }
    }
}
