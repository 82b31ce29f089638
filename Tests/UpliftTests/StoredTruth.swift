import Encodings
import Foundation

/// Stored results of other libraries, see Tests/References.
enum StoredTruth {
    static func small() throws -> JSONValue {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let path = root.appendingPathComponent("fixtures/reference/uplift-small.json").path
        return try JSONParser.parse(String(contentsOfFile: path, encoding: .utf8))
    }
}

func isClose(_ a: Double, _ b: Double, _ tolerance: Double = 1e-9) -> Bool {
    abs(a - b) <= tolerance * max(abs(b), 1e-300)
}
