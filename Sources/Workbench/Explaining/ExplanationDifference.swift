public import Encodings

/// One value that differs between two explanations.
public struct ExplanationDifference: Hashable, Sendable {
    /// Where it stands, such as `persona.now.campaign` or `profile.attributes.age.levels.old.share`.
    public let path: String
    /// Nil where there is none.
    public let first: JSONValue?
    public let second: JSONValue?

    /// Members that tell of files, of instants or of what stands beside them in another unit, and not of the segment.
    private static func isIgnored(_ name: String) -> Bool {
        ["sequence", "run", "check", "finegrain_version", "request", "response", "key", "at_s"].contains(name)
            || name.hasSuffix("_at_s") || name.hasSuffix("_picousd")
    }

    static func all(_ a: JSONValue, _ b: JSONValue) -> [ExplanationDifference] {
        var found: [ExplanationDifference] = []
        compare(a, b, "", &found)
        return found
    }

    private static func compare(
        _ a: JSONValue?, _ b: JSONValue?, _ path: String, _ found: inout [ExplanationDifference]
    ) {
        func step(_ name: String) -> String { path.isEmpty ? name : path + "." + name }
        switch (a, b) {
        case (.object(let first)?, .object(let second)?):
            let names =
                first.map(\.key) + second.map(\.key).filter { key in !first.contains { $0.key == key } }
            for name in names where !isIgnored(name) {
                compare(a?[name], b?[name], step(name), &found)
            }
        case (.array(let first)?, .array(let second)?):
            for (name, one, other) in pairs(first, second) { compare(one, other, step(name), &found) }
        default:
            let isNothing = (a ?? .null) == .null && (b ?? .null) == .null
            if a != b, !isNothing { found.append(ExplanationDifference(path: path, first: a, second: b)) }
        }
    }

    /// Elements with a name are paired by it, the second of a name with the second; others by their place.
    private static func pairs(
        _ a: [JSONValue], _ b: [JSONValue]
    ) -> [(name: String, first: JSONValue?, second: JSONValue?)] {
        let (first, second) = (names(a), names(b))
        let all = first + second.filter { !first.contains($0) }
        return all.map { name in
            (
                name, first.firstIndex(of: name).map { a[$0] },
                second.firstIndex(of: name).map { b[$0] }
            )
        }
    }

    private static func names(_ list: [JSONValue]) -> [String] {
        var names: [String] = []
        for (place, value) in list.enumerated() {
            let name =
                ["attribute", "level", "arm", "part", "angle", "label", "operation", "meter"].lazy
                .compactMap { value[$0]?.string }.first ?? String(place + 1)
            let earlier = names.count { $0 == name || $0.hasPrefix(name + " ") }
            names.append(earlier == 0 ? name : "\(name) \(earlier + 1)")
        }
        return names
    }
}
