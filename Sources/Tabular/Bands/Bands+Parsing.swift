import Quantities

extension Bands {
    /// The bands of several attributes, written as `recency=1-3,4-6,7+;history=<100,100+`.
    ///
    /// A name with `=`, `;` or quotes is put into quotes: `"net; EUR"=<100,100+`.
    /// - Parameters:
    ///   - texts: the values of an option that may be repeated.
    ///   - field: the option or scenario path that a problem names.
    /// - Throws: bad input with all problems, an attribute with two sets of bands among them.
    public static func parse(_ texts: [String], field: String = "--bands") throws -> [Bands] {
        var log = ProblemLog()
        var all: [Bands] = []
        for part in texts.flatMap({ pieces(of: $0) }) where !Band.trimmed(part).isEmpty {
            guard let (attribute, list) = named(part) else {
                log.add(problem("\"\(part)\" names no attribute", exampleRemedy, field))
                continue
            }
            if all.contains(where: { $0.attribute == attribute }) {
                log.add(problem("\(attribute) has bands twice", "Give one list of bands for it.", field))
            }
            let labels = list.split(separator: ",").map(String.init)
            all.append(Bands(attribute: attribute, labels: labels, field: field, log: &log))
        }
        try log.throwIfAny()
        return all
    }

    /// The bands as `parse` reads them.
    public var text: String {
        let isPlain =
            attribute.first != "\"" && attribute == Band.trimmed(attribute[...])
            && !attribute.contains { $0 == "=" || $0 == ";" || $0 == "\"" }
        let name =
            isPlain
            ? attribute
            : "\""
                + attribute.split(separator: "\"", omittingEmptySubsequences: false)
                .joined(separator: "\"\"") + "\""
        return name + "=" + bands.map(\.label).joined(separator: ",")
    }

    /// The text between semicolons outside quotes.
    private static func pieces(of text: String) -> [Substring] {
        var isQuoted = false
        return text.split { character in
            if character == "\"" { isQuoted.toggle() }
            return character == ";" && !isQuoted
        }
    }

    /// The attribute and what stands behind its equals sign. A name in quotes may hold any character, a quote
    /// as two.
    private static func named(_ part: Substring) -> (attribute: String, list: Substring)? {
        let part = Band.trimmed(part)
        guard part.first == "\"" else {
            guard let sign = part.firstIndex(of: "=") else { return nil }
            return (String(Band.trimmed(part[..<sign])), part[part.index(after: sign)...])
        }
        var name = ""
        var rest = part.dropFirst()
        while let quote = rest.firstIndex(of: "\"") {
            name += rest[..<quote]
            rest = rest[rest.index(after: quote)...]
            guard rest.first == "\"" else {
                rest = Band.trimmed(rest)
                return rest.first == "=" ? (name, rest.dropFirst()) : nil
            }
            name += "\""
            rest = rest.dropFirst()
        }
        return nil
    }

    static func problem(_ message: String, _ remedy: String, _ field: String) -> Problem {
        Problem(message, remedy: remedy, field: field)
    }

    /// Notes bands for attributes that are not among `attributes`.
    static func check(_ bands: [Bands], attributes: [String], log: inout ProblemLog) {
        for each in bands where !attributes.contains(each.attribute) {
            log.add(
                problem(
                    "\(each.attribute) has bands but is not an attribute",
                    "The attributes are \(attributes.joined(separator: ", ")).", "--bands"))
        }
    }
}
