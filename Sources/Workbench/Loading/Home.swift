import Foundation
public import Quantities

/// Where the files that come with Finegrain are: price books, decks, prompts and brands.
public struct Home: Sendable {
    public let path: String

    /// Looks beside the scenario, in the working folder and above the program, upwards.
    ///
    /// `FINEGRAIN_HOME` names the folder and ends the search.
    /// - Throws: `FinegrainError` when no folder holds `mocks` and `fixtures/prices`.
    public init(scenarioFolder: String) throws {
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().path
        let manager = FileManager.default
        func holds(_ folder: String) -> Bool {
            manager.fileExists(atPath: folder + "/mocks/bedrock/copy.yaml")
                && manager.fileExists(atPath: folder + "/fixtures/prices")
        }
        if let given = ProcessInfo.processInfo.environment["FINEGRAIN_HOME"] {
            guard holds(given) else {
                throw FinegrainError.badInput(
                    "FINEGRAIN_HOME has no mocks/ and fixtures/prices/", file: given)
            }
            path = given
            return
        }
        for start in [scenarioFolder.isEmpty ? "." : scenarioFolder, manager.currentDirectoryPath, program] {
            var url = URL(fileURLWithPath: start).standardizedFileURL
            while url.path != "/" {
                if holds(url.path) {
                    path = url.path
                    return
                }
                url.deleteLastPathComponent()
            }
        }
        throw FinegrainError.badInput(
            "cannot find mocks/ and fixtures/prices/",
            remedy: "set FINEGRAIN_HOME to the folder that holds them")
    }

    /// The path of a file that a scenario names: beside the scenario, in the working folder, or at home.
    /// - Throws: `FinegrainError` when it is in none of them.
    public func resolve(_ name: String, scenarioFolder: String, field: String) throws -> String {
        let candidates =
            name.hasPrefix("/")
            ? [name]
            : [(scenarioFolder.isEmpty ? "." : scenarioFolder) + "/" + name, name, path + "/" + name]
        for candidate in candidates where FileManager.default.fileExists(atPath: candidate) {
            return candidate
        }
        throw FinegrainError.badInput(
            "no such file", remedy: "give a path relative to the scenario's folder or the working folder",
            file: name, field: field)
    }
}
