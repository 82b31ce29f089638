/// The part of a prompt before a cache point, in the order tools, system, messages.
struct PromptPrefix: Hashable, Sendable {
    /// Parts in it.
    var parts: Int
    /// Images and documents in it.
    var attachments = 0
    /// A hash of those.
    var attachmentDigest: UInt64 = 0
    var lifetime: CachePoint.Lifetime
}
