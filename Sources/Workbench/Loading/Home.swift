import Foundation
import Quantities

/// Where the files that come with Finegrain are: price books, decks, prompts and brands.
public struct Home: Sendable {
    public let path: String

    /// What a home holds.
    private static let marks = ["mocks/bedrock/copy.yaml", "fixtures/prices"]

    /// Looks beside the scenario, in the working folder and beside the program, each with all folders above it.
    ///
    /// Beside the program `share/finegrain` is looked into as well, so that `bin/finegrain` finds
    /// `share/finegrain`. `FINEGRAIN_HOME` names the folder and ends the search.
    /// - Throws: `FinegrainError` naming what was looked for and where.
    public init(scenarioFolder: String) throws {
        let program = Home.programFolder
        path = try Home.find(
            given: ProcessInfo.processInfo.environment["FINEGRAIN_HOME"],
            starts: [
                scenarioFolder.isEmpty ? "." : scenarioFolder, FileManager.default.currentDirectoryPath,
            ],
            program: program)
    }

    static func find(given: String?, starts: [String], program: String) throws -> String {
        let wanted = marks.joined(separator: " and ")
        if let given {
            if holds(given) { return given }
            throw FinegrainError.badInput(
                "FINEGRAIN_HOME has no \(wanted)",
                remedy: "unset it, or set it to the folder that holds them", file: given)
        }
        for start in starts {
            if let found = foldersUp(from: start).first(where: holds) { return found }
        }
        let installed = foldersUp(from: program).flatMap { [$0, $0 + "/share/finegrain"] }
        if let found = installed.first(where: holds) { return found }
        throw FinegrainError.badInput(
            "cannot find \(wanted): looked in "
                + (starts + [program]).map { URL(fileURLWithPath: $0).standardizedFileURL.path }
                .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.joined(separator: ", ")
                + ", the folders above them, and share/finegrain beside the program",
            remedy:
                "leave the program where it was built and link to it, or set FINEGRAIN_HOME to the folder that "
                + "holds them")
    }

    /// The folder of the running program, whatever link or search path it was called by.
    private static var programFolder: String {
        let linked = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let program = linked ?? Bundle.main.executablePath ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: program).resolvingSymlinksInPath().deletingLastPathComponent().path
    }

    private static func holds(_ folder: String) -> Bool {
        marks.allSatisfy { FileManager.default.fileExists(atPath: folder + "/" + $0) }
    }

    /// A folder and those above it, up to the root.
    private static func foldersUp(from start: String) -> [String] {
        var url = URL(fileURLWithPath: start).standardizedFileURL
        var folders = [url.path]
        while url.path != "/" {
            url.deleteLastPathComponent()
            folders.append(url.path)
        }
        return folders
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
