/// All streams of one purpose under their name: for draws that another process may have to make.
public struct NamedStreams: Hashable, Sendable {
    public let name: String
    let family: StreamFamily

    public func key(entity: UInt64, step: Int = 0) -> StreamKey {
        StreamKey(source: self, entity: entity, step: step)
    }

    public func key(entity: Int, step: Int = 0) -> StreamKey {
        key(entity: UInt64(bitPattern: Int64(entity)), step: step)
    }
}

/// One stream by name, as a call hands it over.
///
/// A key and not a stream goes with a call: whoever answers, here or in another process, starts at the first draw.
public struct StreamKey: Hashable, Sendable, CustomStringConvertible {
    let source: NamedStreams
    let entity: UInt64
    let step: Int

    init(source: NamedStreams, entity: UInt64, step: Int) {
        self.source = source
        self.entity = entity
        self.step = step
    }

    /// Reads `name/entity/step`; nil for anything else.
    public init?(_ text: String, seed: Seed) {
        let parts = text.split(separator: "/")
        guard parts.count == 3, let entity = UInt64(parts[1]), let step = Int(parts[2]) else { return nil }
        self.init(source: seed.named(String(parts[0])), entity: entity, step: step)
    }

    /// `name/entity/step`, which with the seed is all that the draws depend on.
    public var description: String { "\(source.name)/\(entity)/\(step)" }

    /// The stream, from its first draw on.
    public var stream: RandomStream { source.family.stream(entity: entity, step: step) }
}

extension Seed {
    /// The family of streams with one name, which its keys carry along.
    /// - Precondition: no slash in the name, which separates the parts of a key.
    public func named(_ name: String) -> NamedStreams {
        precondition(!name.utf8.contains(UInt8(ascii: "/")), "a stream's name has no slash: \(name)")
        return NamedStreams(name: name, family: streams(name))
    }
}
