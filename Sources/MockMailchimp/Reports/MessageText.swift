import Encodings
import Foundation

/// What a reader sees of a message: HTML without its markup, merge tags filled in.
enum MessageText {
    /// Elements that end a line. The others run on within a sentence.
    private static let blocks: Set<String> = [
        "address", "article", "blockquote", "body", "br", "center", "div", "footer", "h1", "h2", "h3", "h4",
        "h5",
        "h6", "header", "hr", "html", "li", "main", "ol", "p", "section", "table", "tbody", "td", "th", "tr",
        "ul",
    ]
    /// Elements whose content nobody sees.
    private static let hidden: Set<String> = ["head", "script", "style", "title"]
    private static let entities = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "rsquo": "’", "lsquo": "‘",
        "rdquo": "”", "ldquo": "“", "ndash": "–", "mdash": "—", "hellip": "…",
    ]

    /// The visible text of HTML, a line a block.
    ///
    /// An element that is never closed hides or shows what follows as a browser would; `<` that begins no tag is text.
    /// - Complexity: O(length).
    static func visible(_ html: String) -> String {
        var out = ""
        var rest = Substring(html)
        while let next = rest.firstIndex(where: { $0 == "<" || $0 == "&" || $0.isNewline }) {
            out += rest[..<next]
            rest = rest[next...]
            if rest.first == "&" {
                rest = entity(rest, into: &out)
            } else if rest.first == "<" {
                rest = tag(rest, into: &out)
            } else {
                out += " "
                rest = rest.dropFirst()
            }
        }
        return out + rest
    }

    private static func tag(_ text: Substring, into out: inout String) -> Substring {
        if text.hasPrefix("<!--") {
            return text.firstRange(of: "-->").map { text[$0.upperBound...] } ?? ""
        }
        let inside = text.dropFirst()
        let isClosing = inside.first == "/"
        let name = (isClosing ? inside.dropFirst() : inside).prefix { $0.isLetter || $0.isNumber }
            .lowercased()
        guard isClosing || inside.first == "!" || !name.isEmpty, let end = inside.firstIndex(of: ">") else {
            out += "<"
            return inside
        }
        if blocks.contains(name) { out += "\n" }
        let after = inside[inside.index(after: end)...]
        guard hidden.contains(name), !isClosing else { return after }
        guard let close = after.range(of: "</\(name)", options: .caseInsensitive) else { return "" }
        return after[close.lowerBound...]
    }

    private static func entity(_ text: Substring, into out: inout String) -> Substring {
        let name = text.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "#" }
        let after = text.dropFirst(name.count + 1)
        let decoded: String?
        if name.hasPrefix("#") {
            let digits = name.dropFirst()
            let code =
                digits.first.map { "xX".contains($0) } ?? false
                ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            decoded = code.flatMap(Unicode.Scalar.init).map(String.init)
        } else {
            decoded = entities[String(name)]
        }
        guard let decoded, after.first == ";" else {
            out += "&"
            return text.dropFirst()
        }
        out += decoded
        return after.dropFirst()
    }

    /// A text with `*|TAG|*` replaced by a contact's values; a tag that the contact has not is left out.
    static func filled(_ text: String, for recipient: MailchimpDelivery.Recipient) -> String {
        var out = ""
        var rest = Substring(text)
        while let open = rest.firstRange(of: "*|"),
            let close = rest[open.upperBound...].firstRange(of: "|*")
        {
            out += rest[..<open.lowerBound]
            let tag = rest[open.upperBound..<close.lowerBound]
            if tag == "EMAIL" {
                out += recipient.email
            } else if let value = recipient.mergeFields.first(where: { $0.key == tag })?.value {
                out += value.string ?? value.text()
            }
            rest = rest[close.upperBound...]
        }
        return out + rest
    }
}
