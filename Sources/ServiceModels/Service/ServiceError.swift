public import Quantities

/// A refusal by a service, in the terms of its protocol.
public struct ServiceError: Error, Hashable, Codable, Sendable, CustomStringConvertible {
    public var service: Meter.Service
    /// The provider's name of the error, such as `ThrottlingException`; Snowflake's are six digits.
    public var code: String
    /// HTTP status.
    public var status: Int
    public var message: String
    /// True where the provider's own clients try again.
    public var isRetryable: Bool
    /// Lambda's reason of a throttle.
    public var reason: String?
    /// Snowflake's SQL state.
    public var sqlState: String?

    public init(
        _ service: Meter.Service, code: String, status: Int, message: String, isRetryable: Bool,
        reason: String? = nil, sqlState: String? = nil
    ) {
        self.service = service
        self.code = code
        self.status = status
        self.message = message
        self.isRetryable = isRetryable
        self.reason = reason
        self.sqlState = sqlState
    }

    public var description: String { "\(service.rawValue) \(code) (\(status)): \(message)" }
}
