import Campaigns
import Encodings
import Foundation
import GRDB
import Pricing
import Quantities
import Scenarios
import Testing

@testable import Workbench

@Suite struct StoredRunTests {
    private let document: JSONValue = .members(["recommended": 1, "recommendation": "Build depth 1."])

    private func stored(_ name: String) throws -> (result: SweepResult, run: StoredRun, folder: String) {
        let result = try SmallScenario.sweep(SmallScenario.workspace(name))
        let folder = try SmallScenario.folder(name + "-store")
        let run = try StoredRun(result, command: "finegrain sweep small.yaml", document: document)
        try RunStore(folder: folder).save(run)
        return (result, run, folder)
    }

    @Test func everyWorldsValuesAndUsageReadBackToTheSameBits() throws {
        let (result, _, folder) = try stored("kept")
        let header = try RunCatalog(folder: folder).header(id: String(result.digest.prefix(5)))
        #expect(header.id == result.digest.prefix(12) && header.inputs == result.workspace.inputs)
        let run = try RunCatalog.run(header)
        #expect(run.rows.count == result.rows.count && run.rows[0].isBaseline)
        for (row, cells) in zip(run.rows.dropFirst(), result.cells) {
            #expect(row.replications == cells.count)
            for (replication, cell) in cells.enumerated() {
                for part in HorizonPart.allCases {
                    for metric in Metric.allCases {
                        let value = run.values(of: row, metric.rawValue, part)[replication]
                        #expect((value.isNaN ? nil : value) == part.values(of: cell)[metric])
                    }
                }
            }
            let usage = row.usage(ofFirst: cells.count, meters: header.meters.count)
            for (meter, quantity) in zip(header.meters, usage.quantities) {
                #expect(quantity == cells.reduce(0) { $0 + $1.usage.quantity(of: meter) })
            }
            #expect(usage.mails == cells.reduce(0) { $0 + $1.mails })
        }
        for (row, swept) in zip(run.rows, result.rows) {
            for (metric, band) in swept.metrics { #expect(run.band(of: row, metric.rawValue) == band) }
        }
    }

    @Test func theSameResultIsTheSameRunAndBecomesTheNewest() throws {
        let (_, run, folder) = try stored("again")
        let store = try RunStore(folder: folder)
        let single = try StoredRun(
            SingleRun(workspace: SmallScenario.workspace("again-run"), jobs: 1, keepsBodies: false),
            command: "finegrain run small.yaml")
        try store.save(single)
        #expect(try RunCatalog(folder: folder).headers.map(\.id) == [run.header.id, single.header.id])
        try store.save(run)
        let headers = try RunCatalog(folder: folder).headers
        #expect(headers.map(\.id) == [single.header.id, run.header.id])
        #expect(headers.map(\.kind) == [.run, .sweep])
    }

    @Test func aRunEqualsTheRowOfTheSweepInItsFirstWorld() throws {
        let (_, sweep, _) = try stored("row-of-sweep")
        let run = try StoredRun(
            SingleRun(workspace: SmallScenario.workspace("row-of-run"), jobs: 1, keepsBodies: false),
            command: "finegrain run small.yaml")
        let comparison = try RunComparison(run, sweep)
        #expect(comparison.rows.count == 1 && comparison.isPaired)
        #expect(comparison.rows[0].vary.first?.value == 3, "the scenario names no depth: all dimensions cut")
        #expect(comparison.rows[0].isUnchanged && comparison.rows[0].metrics.count > 15)
        #expect(comparison.rows[0].money.total.difference == .zero)
    }

    @Test func aChangedWageChangesMoneyByPriceAloneAndNothingElse() throws {
        let (before, a, _) = try stored("wage-a")
        let after = try SmallScenario.sweep(
            SmallScenario.workspace("wage-b", ["review.wage_usd_per_hour=90"]))
        let b = try StoredRun(after, command: "", document: document)
        let comparison = try RunComparison(a, b)
        #expect(comparison.isPaired)
        #expect(
            Set(comparison.causes.map(\.path)) == ["review.wage_usd_per_hour", "review review_milliseconds"])
        for (row, index) in zip(comparison.rows.dropFirst(), before.cells.indices) {
            #expect(row.money.total.quantity == .zero && row.money.total.price > .zero)
            for metric in row.metrics where metric.name != "cost_usd" && metric.name != "net_value_usd" {
                #expect(metric.difference == 0, "\(metric.name)")
            }
            // The bill of the pipeline itself, world by world and campaign by campaign.
            let bill = zip(before.cells[index], after.cells[index]).reduce(0.0) {
                $0 + ($1.1.total[.costUSD] ?? 0) - ($1.0.total[.costUSD] ?? 0)
            }
            #expect(abs(row.money.total.difference.usd - bill) < 1e-9)
        }
    }

    @Test func valuesThatWereTamperedWithAreNoticed() throws {
        let (_, run, folder) = try stored("tampered")
        let changes = [
            "UPDATE run_row SET measures = zeroblob(length(measures)) WHERE place = 2",
            "UPDATE run_row SET usage = x'00' WHERE place = 1", "DELETE FROM run_row WHERE place = 3",
            "UPDATE run_row SET prices = 99", "UPDATE run_row SET replications = 'many'",
        ]
        for change in changes {
            try RunStore(folder: folder).save(run)
            let database = try DatabaseQueue(path: folder + "/runs.sqlite")
            try database.write { try $0.execute(sql: change) }
            let header = try #require(try RunCatalog(folder: folder).headers.last)
            let error = #expect(throws: FinegrainError.self) { _ = try RunCatalog.run(header) }
            #expect(error?.kind == .badInput && error?.description.contains("again") == true, "\(change)")
        }
    }

    @Test func aRunOfAnotherVersionSaysHowToMakeItAgain() throws {
        let (_, _, folder) = try stored("another-version")
        let database = try DatabaseQueue(path: folder + "/runs.sqlite")
        try database.write { try $0.execute(sql: "UPDATE run SET document = '{\"format\":99}'") }
        let error = #expect(throws: FinegrainError.self) { _ = try RunCatalog(folder: folder) }
        #expect(error?.description.contains("run it again: finegrain sweep small.yaml") == true)
    }

    @Test func foreignFilesAreRefusedAndLeftAsTheyAre() throws {
        let folder = try SmallScenario.folder("foreign-store")
        let path = folder + "/runs.sqlite"
        try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE diary (day TEXT)") }
        #expect(throws: FinegrainError.self) { _ = try RunStore(folder: folder) }
        #expect(throws: FinegrainError.self) { _ = try RunCatalog(folder: folder) }
        #expect(try DatabaseQueue(path: path).read { try $0.tableExists("cell") } == false)
        let garbage = try SmallScenario.folder("garbage-store")
        try "not a database, but long enough to be read as the head of one".write(
            toFile: garbage + "/runs.sqlite", atomically: true, encoding: .utf8)
        let error = #expect(throws: FinegrainError.self) { _ = try RunCatalog(folder: garbage) }
        #expect(error?.description.contains("runs.sqlite") == true)
        #expect(RunCatalog(below: garbage).problems.count == 1)
    }

    @Test func unknownAndAmbiguousIdsListWhatThereIs() throws {
        let folder = try SmallScenario.folder("ids")
        let store = try RunStore(folder: folder)
        for digest in ["aaaa000000000000", "aaab000000000000", "bbbb000000000000"] {
            var hand = HandMadeRun()
            hand.digest = digest
            hand.add([], values: [[1], [1]])
            try store.save(try hand.run)
        }
        let catalog = try RunCatalog(folder: folder)
        #expect(try catalog.header(id: "b").digest == "bbbb000000000000")
        #expect(try catalog.header(id: "aaab").digest == "aaab000000000000")
        let ambiguous = #expect(throws: FinegrainError.self) { _ = try catalog.header(id: "aaa") }
        #expect(ambiguous?.description.contains("begins 2 runs") == true)
        let unknown = #expect(throws: FinegrainError.self) { _ = try catalog.header(id: "aaac") }
        #expect(unknown?.description.contains("known: aaa") == true)
    }
}
