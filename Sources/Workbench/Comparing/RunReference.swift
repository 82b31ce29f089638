import Foundation
import Quantities

/// What a user names a side of a comparison by.
public enum RunReference: Sendable {
    /// A stored run.
    case stored(StoredRun.Header)
    /// A scenario file, to be run now.
    case scenario(String)

    /// - Parameters:
    ///   - text: a folder (its newest run), a scenario file, the name of a folder below `runsFolder`, or the
    ///     first digits of a run's id.
    ///   - runsFolder: where ids are looked up.
    /// - Throws: `FinegrainError` that lists the known runs where the text is none of these.
    public init(_ text: String, runsFolder: String) throws {
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        if manager.fileExists(atPath: text, isDirectory: &isFolder) {
            self = isFolder.boolValue ? .stored(try RunReference.newest(in: text)) : .scenario(text)
        } else if !text.isEmpty, RunArchive.exists(in: runsFolder + "/" + text) {
            self = .stored(try RunReference.newest(in: runsFolder + "/" + text))
        } else if text.contains("/") || text.contains(".") {
            throw FinegrainError.badInput(
                "no such scenario file or folder", remedy: "check the path, or give a run's id", file: text)
        } else {
            self = .stored(try RunCatalog(below: runsFolder).header(id: text))
        }
    }

    private static func newest(in folder: String) throws -> StoredRun.Header {
        let catalog = try RunCatalog(folder: folder)
        guard let newest = catalog.headers.max(by: { $0.sequence < $1.sequence }) else {
            throw FinegrainError.badInput(
                "the run store holds no finished run", remedy: "run the scenario again, with this version",
                file: folder)
        }
        return newest
    }
}
