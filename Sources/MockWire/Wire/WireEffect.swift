/// Something that a service does on its own after it has answered. The cloud carries it out.
public enum WireEffect: Hashable, Sendable {
    /// An HTTP request to a subscriber outside, tried again so many times where that can help.
    case post(url: String, headers: [WireHeader], body: [UInt8], retries: Int, delivery: UInt64)
    /// A request to another service of the same cloud.
    case call(WireRequest, delivery: UInt64)
    /// A client that now owes another request.
    case watch(WireWatch)

    /// The effect with its request as the cloud's own.
    var owned: WireEffect {
        switch self {
        case .post: return self
        case .call(var request, let delivery):
            request.origin = .cloud
            return .call(request, delivery: delivery)
        case .watch(var watch):
            watch.request.origin = .cloud
            return .watch(watch)
        }
    }
}
