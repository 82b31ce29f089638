/// A header of a request or an answer. Names compare without regard to case.
public struct WireHeader: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [WireHeader] {
    /// The first value of a header; nil if it was not sent.
    public subscript(name: String) -> String? {
        first { $0.name.count == name.count && $0.name.lowercased() == name.lowercased() }?.value
    }
}
