import Encodings

/// One subject line and body.
public struct CopyVariant: Hashable, Sendable {
    public var subject: String
    public var body: String

    public init(subject: String, body: String) {
        self.subject = subject
        self.body = body
    }

    /// Runs of bytes between spaces and line ends.
    /// - Complexity: O(bytes).
    public var bodyWords: Int {
        var body = body
        return body.withUTF8 { bytes in
            var words = 0
            var isInside = false
            for byte in bytes {
                // Counts the steps from space into a word, without a branch.
                let isLetter = byte > 0x20
                words &+= isLetter && !isInside ? 1 : 0
                isInside = isLetter
            }
            return words
        }
    }
}

/// What a checked answer of the copy writer must keep to.
public struct CopyLimits: Hashable, Sendable {
    /// How many variants were asked for.
    public var variants: Int
    /// UTF-8 bytes of a subject line.
    public var subjectBytes: Int
    public var bodyWords: Int

    public init(variants: Int, subjectBytes: Int = 78, bodyWords: Int = 140) {
        self.variants = variants
        self.subjectBytes = subjectBytes
        self.bodyWords = bodyWords
    }
}

/// Why a model's answer is no set of variants.
public enum CopyDefect: Error, Hashable, Sendable {
    /// No JSON object, or one that breaks off or has a member of the wrong type.
    case malformed
    case missingField(String)
    case wrongCount(Int)
}

/// The answer of the copy writer: `{"variants":[{"subject","body"},...]}`.
public struct CopyDocument: Hashable, Sendable {
    public var variants: [CopyVariant]

    public init(variants: [CopyVariant]) { self.variants = variants }

    /// Reads and checks a model's answer. Lengths are not checked here: an overlong variant is refused
    /// alone, not with its siblings; see `isOverlong`.
    /// - Throws: the first defect.
    public init(parsing text: String, limits: CopyLimits) throws(CopyDefect) {
        var text = text
        var variants: [CopyVariant] = []
        variants.reserveCapacity(limits.variants)
        var defect: CopyDefect?
        var hasVariants = false
        let isWhole = text.withUTF8 { bytes in
            var cursor = JSONCursor(bytes)
            return cursor.object { name, cursor in
                guard cursor.equals(name, "variants") else { return cursor.skipValue() }
                hasVariants = true
                return CopyDocument.read(&cursor, into: &variants, defect: &defect)
            } && cursor.peek() == 0
        }
        guard isWhole else { throw .malformed }
        guard hasVariants else { throw .missingField("variants") }
        if let defect { throw defect }
        guard variants.count == limits.variants else { throw .wrongCount(variants.count) }
        self.variants = variants
    }

    private static func read(
        _ cursor: inout JSONCursor, into variants: inout [CopyVariant], defect: inout CopyDefect?
    ) -> Bool {
        guard cursor.take(UInt8(ascii: "[")) else { return false }
        if cursor.take(UInt8(ascii: "]")) { return true }
        repeat {
            var subject: String?
            var body: String?
            let isWhole = cursor.object { name, cursor in
                if cursor.equals(name, "subject") {
                    subject = cursor.string()
                    return subject != nil
                }
                if cursor.equals(name, "body") {
                    body = cursor.string()
                    return body != nil
                }
                return cursor.skipValue()
            }
            guard isWhole else { return false }
            if let subject, let body {
                variants.append(CopyVariant(subject: subject, body: body))
            } else if defect == nil {
                defect = .missingField(subject == nil ? "subject" : "body")
            }
        } while cursor.take(UInt8(ascii: ","))
        return cursor.take(UInt8(ascii: "]"))
    }
}

extension CopyVariant {
    /// True if the subject line or the body is longer than allowed.
    public func isOverlong(_ limits: CopyLimits) -> Bool {
        subject.utf8.count > limits.subjectBytes || bodyWords > limits.bodyWords
    }
}
