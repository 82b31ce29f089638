import Encodings
import Foundation
import Quantities
import Scenarios
import Testing
import YAMLReading

@testable import Workbench

/// Every file that a result depends on is listed, hashed as it was used, and part of the key of stored results.
@Suite struct InputTests {
    /// A home of its own with only the files that are needed, customers, two exports and a scenario.
    private func home(_ name: String) throws -> String {
        let folder = try SmallScenario.folder(name)
        for part in ["mocks", "fixtures/prices", "fixtures/prompts", "fixtures/brand"] {
            let target = folder + "/" + part
            try FileManager.default.createDirectory(
                atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: SmallScenario.root + "/" + part, toPath: target)
        }
        for (file, shift) in [("customers", 0), ("2026-09-01", 0), ("2026-09-08", 40)] {
            try InputTests.customers(changed: shift).write(
                toFile: "\(folder)/\(file).csv", atomically: true, encoding: .utf8)
        }
        try InputTests.scenario.write(toFile: folder + "/small.yaml", atomically: true, encoding: .utf8)
        return folder
    }

    private static let scenario = """
        seed: 3
        run: {campaigns: 2}
        audience: {from: customers.csv, id: id, attributes: [region, plan, season]}
        drift: {from: [2026-09-01.csv, 2026-09-08.csv]}
        segmentation: {dimensions: [region, plan]}
        profile: {attributes: [plan, season]}
        campaign: {brief_changes_every: never}
        copy: {offbrand_rate: 0.2}
        response: {base_rate: 0.05, margin_usd: 30}
        limits: {bedrock_tokens_per_minute: 100000}
        prices: {send_usd: 0.001}
        sweep: {vary: {segmentation.depth: [2]}, replications: 1, side_replications: 1}

        """

    /// 450 customers; the first `changed` have another season than they would.
    private static func customers(changed: Int) -> String {
        var lines = ["id,region,plan,season"]
        for i in 0..<450 {
            let season = i < changed ? i + 1 : i
            lines.append("c\(i),r\(i % 3),\(i % 5 < 3 ? "basic" : "plus"),s\(season % 7 % 3)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func sweep(_ folder: String, store: String? = nil, resumes: Bool = false) throws -> (
        digest: String, inputs: [InputFile]
    ) {
        let result = try SmallScenario.sweep(
            Workspace(scenarioPath: folder + "/small.yaml"), store: store, resumes: resumes)
        return (result.digest, result.workspace.inputs)
    }

    /// Changes a file so that what is made of it differs as well, where a small edit can do that.
    private func edit(_ path: String) throws {
        var text = try String(contentsOfFile: path, encoding: .utf8)
        if path.hasSuffix("2026-09-08.csv") {
            text = InputTests.customers(changed: 200)
        } else if path.hasSuffix(".csv") {
            text = text.replacingOccurrences(of: "r1", with: "r0", range: text.range(of: "r1"))
        } else if path.hasSuffix(".md") {
            text += "\nOne more sentence of instructions, which costs tokens.\n"
        } else {
            text += "\n# a comment\n"
        }
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    @Test func aResumedSweepAfterAnyInputWasEditedEqualsAFreshOne() throws {
        let folder = try home("inputs-edited")
        let store = try SmallScenario.folder("inputs-edited-store")
        let first = try sweep(folder, store: store)
        var changed = 0
        for input in first.inputs.dropFirst() {
            let before = try String(contentsOfFile: input.path, encoding: .utf8)
            try edit(input.path)
            let cells = try RunStore(folder: store).count
            let resumed = try sweep(folder, store: store, resumes: true)
            #expect(try RunStore(folder: store).count > cells, "\(input.path): stored results were taken")
            // Decks and price files get a comment: what a fresh run makes of them is known.
            let fresh = input.path.hasSuffix(".yaml") ? first.digest : try sweep(folder).digest
            #expect(resumed.digest == fresh, "\(input.path)")
            if resumed.digest != first.digest { changed += 1 }
            try before.write(toFile: input.path, atomically: true, encoding: .utf8)
        }
        // Brand, two prompts, customers and both exports.
        #expect(changed >= 6)
        let again = try sweep(folder, store: store, resumes: true)
        #expect(again.digest == first.digest && again.inputs == first.inputs)
    }

    @Test func nothingIsReadThatIsNotListed() throws {
        let folder = try home("inputs-all")
        let all = try sweep(folder)
        let names = all.inputs.map(\.path)
        for part in [
            "customers.csv", "2026-09-01.csv", "2026-09-08.csv", "persona.md", "copy.md", "northwind.md",
        ] {
            #expect(names.contains { $0.hasSuffix("/" + part) }, "\(part)")
        }
        #expect(names.contains { $0.contains("/mocks/") } && names.contains { $0.contains("/prices/") })
        let bare = try SmallScenario.folder("inputs-bare")
        for input in all.inputs {
            let target = bare + input.path.dropFirst(folder.count)
            try FileManager.default.createDirectory(
                atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: input.path, toPath: target)
        }
        #expect(try sweep(bare).digest == all.digest)
    }

    @Test func aLoadedWorkspaceReadsNoFileAgain() throws {
        let folder = try home("inputs-gone")
        let expected = try sweep(folder)
        let workspace = try Workspace(scenarioPath: folder + "/small.yaml")
        try FileManager.default.removeItem(atPath: folder)
        let result = try SmallScenario.sweep(workspace)
        #expect(result.digest == expected.digest && workspace.inputs == expected.inputs)
    }

    @Test func checksumsAreThoseOfTheFiles() throws {
        for input in try sweep(home("inputs-sums")).inputs {
            let data = try #require(FileManager.default.contents(atPath: input.path))
            #expect(input.sha256 == SHA256.hex(data), "\(input.path)")
        }
    }

    /// Rows may name other files: they are read before anything runs, listed, and count for that row alone.
    @Test func filesThatRowsNameAreInputsOfThoseRows() throws {
        let folder = try home("inputs-rows")
        let brand = folder + "/fixtures/brand/other.md"
        try "Another voice altogether.".write(toFile: brand, atomically: true, encoding: .utf8)
        try FileManager.default.copyItem(
            atPath: folder + "/fixtures/prices", toPath: folder + "/fixtures/other-prices")
        try InputTests.customers(changed: 300).replacingOccurrences(of: "r2", with: "r1").write(
            toFile: folder + "/others.csv", atomically: true, encoding: .utf8)
        let rows = InputTests.scenario.replacingOccurrences(
            of: "segmentation.depth: [2]",
            with: """
                campaign.brand: [fixtures/brand/northwind.md, fixtures/brand/other.md], \
                audience.from: [customers.csv, others.csv], \
                prices.book: [fixtures/prices, fixtures/other-prices]
                """)
        try rows.write(toFile: folder + "/small.yaml", atomically: true, encoding: .utf8)
        let book = folder + "/fixtures/other-prices/aws-bedrock.yaml"
        let result = try SmallScenario.sweep(Workspace(scenarioPath: folder + "/small.yaml"))
        for name in ["other.md", "others.csv"] {
            #expect(result.workspace.inputs.contains { $0.path.hasSuffix("/" + name) }, "\(name)")
        }
        #expect(result.workspace.inputs.contains { $0.path == book })
        // Rows are all combinations, the last list the fastest; equal books give equal results.
        let digests = result.rows.dropFirst().map(\.digest)
        #expect(Set(digests).count == 4 && digests[0] == digests[1] && digests[6] == digests[7])
        // A single run of the last row's files gives the row.
        let alone = InputTests.scenario
            .replacingOccurrences(of: "from: customers.csv", with: "from: others.csv")
            .replacingOccurrences(of: "never}", with: "never, brand: fixtures/brand/other.md}")
        try alone.write(toFile: folder + "/small.yaml", atomically: true, encoding: .utf8)
        #expect(
            try SmallScenario.sweep(Workspace(scenarioPath: folder + "/small.yaml")).rows[1].digest
                == digests[7])
        try rows.replacingOccurrences(of: "brand/other.md", with: "brand/missing.md").write(
            toFile: folder + "/small.yaml", atomically: true, encoding: .utf8)
        let error = #expect(throws: FinegrainError.self) {
            try SmallScenario.sweep(Workspace(scenarioPath: folder + "/small.yaml"))
        }
        #expect(error?.description.contains("missing.md") == true)
    }

    @Test func aFileThatChangesWhileItIsInUseIsRefused() throws {
        let folder = try home("inputs-changing")
        let workspace = try Workspace(scenarioPath: folder + "/small.yaml")
        try edit(folder + "/customers.csv")
        let error = #expect(throws: FinegrainError.self) {
            _ = try workspace.design([Named("profile.attributes", .scalar("season", line: nil))])
            _ = try workspace.design([Named("audience.attributes", .scalar("season", line: nil))])
        }
        #expect(error?.description.contains("customers.csv") == true)
    }
}
