public import Quantities

/// Something that a service does on its own after it has answered. The cloud carries it out.
public enum WireEffect: Hashable, Sendable {
    /// An HTTP request to a subscriber outside, tried again so many times where that can help.
    case post(url: String, headers: [WireHeader], body: [UInt8], retries: Int, delivery: UInt64)
    /// A request to another service of the same cloud.
    case call(WireRequest, delivery: UInt64)
    /// A client that now owes another request.
    case watch(WireWatch)
}
