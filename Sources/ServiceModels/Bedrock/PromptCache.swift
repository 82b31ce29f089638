import Quantities

/// Prefixes that a model has read lately.
///
/// A prefix can be read from the moment at which the call that wrote it began to answer, and lives
/// from its last use. Calls that start before that write it again, and are billed for it.
struct PromptCache: Sendable {
    private struct Entry: Sendable {
        var readableFrom: SimulatedInstant
        var expires: SimulatedInstant
        var lifetime: SimulatedDuration
    }

    private var entries: [UInt64: Entry] = [:]

    /// True if the prefix is there; using it makes it live on.
    mutating func read(_ key: UInt64, at now: SimulatedInstant) -> Bool {
        guard let entry = entries[key], now >= entry.readableFrom, now < entry.expires else { return false }
        entries[key]?.expires = max(entry.expires, now + entry.lifetime)
        return true
    }

    mutating func write(_ key: UInt64, readableFrom: SimulatedInstant, lifetime: SimulatedDuration) {
        var entry = Entry(readableFrom: readableFrom, expires: readableFrom + lifetime, lifetime: lifetime)
        if let old = entries[key], readableFrom < old.expires {
            // A second writer does not take away what a first one made readable earlier.
            entry.readableFrom = min(entry.readableFrom, old.readableFrom)
            entry.expires = max(entry.expires, old.expires)
        }
        entries[key] = entry
    }
}

extension CachePoint.Lifetime {
    var duration: SimulatedDuration {
        switch self {
        case .fiveMinutes: .minutes(5)
        case .oneHour: .hours(1)
        }
    }
}
