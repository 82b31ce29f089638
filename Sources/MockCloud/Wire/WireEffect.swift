public import Quantities

/// Something that a service does on its own after it has answered. The cloud carries it out.
public enum WireEffect: Hashable, Sendable {
    /// An HTTP request to a subscriber outside.
    case post(url: String, headers: [WireHeader], body: [UInt8], delivery: UInt64)
    /// A request to another service of the same cloud.
    case call(WireRequest, delivery: UInt64)

    /// The effect as the cloud's own.
    var owned: WireEffect {
        guard case .call(var request, let delivery) = self else { return self }
        request.origin = .cloud
        return .call(request, delivery: delivery)
    }
}
