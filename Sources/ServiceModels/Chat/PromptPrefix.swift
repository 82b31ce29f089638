/// The part of a prompt before a cache point, in the order tools, system, messages.
package struct PromptPrefix: Hashable, Sendable {
    /// Parts in it.
    package var parts: Int
    /// Images and documents in it.
    package var attachments = 0
    /// A hash of those.
    var attachmentDigest: UInt64 = 0
    package var lifetime: CachePoint.Lifetime
}
