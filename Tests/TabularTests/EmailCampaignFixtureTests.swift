import Encodings
import Foundation
import Testing

@testable import Tabular

/// The sample data of 2008: the cells in the repository, and the customers where they are at hand.
@Suite struct EmailCampaignFixtureTests {
    private static let cellsDigest = "4736b4f20a17db19b94553708cf54f66c5f5d0e88f423eddbfcb2eed7ceffff5"
    private static let rowsDigest = "0e5893329d8b93cefecc571777672028290ab69865718020c78c7284f291aece"

    /// The folder above this file that holds `fixtures`.
    static let root: URL? = {
        var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let fixtures = folder.appendingPathComponent("fixtures").path
            if FileManager.default.fileExists(atPath: fixtures) { return folder }
        }
        return nil
    }()

    static let rows: String? = {
        let named = ProcessInfo.processInfo.environment["FINEGRAIN_HILLSTROM"]
        let path = named ?? root?.appendingPathComponent("../shared/data/hillstrom.csv").standardized.path
        return path.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
    }()

    private func cellsFile() throws -> String {
        try #require(Self.root).appendingPathComponent("fixtures/email-campaign-2008.csv").path
    }

    /// The digest is that of cells computed apart from this package, with exact fractions.
    @Test func cellsAreThoseOfAnIndependentComputation() throws {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: cellsFile()))
        #expect(SHA256.hex(bytes) == Self.cellsDigest)
    }

    @Test func totalsAreTheSources() throws {
        let table = try CellTable(file: cellsFile())
        #expect(table.cellCount == 2_665 && table.customerCount == 64_000)
        let arm = try #require(table.arm)
        #expect(arm.levels == ["Mens E-Mail", "No E-Mail", "Womens E-Mail"])
        let customers = (0..<3).map { code in
            zip(arm.codes, table.counts).reduce(0) { $0 + (Int($1.0) == code ? $1.1 : 0) }
        }
        #expect(customers == [21_307, 21_306, 21_387])
        let whole = try table.rolledUp(by: [], keepingArm: false)
        #expect(whole.outcomes.map(\.name) == ["visit", "conversion", "spend"])
        #expect(whole.outcomes.map(\.sums) == [[9_394], [578], [67_258.13]])
        #expect(table.attribute("recency")?.levels == ["1-3", "4-6", "7-9", "10-12"])
        // No newer customer has spent more than $500, so that these cells are empty.
        let coarse = try table.rolledUp(by: ["history_segment", "newbie"], keepingArm: false)
        #expect(coarse.cellCount == 11)
    }

    @Test(
        .enabled(if: rows != nil, "the customers of 2008 are not here; FINEGRAIN_HILLSTROM may name the file")
    )
    func cellsAreAFreshCompressionOfTheCustomers() throws {
        let rows = try #require(Self.rows)
        #expect(SHA256.hex(try Data(contentsOf: URL(fileURLWithPath: rows))) == Self.rowsDigest)
        let attributes = ["history_segment", "mens", "womens", "zip_code", "newbie", "channel", "recency"]
        let bands = try Bands.parse(["recency=1-3,4-6,7-9,10-12"])
        let table = try CellCompressor(
            by: attributes, arm: "segment", outcomes: ["visit", "conversion", "spend"], covariates: [],
            bands: bands
        ).compress(file: rows)
        #expect(Data(table.csv().bytes) == (try Data(contentsOf: URL(fileURLWithPath: cellsFile()))))
        let units = try CategoricalTable.load(rows, TableSelection(attributes: attributes, bands: bands))
        let cells = try CategoricalTable.load(cellsFile())
        #expect(units.rowCount == 64_000 && units.columns.map(\.levels) == cells.columns.map(\.levels))
    }
}
