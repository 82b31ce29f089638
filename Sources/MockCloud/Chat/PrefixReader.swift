import Quantities

/// Notes attachments and cache points while the blocks of a prompt are read in order.
struct PrefixReader {
    private(set) var attachments = 0
    private(set) var prefixes: [PromptPrefix] = []
    private var digest = Fingerprint()

    /// An image or a document.
    mutating func attach(_ block: JSONValue) {
        attachments += 1
        digest.combine(block.text())
    }

    /// - Parameters:
    ///   - parts: read before it.
    ///   - ttl: `1h`; anything else is five minutes.
    mutating func point(after parts: Int, ttl: String?) {
        prefixes.append(
            PromptPrefix(
                parts: parts, attachments: attachments,
                attachmentDigest: attachments == 0 ? 0 : digest.value,
                lifetime: ttl == "1h" ? .oneHour : .fiveMinutes))
    }
}
