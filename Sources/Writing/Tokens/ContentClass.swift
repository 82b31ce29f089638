/// Kinds of text that tokenisers cut into pieces of different length.
public enum ContentClass: String, Hashable, Sendable, CaseIterable {
    case englishCopy = "english_copy"
    case personaJSON = "persona_json"
    case attributeJSON = "attribute_json"

    /// The class of a text, told from its bytes in one pass.
    ///
    /// Text that starts with `{` or `[` is JSON: attribute JSON if most of its values are numbers,
    /// English copy if it has fewer than one quotation mark in forty bytes (long prose in strings), else
    /// persona JSON. All other text is English copy.
    /// - Complexity: O(bytes).
    public init(detectedIn bytes: UnsafeBufferPointer<UInt8>) {
        var start = 0
        while start < bytes.count, bytes[start] <= 0x20 { start += 1 }
        guard start < bytes.count, bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "[")
        else {
            self = .englishCopy
            return
        }
        var quotes = 0
        var numbers = 0
        var others = 0
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\"") { quotes += 1 }
            guard byte == UInt8(ascii: ":") else { continue }
            while index < bytes.count, bytes[index] == 0x20 { index += 1 }
            guard index < bytes.count else { break }
            let value = bytes[index]
            if value == UInt8(ascii: "-") || (value >= 0x30 && value <= 0x39) {
                numbers += 1
            } else if value != UInt8(ascii: "{"), value != UInt8(ascii: "[") {
                others += 1
            }
        }
        if numbers > others {
            self = .attributeJSON
        } else {
            self = quotes * 40 < bytes.count ? .englishCopy : .personaJSON
        }
    }
}
