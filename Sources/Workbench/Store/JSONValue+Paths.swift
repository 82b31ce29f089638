import Encodings

extension JSONValue {
    /// The value at a dotted path such as `review.wage_usd_per_hour`; nil where the path ends early.
    func value(at path: String) -> JSONValue? {
        if let value = self[path] { return value }
        guard let dot = path.firstIndex(of: ".") else { return nil }
        return self[String(path[..<dot])]?.value(at: String(path[path.index(after: dot)...]))
    }

    /// All values that are not objects, by dotted path, in the order of the document.
    func leaves(below path: String = "") -> [(path: String, value: JSONValue)] {
        guard case .object(let members) = self, !members.isEmpty || path.isEmpty else {
            return [(path, self)]
        }
        return members.flatMap { $0.value.leaves(below: path.isEmpty ? $0.key : path + "." + $0.key) }
    }

    /// Whether two values are the same value of a scenario: numbers are compared as numbers.
    func means(_ other: JSONValue) -> Bool {
        if let a = double, let b = other.double { return a == b }
        return self == other
    }
}
