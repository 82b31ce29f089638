import Synchronization

/// Values that are made once for each key and then shared, in the order in which they were made.
///
/// Safe for several threads; two that ask for the same new key at once may both make it, and the first is kept.
final class Memo<Key: Equatable & Sendable, Value: Sendable>: Sendable {
    private let entries = Mutex<[(key: Key, value: Value)]>([])
    private let limit: Int

    /// - Parameter limit: the oldest value is dropped when there are more.
    init(limit: Int = .max) { self.limit = limit }

    var values: [Value] { entries.withLock { $0.map(\.value) } }

    func value(_ key: Key, _ make: () throws -> Value) rethrows -> Value {
        if let known = entries.withLock({ entries in entries.first { $0.key == key }?.value }) {
            return known
        }
        let made = try make()
        return entries.withLock { entries in
            if let known = entries.first(where: { $0.key == key }) { return known.value }
            if entries.count >= limit { entries.removeFirst() }
            entries.append((key, made))
            return made
        }
    }
}
