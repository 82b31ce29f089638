public import ArgumentParser
import Encodings
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
        name: .customLong("set"),
        help: ArgumentHelp(
            "Set a field of the scenario, such as privacy.k=100. May be repeated.", valueName: "path=value"))
    public var settings: [String] = []

    @Option(help: ArgumentHelp("Seed of every draw, instead of the scenario's.", valueName: "number"))
    public var seed: Int?

    @Option(help: ArgumentHelp("Threads. The result does not depend on them.", valueName: "count"))
    public var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

    @Option(help: "Output format.")
    public var format: Format = .table

    @Option(help: ArgumentHelp("Folder for files; by default notebooks-out/<name>.", valueName: "folder"))
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

    /// The command line that remakes a result, quoted for a shell.
    public func command(_ name: String, _ own: [String] = []) -> String {
        ShellWord.line(
            ["finegrain", name, scenario] + settings.flatMap { ["--set", $0] }
                + (seed.map { ["--seed", String($0)] } ?? []) + own)
    }

    public func note(_ text: String) {
        if !quiet { Failure.write(text) }
    }
}

extension Format: ExpressibleByArgument {}
extension HorizonPart: ExpressibleByArgument {}

/// Writes files whole or not at all.
public enum Output {
    /// - Throws: `FinegrainError` when the folder cannot be written.
    public static func write(_ text: String, to name: String, in folder: String) throws {
        try write(text.utf8, to: name, in: folder)
    }

    /// - Throws: `FinegrainError` when the folder cannot be written.
    public static func write(_ bytes: some Sequence<UInt8>, to name: String, in folder: String) throws {
        let path = try path(name, in: folder)
        try writing(path) {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        }
    }

    /// Takes a file of an earlier run away, if there is one.
    public static func remove(_ name: String, in folder: String) throws {
        let path = folder + "/" + name
        guard FileManager.default.fileExists(atPath: path) else { return }
        try writing(path) { try FileManager.default.removeItem(atPath: path) }
    }

    /// The path of a file in a folder, which is made if need be.
    /// - Throws: `FinegrainError` when the folder cannot be made.
    public static func path(_ name: String, in folder: String) throws -> String {
        try writing(folder + "/" + name) {
            let parent = (folder + "/" + name as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
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
