/// Where the cacheable prefix of a prompt ends, and how long it lives.
public struct CachePoint: Hashable, Codable, Sendable {
    public enum Lifetime: String, Hashable, Codable, Sendable {
        case fiveMinutes, oneHour
    }

    /// Message parts that belong to the prefix, after all system parts.
    public var messageParts: Int
    public var lifetime: Lifetime

    public init(messageParts: Int = 0, lifetime: Lifetime = .fiveMinutes) {
        self.messageParts = messageParts
        self.lifetime = lifetime
    }
}
