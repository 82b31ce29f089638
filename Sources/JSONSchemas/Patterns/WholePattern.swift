import Synchronization

/// A pattern that a whole text must be, read when a text first comes: models have many that no request ever meets.
package final class WholePattern: Sendable {
    package let source: String
    private let read = Mutex<TextPattern?>(nil)

    package init(_ source: String) { self.source = source }

    /// - Throws: what the mock does not read of it.
    func pattern() throws(SchemaRefusal) -> TextPattern {
        try read.withLock { (known) throws(SchemaRefusal) in
            if let known { return known }
            let pattern = try TextPattern(source, isWhole: true)
            known = pattern
            return pattern
        }
    }

    /// Whether a text fits; a pattern that is not read binds nothing.
    package func fits(_ text: String) -> Bool { (try? pattern())?.matches(text) ?? true }
}
