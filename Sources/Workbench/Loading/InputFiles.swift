import Encodings
import Foundation
import Quantities
import Synchronization

/// The files that scenarios name, each read once: what is hashed and listed is what was used.
final class InputFiles: Sendable {
    private struct Entry {
        var file: InputFile
        /// Kept where the whole file is asked for, so that asking again gives the same bytes.
        var data: Data?
    }

    private let entries = Mutex<[Entry]>([])

    /// All files so far, by path.
    var files: [InputFile] { entries.withLock { $0.map(\.file) }.sorted { $0.path < $1.path } }

    /// The bytes of a file, the same at every call; nil where it cannot be read.
    func data(_ path: String) -> Data? {
        entries.withLock { entries in
            if let data = entries.first(where: { $0.file.path == path })?.data { return data }
            guard let data = FileManager.default.contents(atPath: path) else { return nil }
            let file = InputFile(path: path, sha256: SHA256.hex(data))
            entries.removeAll { $0.file.path == path }
            entries.append(Entry(file: file, data: data))
            return data
        }
    }

    /// Reads a file that is not kept.
    /// - Parameter read: gets a closure that must see every byte of the file in order.
    /// - Throws: what `read` throws, and when the file is not what it was when it was read before.
    func stream<Value>(
        _ path: String, _ read: (@escaping (UnsafeRawBufferPointer) -> Void) throws -> Value
    ) throws -> Value {
        var hash = SHA256()
        let value = try read { hash.update($0) }
        let file = InputFile(path: path, sha256: hash.finalizedHex())
        let known = entries.withLock { entries in
            if let known = entries.first(where: { $0.file.path == path }) { return known.file }
            entries.append(Entry(file: file, data: nil))
            return file
        }
        guard known == file else {
            throw FinegrainError.badInput(
                "the file changed while it was in use", remedy: "run again when nothing writes to it",
                file: path)
        }
        return value
    }

    /// What was read from the given paths, in their order.
    func files(_ paths: [String]) -> [InputFile] {
        entries.withLock { entries in
            paths.compactMap { path in entries.first { $0.file.path == path }?.file }
        }
    }
}
