import Encodings
import Foundation
import Testing

/// The built program, run as people run it.
@Suite struct ProcessTests {
    struct Outcome: Sendable {
        var code: Int32
        var output: String
        var errors: String
    }

    /// The `finegrain` that was built beside these tests.
    static var program: String? {
        var url = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        while url.path != "/" {
            let candidate = url.deletingLastPathComponent().appendingPathComponent("finegrain").path
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            url.deleteLastPathComponent()
        }
        let fallback = SmallScenario.root + "/.build/debug/finegrain"
        return FileManager.default.isExecutableFile(atPath: fallback) ? fallback : nil
    }

    /// - Parameter program: another program than `finegrain`.
    static func run(_ arguments: [String], folder: String, program: String? = program) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(program))
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let (output, errors) = (folder + "/out.txt", folder + "/err.txt")
        for file in [output, errors] { FileManager.default.createFile(atPath: file, contents: nil) }
        process.standardOutput = try #require(FileHandle(forWritingAtPath: output))
        process.standardError = try #require(FileHandle(forWritingAtPath: errors))
        try process.run()
        process.waitUntilExit()
        return Outcome(
            code: process.terminationStatus, output: try String(contentsOfFile: output, encoding: .utf8),
            errors: try String(contentsOfFile: errors, encoding: .utf8))
    }

    private func folder(_ name: String) throws -> String {
        let folder = try SmallScenario.folder(name)
        try SmallScenario.text.write(toFile: folder + "/small.yaml", atomically: true, encoding: .utf8)
        return folder
    }

    @Test func tenProcessesGiveOneDigest() throws {
        var digests: [String] = []
        for index in 0..<10 {
            let folder = try folder("process-\(index)")
            let outcome = try ProcessTests.run(
                ["sweep", "small.yaml", "--format", "json", "--quiet", "--jobs", "\(1 + index % 2)"],
                folder: folder)
            #expect(outcome.code == 0, "\(outcome.errors)")
            digests.append(try JSONParser.parse(outcome.output)["digest"]?.string ?? "none")
        }
        #expect(digests.allSatisfy { $0 == digests[0] } && digests[0].count == 16)
    }

    @Test func exitCodesAndStreamsFollowTheContract() throws {
        let folder = try folder("exit-codes")
        let good = try ProcessTests.run(["run", "small.yaml", "--format", "json"], folder: folder)
        #expect(good.code == 0 && good.errors.contains("journal.jsonl"))
        #expect(try JSONParser.parse(good.output)["usage_reconciled"] == .bool(true))
        let missing = try ProcessTests.run(["sweep", "nowhere.yaml"], folder: folder)
        #expect(missing.code == 2 && missing.errors.contains("nowhere.yaml") && missing.output.isEmpty)
        let bad = try ProcessTests.run(
            ["sweep", "small.yaml", "--set", "privacy.q=1", "--out", "never"], folder: folder)
        #expect(bad.code == 2 && bad.errors.contains("did you mean 'privacy.k'?"))
        #expect(!FileManager.default.fileExists(atPath: folder + "/never"))
        #expect(try ProcessTests.run(["sweep", "small.yaml", "--nonsense"], folder: folder).code == 2)
        #expect(try ProcessTests.run(["--help"], folder: folder).code == 0)
        #expect(try ProcessTests.run(["schema"], folder: folder).output.contains("brief_changes_every"))
        #expect(
            try ProcessTests.run(["prices", "--model", "haiku-4-5"], folder: folder).output.contains(
                "input_tokens"))
    }

    @Test func compressMakesAnAudienceThatASweepCanLoad() throws {
        let folder = try folder("compress")
        var rows = "region,plan,age,season,spend\r\n"
        for index in 0..<900 {
            rows +=
                "\"\(["north, far", "south"][index % 2])\",\(["basic", "plus"][index / 2 % 2]),\(index % 70),\(["a", "b", "c"][index % 3]),\(index % 9)\r\n"
        }
        try rows.write(toFile: folder + "/rows.csv", atomically: true, encoding: .utf8)
        let made = try ProcessTests.run(
            [
                "compress", "rows.csv", "--by", "region,plan,age,season", "--outcomes", "spend", "--bands",
                "age=0-29,30-49,50-69",
                "-o", "cells.csv",
            ], folder: folder)
        #expect(made.code == 0 && made.errors.contains("900 customers"))
        let swept = try ProcessTests.run(
            [
                "sweep", "small.yaml", "--set", "audience.from=cells.csv", "--replications", "1", "--format",
                "csv",
            ], folder: folder)
        #expect(swept.code == 0, "\(swept.errors)")
        #expect(swept.output.hasPrefix("row,baseline,segmentation.depth,part,metric,mean"))
    }
}
