import Audiences
import Campaigns
import Encodings
import Foundation
import RandomStreams
import Scenarios
import Testing

@testable import Workbench

/// Two dated exports: one list of levels, names that changed, dates, and what a report says of the fit.
@Suite struct DriftExportTests {
    private static let scenario = """
        seed: 3
        run: {campaigns: 3}
        audience: {from: now.csv, id: id, attributes: [region, plan, visits]}
        drift: {from: [old.csv, new.csv]}
        segmentation: {dimensions: [region]}
        profile: {attributes: [plan, visits]}
        campaign: {brief_changes_every: never}
        response: {base_rate: 0.05, margin_usd: 30}
        limits: {bedrock_tokens_per_minute: 100000}
        prices: {send_usd: 0.001}
        sweep: {vary: {segmentation.depth: [1]}, replications: 1, side_replications: 1}

        """

    private func workspace(
        _ name: String, old: @escaping (Int) -> String?, new: @escaping (Int) -> String?,
        now: ((Int) -> String?)? = nil,
        files: [String] = ["old.csv", "new.csv"], settings: [String] = []
    ) throws -> Workspace {
        let folder = try SmallScenario.folder(name)
        for (file, row) in zip(files + ["now.csv"], [old, new, now ?? new]) {
            let rows = (0..<700).compactMap { i in row(i).map { "c\(i),\($0)" } }
            try (["id,region,plan,visits"] + rows).joined(separator: "\n").write(
                toFile: folder + "/" + file, atomically: true, encoding: .utf8)
        }
        try DriftExportTests.scenario.write(
            toFile: folder + "/small.yaml", atomically: true, encoding: .utf8)
        return try Workspace(
            scenarioPath: folder + "/small.yaml",
            overrides: ["drift.from=[\(files.joined(separator: ", "))]"] + settings)
    }

    private func row(_ i: Int, plan: String? = nil, visits: Int? = nil) -> String {
        "\(["north", "south"][i % 2]),\(plan ?? (i % 3 == 0 ? "plus" : "basic")),\(visits ?? i % 4 * 5)"
    }

    /// The older export has fewer customers and no visits of 15, the newer no visits of 0, the audience 100 besides.
    @Test func levelsAreTheUnionInOrderAndEveryKernelRuns() throws {
        let workspace = try workspace(
            "exports-union", old: { $0 < 600 ? row($0, visits: $0 % 4 * 5 % 15) : nil },
            new: { $0 >= 50 ? row($0, visits: $0 % 4 == 0 ? 5 : $0 % 4 * 5) : nil },
            now: { row($0, visits: $0 < 9 ? 100 : $0 % 4 * 5) })
        let audience = workspace.base.audience
        #expect(
            audience.attributes.map(\.levels) == [
                ["north", "south"], ["basic", "plus"], ["0", "5", "10", "15", "100"],
            ])
        #expect(audience.count == 700 && audience.columns[2][8] == 4 && audience.columns[2][11] == 3)
        let summary = try workspace.driftSummary()
        let exports = try #require(summary.exports)
        #expect(exports.joined == 550 && exports.older == 600 && exports.arrived == 100)
        #expect(
            exports.levels == [
                DriftSummary.LevelChange(attribute: "visits", renamed: [], new: ["15"], vanished: ["0"])
            ])
        #expect(workspace.notes.count == 2 && workspace.notes.allSatisfy { $0.hasPrefix("visits: ") })
        #expect(try SmallScenario.sweep(workspace).rows.count == 2)
        #expect(
            abs(summary.departures.value - 50.0 / 600) < 1e-12
                && abs(summary.arrivals.value - 100.0 / 600) < 1e-12)
    }

    @Test(arguments: [false, true]) func aLevelWithAnotherNameIsTheSameLevel(audienceIsOlder: Bool) throws {
        // Sixty customers change plan, and "basic" has become "Basic".
        let old = { (i: Int) -> String? in row(i) }
        let new = { (i: Int) -> String? in
            let isPlus = i < 60 ? i % 3 != 0 : i % 3 == 0
            return row(i, plan: isPlus ? "plus" : "Basic")
        }
        let workspace = try workspace(
            "exports-renamed-\(audienceIsOlder)", old: old, new: new, now: audienceIsOlder ? old : new)
        let kept = audienceIsOlder ? "basic" : "Basic"
        #expect(Set(workspace.base.audience.attributes[1].levels) == [kept, "plus"])
        let summary = try workspace.driftSummary()
        #expect(summary.exports?.levels.map(\.renamed) == [[["basic", "Basic"]]])
        #expect(summary.attributes[1].changedBetweenExports == 60.0 / 700)
        #expect(workspace.notes.count == 1)
        #expect(workspace.notes[0].contains("'basic' in old.csv is probably 'Basic' in new.csv"))
        #expect(workspace.notes[0].contains("both are read as '\(kept)'"))
    }

    @Test func datesInNamesAreReadAndComparedWithTheWeeks() throws {
        let first = try #require(ExportDates.day(in: "exports/customers_2026-09-01.csv"))
        for (name, days) in [
            ("20260901.csv", 0), ("crm-2026_09_02-full.csv", 1), ("a2026.10.01", 30),
            ("x/2027-09-01/1.csv", nil),
            ("2026-13-01.csv", nil), ("2026-02-30.csv", nil), ("120260901.csv", nil), ("202609011.csv", nil),
            ("2026-09_01.csv", nil), ("v2-20261001.csv", 30),
        ] as [(String, Int?)] {
            #expect(ExportDates.day(in: name).map { $0 - first } == days, "\(name)")
        }
        #expect(ExportDates.notes(of: ["2026-09-01.csv", "2026-09-29.csv"], weeks: 4).isEmpty)
        #expect(ExportDates.notes(of: ["2026-09-01.csv", "2026-09-09.csv"], weeks: 1).isEmpty)
        #expect(ExportDates.notes(of: ["old.csv", "2026-09-09.csv"], weeks: 1).isEmpty)
        let month = ExportDates.notes(of: ["2026-09-01.csv", "2026-10-01.csv"], weeks: 1)
        #expect(month.count == 1 && month[0].contains("30 days") && month[0].contains("weeks_between: 4.29"))
        let turned = ExportDates.notes(of: ["2026-09-29.csv", "2026-09-01.csv"], weeks: 4)
        #expect(turned.count == 1 && turned[0].contains("after"))
        let workspace = try workspace(
            "exports-dated", old: { row($0) }, new: { row($0) }, files: ["2026-09-01.csv", "2026-09-29.csv"])
        #expect(workspace.notes.count == 1 && workspace.notes[0].contains("28 days"))
    }

    /// 30 days are 4.29 weeks: the rate a week is that part of the change between the exports.
    @Test func fractionsOfWeeksCount() throws {
        let workspace = try workspace(
            "exports-fraction", old: { row($0) }, new: { row($0, visits: $0 < 70 ? ($0 + 1) % 4 * 5 : nil) },
            settings: ["drift.weeks_between=4.285714285714286"])
        let visits = try workspace.driftSummary().attributes[2]
        let rate = try #require(visits.redrawn)
        #expect(visits.changedBetweenExports == 0.1)
        // Four levels of equal share: a redraw changes three in four, so 0.1 / 0.75 were redrawn in T weeks.
        let kept = (0..<30).reduce(1.0) { product, _ in
            // (1 - d)^(1/7) a day.
            product * Foundation.pow(1 - rate.value, 1.0 / 7)
        }
        #expect(abs(1 - kept - 0.1 / 0.75) < 2e-4)
        #expect(rate.standardError ?? 0 > 0)
    }

    @Test func worldsDifferByWhatTheExportsLeaveOpen() throws {
        let workspace = try workspace(
            "exports-bootstrap", old: { row($0) }, new: { row($0, visits: $0 < 70 ? ($0 + 1) % 4 * 5 : nil) })
        let summary = try workspace.driftSummary()
        let rate = try #require(summary.attributes[2].redrawn)
        let drawn = try (0..<200).map { world in
            try workspace.drift(for: workspace.scenario, seed: .init(UInt64(world))).rate(of: 2)
        }
        let mean = drawn.reduce(0, +) / 200
        let deviation = (drawn.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 199).squareRoot()
        let error = try #require(rate.standardError)
        #expect(abs(mean - rate.value) < 4 * error / 200.squareRoot())
        #expect(abs(deviation / error - 1) < 0.2)
        #expect(try workspace.drift(for: workspace.scenario, seed: .init(7)).rate(of: 2) == drawn[7])
        let json = summary.json.text()
        #expect(json.contains("\"source\":\"exports\"") && json.contains("\"standard_error\":"))
    }

    @Test func assumedDriftIsSaidToBeSo() throws {
        let summary = try SmallScenario.workspace("drift-assumed", ["run.interval_hours=336"]).driftSummary()
        #expect(!summary.isFitted && summary.kernel == "within_class" && summary.classes?.count == 3)
        #expect(summary.classes?.areFitted == false && summary.weeksBetweenCampaigns == 2)
        #expect(
            summary.attributes.map(\.redrawn)
                == Array(repeating: .init(value: 0.05, standardError: nil), count: 4))
        let marginal = try SmallScenario.workspace("drift-marginal", ["drift.kernel=marginal"])
        let shares = marginal.base.audience.levelCounts()[0].map { Double($0) / 4000 }
        let expected = 0.05 * (1 - shares.reduce(0) { $0 + $1 * $1 })
        #expect(abs(try marginal.driftSummary().attributes[0].changed - expected) < 1e-12)
        let given = try SmallScenario.workspace(
            "drift-given",
            [
                "drift={kernel: transition, transition: [{attribute: plan, level: plus, to: {basic: 0.25, plus: 0.75}}]}"
            ])
        let plan = try given.driftSummary().attributes[1]
        let plus = Double(given.base.audience.levelCounts()[1][1]) / 4000
        #expect(plan.redrawn == nil && abs(plan.changed - 0.25 * plus) < 1e-12)
    }
}
