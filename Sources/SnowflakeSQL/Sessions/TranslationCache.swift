/// The last translations of a session's queries, by their text and what names mean there.
final class TranslationCache {
    struct Key: Hashable {
        var text: String
        var database: String?
        var schema: String?
        var bindings: BindingInfo
        var catalogVersion: Int
    }

    private static let capacity = 256

    private var entries: [Key: (translation: Translation, used: Int)] = [:]
    private var clock = 0
    private let runtime: Runtime

    init(_ runtime: Runtime) { self.runtime = runtime }

    subscript(key: Key) -> Translation? {
        guard let entry = entries[key] else { return nil }
        clock += 1
        entries[key] = (entry.translation, clock)
        return entry.translation
    }

    /// Adds a translation; past the capacity the older half is forgotten.
    func insert(_ translation: Translation, for key: Key) {
        clock += 1
        entries[key] = (translation, clock)
        guard entries.count > TranslationCache.capacity else { return }
        let bound = clock - TranslationCache.capacity / 2
        for (key, entry) in entries.sorted(by: { $0.value.used < $1.value.used }) where entry.used < bound {
            release(entry.translation)
            entries[key] = nil
        }
    }

    func release(_ translation: Translation) {
        for id in translation.programs { runtime.programs[id] = nil }
        for id in translation.aggregates { runtime.aggregates[id] = nil }
    }

    func clear() {
        for entry in entries.sorted(by: { $0.value.used < $1.value.used }) {
            release(entry.value.translation)
        }
        entries = [:]
    }
}
