/// A model id that stands for a failure: `fault-429` is refused with that status, `fault-stream-529` breaks with it in the
/// middle of a stream, and is refused with it where nothing is streamed.
package struct FaultModel: Hashable, Sendable {
    package var status: Int
    var isMidStream: Bool

    /// Nil for an id that names no failure; a status is 400 to 599.
    package init?(_ id: String) {
        guard id.hasPrefix("fault-") else { return nil }
        let rest = id.dropFirst("fault-".count)
        let isMidStream = rest.hasPrefix("stream-")
        let digits = isMidStream ? rest.dropFirst("stream-".count) : rest
        guard digits.count == 3, let status = Int(digits), (400...599).contains(status) else { return nil }
        self.status = status
        self.isMidStream = isMidStream
    }

    /// Whether a call ends here: in a stream only the failures that come before it.
    package func refuses(isStream: Bool) -> Bool { !(isMidStream && isStream) }

    /// What comes before the failure in a stream.
    package static let pieces = ["This", " answer", " breaks"]
}
