import Foundation
import RandomStreams
import Testing

@testable import Experiments

/// Designs whose plain comparison misleads: what is adjusted, tested by clusters, or said.
@Suite struct MisleadingDesignTests {
    private func readout(_ header: String, _ rows: [String], _ plan: UpliftPlan) throws -> UpliftReadout {
        try AwkwardExport.readout(header + "\n" + rows.joined(separator: "\n") + "\n", plan)
    }

    /// Big towns are treated four times out of five and buy more, whatever they get; the treatment harms.
    private func simpson(_ share: (Bool) -> Double) -> [(town: String, isTreated: Bool, value: Double)] {
        var stream = Seed(5).streams("simpson").stream(entity: 0)
        return (0..<4_000).map { unit in
            let isBig = unit % 2 == 0
            let isTreated = stream.uniform() < share(isBig)
            let rate = (isBig ? 0.4 : 0.1) - (isTreated ? 0.05 : 0)
            return (isBig ? "big" : "small", isTreated, stream.uniform() < rate ? 1 : 0)
        }
    }

    private var plan: UpliftPlan {
        var plan = UpliftPlan()
        plan.by = ["town"]
        return plan
    }

    @Test func unequalAllocationBetweenSegmentsIsAdjustedAndSaid() throws {
        let units = simpson { $0 ? 0.8 : 0.2 }
        let text = units.map { "\($0.isTreated ? "mail" : "none"),\($0.town),\(Int($0.value))" }
        let found = try readout("arm,town,y", text, plan)
        let warning = try #require(found.warnings.first { $0.code == "simpson" })
        // By hand: differences within towns, weighted by the towns' units.
        func mean(_ town: String?, _ isTreated: Bool) -> Double {
            let own = units.filter { ($0.town == town || town == nil) && $0.isTreated == isTreated }
            return own.reduce(0) { $0 + $1.value } / Double(own.count)
        }
        let adjusted = ["big", "small"].reduce(0) { sum, town in
            sum + 0.5 * (mean(town, true) - mean(town, false))
        }
        let raw = mean(nil, true) - mean(nil, false)
        #expect(raw > 0.05 && adjusted < -0.02)
        func shown(_ value: Double) -> String { String(format: "%.3g", abs(100 * value)) }
        #expect(warning.message.contains("+" + shown(raw)) && warning.message.contains("−" + shown(adjusted)))
        #expect(warning.message.contains("opposite sign"))
    }

    @Test func allocationByTheSameSharesIsNotRemarked() throws {
        let units = simpson { _ in 0.5 }
        let text = units.map { "\($0.isTreated ? "mail" : "none"),\($0.town),\(Int($0.value))" }
        #expect(!(try readout("arm,town,y", text, plan)).warnings.contains { $0.code == "simpson" })
    }

    private func table(_ units: [(town: String, isTreated: Bool, value: Double)]) -> ExperimentTable {
        var table = ExperimentTable(
            arms: ["none", "mail"], armCodes: units.map { $0.isTreated ? 1 : 0 },
            keys: units.indices.map { UInt64($0) }, fileRows: units.indices.map { $0 + 1 })
        table.outcomes = [
            ExperimentTable.Outcome(name: "y", values: units.map(\.value), deviations: nil, isBinary: true)
        ]
        table.segments = ["big", "small"].map { SegmentName([SegmentName.Part(column: "town", value: $0)]) }
        table.segmentPaths = [[0], [1]]
        table.segmentCodes = units.map { $0.town == "big" ? 0 : 1 }
        return table
    }

    @Test func weightsMoveTheSegmentsAndClustersTheError() throws {
        let units = simpson { $0 ? 0.8 : 0.2 }
        var table = self.table(units)
        let plain = try #require(SegmentAdjustment(table: table, metric: 0, treatment: 1))
        #expect(plain.isUnequal && plain.isMaterial)
        table.weights = units.map { _ in 2 }
        let even = try #require(SegmentAdjustment(table: table, metric: 0, treatment: 1))
        #expect(
            abs(even.effect - plain.effect) < 1e-12
                && abs(even.standardError / plain.standardError - 1) < 2e-3)
        table.weights = units.map { $0.town == "big" ? 3 : 1 }
        let weighted = try #require(SegmentAdjustment(table: table, metric: 0, treatment: 1))
        func gap(_ town: String) -> Double {
            let own = units.filter { $0.town == town }
            func mean(_ isTreated: Bool) -> Double {
                let arm = own.filter { $0.isTreated == isTreated }
                return arm.reduce(0) { $0 + $1.value } / Double(arm.count)
            }
            return mean(true) - mean(false)
        }
        #expect(abs(weighted.effect - (0.75 * gap("big") + 0.25 * gap("small"))) < 1e-12)
        // Every unit twice in one cluster says no more than once.
        var twice = self.table(units + units)
        twice.clusters = (units.indices.map { $0 }) + (units.indices.map { $0 })
        let clustered = try #require(SegmentAdjustment(table: twice, metric: 0, treatment: 1))
        #expect(abs(clustered.standardError / plain.standardError - 1) < 2e-3)
    }

    /// Sixty stores, each in one arm, with an outcome and an age that differ between stores.
    private func stores(_ stream: inout RandomStream) -> [String] {
        (0..<60).flatMap { store -> [String] in
            let (size, shift) = (10 + Int(stream.below(50)), stream.normal())
            return (0..<size).map { _ in
                "s\(store),\(store % 2 == 0 ? "none" : "mail"),\(stream.uniform() < 0.3 ? 1 : 0),\(40 + 5 * shift)"
            }
        }
    }

    @Test func storesThatWereAssignedRaiseNoAlarmOnceTheyAreNamed() throws {
        var stream = Seed(21).streams("stores").stream(entity: 4)
        let rows = stores(&stream)
        var plan = UpliftPlan()
        plan.covariates = ["age"]
        let unnamed = try readout("store_id,arm,y,age", rows, plan)
        #expect(unnamed.warnings.contains { $0.code == "unnamed_cluster" })
        plan.cluster = "store_id"
        let named = try readout("store_id,arm,y,age", rows, plan)
        for code in ["unnamed_cluster", "srm", "srm_unplanned", "imbalance"] {
            #expect(!named.warnings.contains { $0.code == code }, "\(code)")
        }
        #expect(named.sampleRatios[0].clusters == [30, 30] && named.sampleRatios[0].verdict == .ok)
        #expect(named.sampleRatios[0].observed.reduce(0, +) == rows.count)
    }

    @Test func arePValuesOfMissingOutcomesThoseOfTwoShares() throws {
        // 12 of 200 against 30 of 200 are missing: z = (.15 − .06) / √(.105 · .895 · 2/200) = 2.936, p = .0033.
        func rows(_ treated: Int) -> [String] {
            (0..<400).map { unit in
                let limit = unit % 2 == 0 ? 12 : treated
                return
                    "\(unit % 2 == 0 ? "none" : "mail"),\(unit / 2 < limit ? "" : unit % 7 < 3 ? "1" : "0")"
            }
        }
        let alarmed = try readout("arm,y", rows(30), UpliftPlan())
        let warning = try #require(alarmed.warnings.first { $0.code == "missing_outcome_by_arm" })
        #expect(warning.message.contains("none 6.0 %, mail 15.0 %"))
        // 24 missing: z = 2.10, p = .036.
        let calm = try readout("arm,y", rows(24), UpliftPlan())
        #expect(calm.warnings.contains { $0.code == "missing_outcome" })
        #expect(!calm.warnings.contains { $0.code == "missing_outcome_by_arm" })
    }

    @Test func alarmsAreKeptForDecisions() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(
            "finegrain-alarms-\(getpid()).csv"
        ).path
        let rows = (0..<200).map {
            "\($0 % 2 == 0 ? "none" : "mail"),\($0 % 2 == 0 && $0 < 80 ? "" : $0 % 3 == 0 ? "1" : "0")"
        }
        try ("arm,y\n" + rows.joined(separator: "\n")).write(toFile: path, atomically: true, encoding: .utf8)
        defer { unlink(path) }
        var experiment = try UnitLoader.load(path, plan: UpliftPlan(), header: ["arm", "y"])
        #expect(experiment.alarms.isEmpty)
        MissingByArm.add(to: &experiment)
        #expect(experiment.alarms.map(\.code) == ["missing_outcome_by_arm"])
    }

    @Test func aRegionCalledNAIsARegionUnlessTheUserSaysOtherwise() throws {
        let rows = (0..<200).map {
            "\($0 % 2 == 0 ? "none" : "mail"),\($0 % 4 < 2 ? "NA" : "EU"),\($0 % 3 == 0 ? 1 : 0)"
        }
        var plan = self.plan
        let kept = try readout("arm,town,y", rows, plan)
        #expect(kept.decisions.compactMap { $0.segment?.text } == ["EU", "NA"])
        plan.missingLevels = ["NA"]
        let told = try readout("arm,town,y", rows, plan)
        #expect(told.decisions.compactMap { $0.segment?.text } == ["EU", "(missing)"])
    }
}
