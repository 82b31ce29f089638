import Foundation
import Quantities
import Testing

@testable import Workbench

/// The files that come with the program are found wherever it is called from.
@Suite struct HomeTests {
    private func home(_ folder: String) throws -> String {
        let manager = FileManager.default
        try manager.createDirectory(atPath: folder + "/mocks/bedrock", withIntermediateDirectories: true)
        try manager.createDirectory(atPath: folder + "/fixtures/prices", withIntermediateDirectories: true)
        manager.createFile(atPath: folder + "/mocks/bedrock/copy.yaml", contents: nil)
        return folder
    }

    @Test func theNearestFolderIsTaken() throws {
        let root = "/tmp/finegrain-home-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: root) }
        let beside = try home(root + "/mine")
        let installed = try home(root + "/usr/share/finegrain")
        let checkout = try home(root + "/checkout")
        func find(_ starts: [String], _ program: String, given: String? = nil) throws -> String {
            try Home.find(given: given, starts: starts, program: program)
        }
        #expect(try find([beside + "/deep/er", root], root + "/usr/bin") == beside)
        #expect(try find([root + "/else"], checkout + "/.build/x86_64/release") == checkout)
        #expect(try find([root + "/else"], root + "/usr/bin") == installed)
        #expect(try find([beside], root + "/usr/bin", given: installed) == installed)
        let wrong = #expect(throws: FinegrainError.self) { try find([beside], root, given: root) }
        #expect(wrong?.description.contains("FINEGRAIN_HOME has no mocks/bedrock/copy.yaml") == true)
        let lost = #expect(throws: FinegrainError.self) { try find([root + "/else"], root + "/copied") }
        for words in [root + "/else", root + "/copied", "fixtures/prices", "FINEGRAIN_HOME"] {
            #expect(lost?.description.contains(words) == true)
        }
    }

    /// The program through a link, found by name on the search path, in a folder that knows nothing of it.
    @Test func initAndSweepWorkInAnyFolder() throws {
        let folder = "/tmp/finegrain-any-folder-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder + "/bin", withIntermediateDirectories: true)
        let program = try #require(ProcessTests.program)
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/bin/finegrain", withDestinationPath: program)
        let rows = (0..<400).map { "\($0),p\($0 % 3),a\($0 / 3 % 4),\($0 % 7)\n" }.joined()
        try ("id,plan,area,age\n" + rows).write(
            toFile: folder + "/my customers.csv", atomically: true, encoding: .utf8)
        func shell(_ command: String) throws -> ProcessTests.Outcome {
            try ProcessTests.run(
                ["-c", "unset FINEGRAIN_HOME; PATH=\(folder)/bin:$PATH; " + command], folder: folder,
                program: "/bin/sh")
        }
        let made = try shell("finegrain init 'my customers.csv'")
        #expect(
            made.code == 0 && made.output.contains("Next: finegrain sweep 'my customers.yaml'"),
            "\(made.errors)")
        let again = try shell("finegrain init 'my customers.csv'")
        #expect(again.code == 2 && again.errors.contains("--force"))
        #expect(try shell("finegrain init 'my customers.csv' --force --quiet").code == 0)
        let swept = try shell(
            "finegrain sweep 'my customers.yaml' --replications 1 --set run.campaigns=2 --set uncertainty={}")
        #expect(swept.code == 0, "\(swept.errors)")
        let missing = try shell("finegrain init nowhere.csv")
        #expect(missing.code == 2 && missing.errors.contains("nowhere.csv"))
        #expect(!FileManager.default.fileExists(atPath: folder + "/nowhere.yaml"))
    }
}
