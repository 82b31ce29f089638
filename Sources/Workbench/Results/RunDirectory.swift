public import Encodings
import Foundation
import Quantities

/// The folder that `finegrain run` wrote, by path, by its name below `notebooks-out`, or by the run's id.
public struct RunDirectory: Sendable {
    public let path: String
    /// `run.json`.
    public let document: JSONValue

    /// - Parameter name: a folder, its name below `notebooks-out`, or the first six or more digits of a run's digest.
    /// - Throws: `FinegrainError` when there is no such folder or it is not a run's.
    public init(_ name: String) throws { try self.init(name, below: "notebooks-out") }

    /// - Parameter parent: the folder that holds the folders of runs.
    init(_ name: String, below parent: String) throws {
        path = try RunDirectory.resolve(name, parent)
        document = try RunDirectory.document(in: path)
    }

    /// The first twelve digits of the digest of all results: what the run is called.
    public var id: String { String((document["digest"]?.string ?? "").prefix(12)) }

    private static func resolve(_ name: String, _ parent: String) throws -> String {
        for candidate in [name, parent + "/" + name] where isFolder(candidate) { return candidate }
        if let found = folder(ofRun: name, parent) { return found }
        throw FinegrainError.badInput(
            "no such folder", remedy: "give the --out folder of finegrain run, or the run's id", file: name)
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// The first folder, in order of name, with a run whose digest begins with these digits; one that keeps the
    /// lineage of its segments comes before one that does not.
    private static func folder(ofRun id: String, _ parent: String) -> String? {
        guard (6...16).contains(id.count), id.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else {
            return nil
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        let folders = names.sorted().map { parent + "/" + $0 }.filter { folder in
            guard let file = FileHandle(forReadingAtPath: folder + "/run.json"),
                let head = try? file.read(upToCount: 1_024)
            else { return false }
            // The digest stands among the first members.
            return String(decoding: head, as: UTF8.self).contains("\"digest\": \"\(id)")
        }
        return folders.first { FileManager.default.fileExists(atPath: $0 + "/" + LineageFile.name) }
            ?? folders.first
    }

    private static func document(in folder: String) throws -> JSONValue {
        let path = folder + "/run.json"
        guard let data = FileManager.default.contents(atPath: path) else {
            let isSweep = FileManager.default.fileExists(atPath: folder + "/sweep.json")
            throw FinegrainError.badInput(
                isSweep
                    ? "this is the folder of a sweep, which keeps no results" : "the folder has no run.json",
                remedy: "run the scenario with finegrain run and give its --out folder", file: folder)
        }
        let document: JSONValue
        do throws(JSONParser.Failure) {
            document = try JSONParser.parse(String(decoding: data, as: UTF8.self))
        } catch {
            throw FinegrainError.badInput(
                "not JSON: \(error.message) at byte \(error.offset)",
                remedy: "run the scenario again with finegrain run", file: path)
        }
        guard document["schema"]?.string == "finegrain.run/1" else {
            throw FinegrainError.badInput(
                "the document is not of a run", remedy: "give the --out folder of finegrain run", file: path,
                field: "schema")
        }
        return document
    }
}
