import Foundation
import Synchronization

private let fileCount = Atomic<Int>(0)

/// A file with the given bytes that lives as long as `body` runs. Tests run side by side, so that
/// each call has a file of its own.
func withFile<Result>(
    _ name: String, _ bytes: some Sequence<UInt8>, _ body: (String) throws -> Result
) throws -> Result {
    let number = fileCount.add(1, ordering: .relaxed).newValue
    let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("finegrain-tabular-\(getpid())-\(number)-\(name).csv").path
    guard let stream = fopen(file, "wb") else { throw CocoaError(.fileWriteUnknown) }
    let all = Array(bytes)
    fwrite(all, 1, all.count, stream)
    fclose(stream)
    defer { unlink(file) }
    return try body(file)
}

func withFile<Result>(_ name: String, _ text: String, _ body: (String) throws -> Result) throws -> Result {
    try withFile(name, text.utf8, body)
}
