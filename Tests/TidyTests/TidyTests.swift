import Foundation
import Testing

/// Reads the sources and bans what would make results depend on the clock, the process or the machine.
@Suite struct TidyTests {
    static var root: String {
        var url = URL(fileURLWithPath: #filePath)
        while !FileManager.default.fileExists(atPath: url.path + "/Package.swift") {
            url.deleteLastPathComponent()
        }
        return url.path
    }

    static let files: [(path: String, lines: [Substring])] = {
        let sources = URL(fileURLWithPath: root + "/Sources")
        let walk = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)!
        let paths = walk.compactMap { ($0 as? URL)?.path }.filter {
            $0.hasSuffix(".swift") && !$0.contains("/Benchmarks/")
        }.sorted()
        return paths.map { path in
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            return (
                String(path.dropFirst(root.count + 1)),
                text.split(separator: "\n", omittingEmptySubsequences: false)
            )
        }
    }()

    /// The code of a line, without its comment.
    private func code(_ line: Substring) -> Substring {
        line.range(of: "//").map { line[..<$0.lowerBound] } ?? line
    }

    @Test func nothingReadsTheClockOrUnseededRandomness() {
        // What is banned, and what to use instead.
        let bans = [
            ("Date(", "SimulatedInstant"), ("UUID(", "a keyed stream or a sequence"),
            ("SystemRandomNumberGenerator", "RandomStream"),
            (".random(in:", "RandomStream.below"), (".randomElement(", "RandomStream.below"),
            (".shuffled(", "RandomStream.below"),
            ("Hasher(", "Fingerprint"), (".hashValue", "Fingerprint"),
            ("ContinuousClock", "SimulatedInstant"),
            ("SuspendingClock", "SimulatedInstant"), ("arc4random", "RandomStream"),
            ("drand48", "RandomStream"),
        ]
        // A progress bar shows time left; a server may make clients wait and judges how long they did. None is on a path to a result.
        let allowed = [
            "Sources/finegrain/ProgressBar.swift", "Sources/MockServer/Control/ClientJudge.swift",
            "Sources/MockServer/Front/Pace.swift",
            // Handlers compare their deadline with their own clock.
            "Sources/MockServer/Front/WallClock.swift",
        ]
        for file in TidyTests.files where !allowed.contains(file.path) {
            for (number, line) in file.lines.enumerated() {
                for (word, instead) in bans where code(line).contains(word) {
                    Issue.record("\(file.path):\(number + 1): \(word) is banned; use \(instead)")
                }
            }
        }
        #expect(TidyTests.files.count > 150)
    }

    @Test func nothingIteratesOverADictionaryOrASet() throws {
        let declaration = try Regex(
            #"(?:let|var)\s+(\w+)\s*(?::\s*(?:\[[\w.]+\s*:\s*[^\]]+\]+|Set<[^>]+>|Dictionary<)|=\s*(?:Set[<(]|Dictionary[<(]|\[[\w.]+\s*:\s*[\w.\[\]]+\]\())"#
        )
        // Each is sorted at once, or only counted or summed in integers.
        let allowed = [
            "Sources/Audiences/Publications/PublicationRule.swift", "Sources/Pricing/Book/PriceBook.swift",
        ]
        for file in TidyTests.files where !allowed.contains(file.path) {
            var names: Set<String> = []
            for line in file.lines {
                if let match = try declaration.firstMatch(in: String(code(line))),
                    let name = match.output[1].substring
                {
                    names.insert(String(name))
                }
            }
            for (number, line) in file.lines.enumerated() {
                let text = String(code(line))
                for name in names.sorted() {
                    let walks = [
                        " in \(name) ", " in \(name){", "\(name).keys", "\(name).values", "\(name).map",
                        "\(name).forEach", "\(name).reduce", "\(name).filter", "\(name).compactMap",
                    ]
                    guard
                        walks.contains(where: {
                            (" " + text).contains(" " + $0.trimmingCharacters(in: .whitespaces))
                                || text.contains($0)
                        })
                    else { continue }
                    if text.contains("sorted") || text.contains("contains") { continue }
                    if text.contains(" in \(name)") || text.contains("\(name).") {
                        Issue.record(
                            "\(file.path):\(number + 1): iterates over \(name), whose order is not fixed: \(text.trimmingCharacters(in: .whitespaces))"
                        )
                    }
                }
            }
        }
    }

    @Test func filesAreShort() {
        for file in TidyTests.files { #expect(file.lines.count <= 400, "\(file.path)") }
        let lengths = TidyTests.files.map(\.lines.count).sorted()
        #expect(lengths[lengths.count / 2] <= 130)
    }

    @Test func onlyRegressionImportsLapackAndOnlyTheServerLinksOne() {
        for file in TidyTests.files {
            for line in file.lines where line.contains("import ") {
                if line.contains("import CLAPACK") {
                    #expect(file.path.hasPrefix("Sources/Regression/"), "\(file.path)")
                }
                if line.contains("import Hummingbird") {
                    #expect(file.path.hasPrefix("Sources/MockServer/"), "\(file.path)")
                }
                if line.contains("import MockServer") {
                    #expect(file.path.hasPrefix("Sources/finegrain-server/"), "\(file.path)")
                }
            }
        }
    }

    @Test func everyTargetHasAReadmeOfAScreen() throws {
        for target in try FileManager.default.contentsOfDirectory(atPath: TidyTests.root + "/Sources")
            .sorted() where target != "CLAPACK" && target != "CZlib"
        {
            let text = try String(
                contentsOfFile: TidyTests.root + "/Sources/\(target)/README.md", encoding: .utf8)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
            #expect(lines > 8 && lines < 110, "\(target): \(lines) lines")
        }
    }
}
