import Foundation

/// Base64 (RFC 4648, section 4).
package enum Base64 {
    package static func encoded(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// - Parameter skippingLineBreaks: whether line feeds and carriage returns are left out first.
    /// - Returns: the bytes, or nil where the text is not Base64.
    package static func decoded(_ text: String, skippingLineBreaks: Bool = false) -> [UInt8]? {
        var text = text
        if skippingLineBreaks {
            text = String(decoding: text.utf8.filter { $0 != 0x0a && $0 != 0x0d }, as: UTF8.self)
        }
        // No text has three signs of padding; Foundation takes four for a byte of zero.
        guard !text.hasSuffix("===") else { return nil }
        return Data(base64Encoded: text).map { Array($0) }
    }
}
