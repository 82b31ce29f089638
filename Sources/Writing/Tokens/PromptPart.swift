import Encodings

/// A piece of a prompt with its size, class and digest, worked out once however often it is sent.
public struct PromptPart: Hashable, Sendable {
    public let text: String
    /// Unicode scalars.
    public let characters: Int
    public let contentClass: ContentClass
    /// A hash of the bytes, equal on every machine.
    public let digest: UInt64

    /// The digest that a part with this text has.
    /// - Complexity: O(bytes / 8).
    public static func digest(of text: String) -> UInt64 { ByteDigest.hash(text) }

    /// - Complexity: O(bytes).
    public init(_ text: String) {
        var text = text
        var characters = 0
        var contentClass = ContentClass.englishCopy
        var digest: UInt64 = 0
        text.withUTF8 { bytes in
            for byte in bytes where byte & 0xc0 != 0x80 { characters &+= 1 }
            contentClass = ContentClass(detectedIn: bytes)
            digest = ByteDigest.hash(bytes)
        }
        self.text = text
        self.characters = characters
        self.contentClass = contentClass
        self.digest = digest
    }
}
