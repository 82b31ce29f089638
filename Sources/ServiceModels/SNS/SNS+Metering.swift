import Quantities

extension SNS {
    /// Each started 64 KB of a message is a request.
    static func usage(bytes: Int) -> Usage {
        var usage = Usage()
        usage.add(max(1, (bytes + billedChunk - 1) / billedChunk), to: Meter(.sns, "", .requests))
        return usage
    }

    static let billedChunk = 65_536
    package static let maximumBytes = 262_144
}
