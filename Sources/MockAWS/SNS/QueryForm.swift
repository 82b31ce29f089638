/// Parameters of AWS's query protocol, with those counted that nobody has asked for yet.
struct QueryForm {
    private var pairs: [(name: String, value: String)]

    init(_ pairs: [(name: String, value: String)]) { self.pairs = pairs }

    /// The value of a name, which is then no longer there; nil where it was not sent.
    mutating func take(_ name: String) -> String? {
        guard let index = pairs.firstIndex(where: { $0.name == name }) else { return nil }
        return pairs.remove(at: index).value
    }

    /// Entries of a list or map, such as `Tags.member.1.Key`, in order of their numbers; each is a form of
    /// its own.
    mutating func takeEntries(_ prefix: String) -> [QueryForm] {
        var groups: [(number: Int, pairs: [(name: String, value: String)])] = []
        // Clients send an empty list as its bare name.
        let root = prefix.prefix { $0 != "." }
        pairs.removeAll { pair in
            if pair.name == root, pair.value.isEmpty { return true }
            guard pair.name.hasPrefix(prefix + ".") else { return false }
            let rest = pair.name.dropFirst(prefix.utf8.count + 1)
            let digits = rest.prefix { $0 != "." }
            guard let number = Int(digits), number > 0 else { return false }
            let field = (String(rest.dropFirst(digits.count + 1)), pair.value)
            if let index = groups.firstIndex(where: { $0.number == number }) {
                groups[index].pairs.append(field)
            } else {
                groups.append((number, [field]))
            }
            return true
        }
        return groups.sorted { $0.number < $1.number }.map { QueryForm($0.pairs) }
    }

    /// The plain values of a list, such as `TagKeys.member.1`.
    mutating func takeValues(_ prefix: String) -> [String] {
        takeEntries(prefix).compactMap { entry in
            var entry = entry
            return entry.take("")
        }
    }

    /// The first parameter that nobody has asked for.
    var unknown: String? { pairs.first?.name }
}
