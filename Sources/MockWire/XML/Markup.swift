/// An element of XML: a name, and either text or elements. Attributes are read over, but for a namespace when
/// writing.
package struct Markup: Hashable, Sendable {
    package var name: String
    var namespace: String?
    package var text: String
    package var children: [Markup]

    package init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
        children = []
    }

    package init(_ name: String, namespace: String? = nil, _ children: [Markup]) {
        self.name = name
        self.namespace = namespace
        text = ""
        self.children = children
    }

    /// The first child of a name.
    package subscript(name: String) -> Markup? { children.first { $0.name == name } }

    /// All children of a name, in order.
    package func all(_ name: String) -> [Markup] { children.filter { $0.name == name } }

    /// The whole document, with its declaration.
    package var document: [UInt8] {
        var out = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
        write(to: &out)
        return out
    }

    private func write(to out: inout [UInt8]) {
        out += "<\(name)".utf8
        if let namespace { out += " xmlns=\"\(namespace)\"".utf8 }
        out.append(UInt8(ascii: ">"))
        Markup.write(text, to: &out)
        for child in children { child.write(to: &out) }
        out += "</\(name)>".utf8
    }

    /// Text with what XML reserves as references. XML has no way to say most control characters: they become
    /// U+FFFD.
    private static func write(_ text: String, to out: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): out += "&amp;".utf8
            case UInt8(ascii: "<"): out += "&lt;".utf8
            case UInt8(ascii: ">"): out += "&gt;".utf8
            case 0x0d: out += "&#13;".utf8
            case 0x09, 0x0a: out.append(byte)
            case 0..<0x20: out += "\u{FFFD}".utf8
            default: out.append(byte)
            }
        }
    }
}
