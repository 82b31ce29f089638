/// A field that has no effect on any result of a scenario, because of what other fields say.
public struct InertField: Hashable, Sendable {
    /// Its path, such as `response.lift`.
    public var path: String
    /// Why it has none, as the end of a sentence that names it.
    public var reason: String

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}

extension [InertField] {
    /// One sentence that names all of them; nil when there is none.
    public var note: String? {
        guard !isEmpty else { return nil }
        var reasons: [(reason: String, paths: [String])] = []
        for field in self {
            if let place = reasons.firstIndex(where: { $0.reason == field.reason }) {
                reasons[place].paths.append(field.path)
            } else {
                reasons.append((field.reason, [field.path]))
            }
        }
        let parts = reasons.map { "\($0.paths.joined(separator: ", ")) (\($0.reason))" }
        return "Without effect here: \(parts.joined(separator: "; "))."
    }
}
