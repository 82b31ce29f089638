import Foundation
import Scenarios
import Testing
import YAMLReading

/// The CI jobs of docs/examples/ci, as far as they run without a server.
@Suite struct CIExampleTests {
    private static let examples = SmallScenario.root + "/docs/examples/ci"

    /// Every command of a job, in the order of the file.
    private func scripts(_ tree: YAMLTree) -> [String] {
        switch tree {
        case .scalar: return []
        case .sequence(let elements, _): return elements.flatMap(scripts)
        case .mapping(let entries, _):
            return entries.flatMap { entry -> [String] in
                guard ["run", "script", "before_script"].contains(entry.key) else {
                    return scripts(entry.value)
                }
                if case .sequence(let lines, _) = entry.value { return lines.compactMap(text) }
                return text(entry.value).map { [$0] } ?? []
            }
        }
    }

    private func text(_ tree: YAMLTree) -> String? {
        if case .scalar(let text, _) = tree { text } else { nil }
    }

    private func bash(_ arguments: [String], in folder: String, _ environment: [String: String] = [:]) throws
        -> Int32
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    @Test(arguments: ["github.yml", "gitlab.yml"]) func aJobIsYAMLWhoseScriptsAreBash(_ name: String) throws {
        let path = CIExampleTests.examples + "/" + name
        let tree = try YAMLTree.parse(try String(contentsOfFile: path, encoding: .utf8), file: path)
        let scripts = scripts(tree)
        #expect(scripts.contains("ci/compare.sh") && scripts.contains { $0.contains("finegrain-compare:") })
        let folder = try SmallScenario.folder("ci-" + name)
        for (index, script) in scripts.enumerated() {
            let file = folder + "/\(index).sh"
            try script.write(toFile: file, atomically: true, encoding: .utf8)
            #expect(try bash(["-n", file], in: folder) == 0, "\(script)")
        }
    }

    /// The script of both jobs, run for real on two checkouts, with the built program on the path.
    @Test func theScriptComparesTwoCheckouts() throws {
        let folder = try SmallScenario.folder("ci-checkouts")
        let manager = FileManager.default
        let program = try #require(ProcessTests.program)
        let path = (program as NSString).deletingLastPathComponent + ":/usr/bin:/bin"
        let settings = ["SCENARIO": "campaign/small.yaml", "BASE": "base", "PATH": path]
        for checkout in [folder, folder + "/base"] {
            try manager.createDirectory(atPath: checkout + "/campaign", withIntermediateDirectories: true)
            try SmallScenario.text.write(
                toFile: checkout + "/campaign/small.yaml", atomically: true, encoding: .utf8)
        }
        func outcome() throws -> (code: String, comment: String) {
            #expect(try bash([CIExampleTests.examples + "/compare.sh"], in: folder, settings) == 0)
            return (
                try String(contentsOfFile: folder + "/code.txt", encoding: .utf8),
                try String(contentsOfFile: folder + "/comment.md", encoding: .utf8)
            )
        }
        let same = try outcome()
        #expect(same.code == "0\n" && same.comment.isEmpty)
        // Copy that persuades makes a finer row worth its cost, and hours of review cost a fortune.
        let dear =
            SmallScenario.text.replacingOccurrences(
                of: "margin_usd: 30", with: "margin_usd: 30000, lift: 0.5, knowledge: 1"
            ) + "review: {wage_usd_per_hour: 9000}\n"
        try dear.write(toFile: folder + "/campaign/small.yaml", atomically: true, encoding: .utf8)
        let changed = try outcome()
        #expect(changed.code == "3\n" && changed.comment.contains("**broken**"), "\(changed.comment)")
        #expect(changed.comment.hasSuffix("<!-- finegrain-compare:small -->\n"))
        #expect(changed.comment.contains("`response.margin_usd` | 30 | 30000"))
    }
}
