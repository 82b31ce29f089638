package import Encodings

/// Notes attachments and cache points while the blocks of a prompt are read in order.
package struct PrefixReader {
    package private(set) var attachments = 0
    package private(set) var prefixes: [PromptPrefix] = []
    private var digest = Fingerprint()

    package init(attachments: Int = 0, prefixes: [PromptPrefix] = [], digest: Fingerprint = Fingerprint()) {
        self.attachments = attachments
        self.prefixes = prefixes
        self.digest = digest
    }

    /// An image or a document.
    package mutating func attach(_ block: JSONValue) {
        attachments += 1
        digest.combine(block.text())
    }

    /// - Parameters:
    ///   - parts: read before it.
    ///   - ttl: `1h`; anything else is five minutes.
    package mutating func point(after parts: Int, ttl: String?) {
        prefixes.append(
            PromptPrefix(
                parts: parts, attachments: attachments,
                attachmentDigest: attachments == 0 ? 0 : digest.value,
                lifetime: ttl == "1h" ? .oneHour : .fiveMinutes))
    }
}
