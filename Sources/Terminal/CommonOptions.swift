public import ArgumentParser
import Foundation
import Quantities
public import Reporting
import Scenarios
public import Workbench

/// Options that the commands on a scenario share.
public struct CommonOptions: ParsableArguments, Sendable {
    public init() {}

    @Argument(help: "The scenario file.", completion: .file(extensions: ["yaml", "yml"]))
    public var scenario: String

    @Option(
        name: .customLong("set"), help: "Set a field: path=value, such as privacy.k=100. May be repeated.")
    public var settings: [String] = []

    @Option(help: "Seed of every draw, instead of the scenario's.")
    public var seed: Int?

    @Option(help: "Threads. The result does not depend on it.")
    public var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

    @Option(help: "Output: table, json or csv.")
    public var format: Format = .table

    @Option(help: "Folder for files, by default notebooks-out/<name>.")
    public var out: String?

    @Flag(help: "No progress and no notes on standard error.")
    public var quiet = false

    public func validate() throws {
        guard jobs >= 1 else { throw ValidationError("--jobs is at least 1") }
    }

    public func workspace() throws -> Workspace {
        try Workspace(scenarioPath: scenario, overrides: settings + (seed.map { ["seed=\($0)"] } ?? []))
    }

    public func folder(_ workspace: Workspace) -> String { out ?? "notebooks-out/\(workspace.scenario.name)" }

    public func note(_ text: String) {
        if !quiet { Failure.write(text) }
    }
}

extension Format: ExpressibleByArgument {}

/// Writes files whole or not at all.
public enum Output {
    /// - Throws: `FinegrainError` when the folder cannot be written.
    public static func write(_ text: String, to name: String, in folder: String) throws {
        let path = try path(name, in: folder)
        try writing(path) {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        }
    }

    /// The path of a file in a folder, which is made if need be.
    /// - Throws: `FinegrainError` when the folder cannot be made.
    public static func path(_ name: String, in folder: String) throws -> String {
        try writing(folder + "/" + name) {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        return folder + "/" + name
    }

    private static func writing(_ path: String, _ body: () throws -> Void) throws {
        do { try body() } catch {
            throw FinegrainError.badInput(
                "cannot write: \(error.localizedDescription)",
                remedy: "free space, or give another folder with --out", file: path)
        }
    }
}
