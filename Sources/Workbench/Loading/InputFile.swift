public import Encodings
import Foundation
import Quantities

/// A file that went into a result, with its checksum.
public struct InputFile: Hashable, Sendable {
    public var path: String
    public var sha256: String

    public init(path: String, sha256: String) {
        self.path = path
        self.sha256 = sha256
    }

    public init(reading path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw FinegrainError.badInput(
                "no such file, or it cannot be read", remedy: "check the path", file: path)
        }
        self.init(path: path, sha256: SHA256.hex(data))
    }

    public var json: JSONValue { .members(["path": .string(path), "sha256": .string(sha256)]) }
}
