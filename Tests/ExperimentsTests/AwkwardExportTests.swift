import Foundation
import Quantities
import Tabular
import Testing

@testable import Experiments

/// The same customers in the forms that exports come in: the effects stay, and what was detected is said.
@Suite struct AwkwardExportTests {
    /// A name, the bytes, the codes that must be among the warnings, and the plan.
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var bytes: [UInt8]
        var codes: [String]
        var plan: UpliftPlan

        init(_ name: String, _ text: String, _ codes: [String] = [], plan: UpliftPlan = AwkwardExport.plan())
        {
            self.init(name, bytes: Array(text.utf8), codes, plan: plan)
        }

        init(_ name: String, bytes: [UInt8], _ codes: [String] = [], plan: UpliftPlan = AwkwardExport.plan())
        {
            testDescription = name
            self.bytes = bytes
            self.codes = codes
            self.plan = plan
        }
    }

    private static let plain = AwkwardExport.text()

    private static func latin(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { UInt8($0.value) }
    }

    private static func utf16(_ text: String) -> [UInt8] {
        [0xff, 0xfe] + text.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
    }

    private static func european(_ separator: String = ";", grouped: Bool = false) -> String {
        AwkwardExport.text(separator: separator) {
            [$0.id, $0.arm, $0.town, AwkwardExport.comma($0.spend, grouped: grouped), $0.visit]
        }
    }

    static let readable: [Case] = [
        Case("plain", plain), Case("CRLF", AwkwardExport.text(lineEnd: "\r\n")),
        Case("CR alone", AwkwardExport.text(lineEnd: "\r"), ["file_format"]),
        Case(
            "CR alone with line feeds in quotes",
            AwkwardExport.text(lineEnd: "\r") { ["\"u\n\($0.id)\"", $0.arm, $0.town, $0.spend, $0.visit] },
            ["file_format"]),
        Case("CR alone in UTF-16", bytes: utf16(AwkwardExport.text(lineEnd: "\r")), ["file_format"]),
        Case("no last line end", String(plain.dropLast())), Case("UTF-8 mark", "\u{feff}" + plain),
        Case("blank lines", plain.replacing("\nu1100", with: "\n\nu1100") + "\n\n"),
        Case(
            "all quoted",
            AwkwardExport.text { row in [row.id, row.arm, row.town, row.spend, row.visit].map { "\"\($0)\"" }
            }),
        Case(
            "spaces in the header", AwkwardExport.text(header: [" id", "arm ", " town ", "spend", "visit"])),
        Case("semicolons", AwkwardExport.text(separator: ";"), ["file_format"]),
        Case("tabs", AwkwardExport.text(separator: "\t"), ["file_format"]),
        Case("bars", AwkwardExport.text(separator: "|"), ["file_format"]),
        Case("sep line", "sep=;\n" + AwkwardExport.text(separator: ";"), ["file_format"]),
        Case("Latin-1", bytes: latin(plain), ["file_format"]),
        Case("UTF-16", bytes: utf16(plain), ["file_format"]),
        Case(
            "UTF-16 with tabs, as Excel saves it",
            bytes: utf16(AwkwardExport.text(separator: "\t", lineEnd: "\r\n")), ["file_format"]),
        Case("gzip", bytes: Gzip.stored(Array(plain.utf8)), ["file_format"]),
        Case(
            "Latin-1 with semicolons and decimal commas in gzip", bytes: Gzip.stored(latin(european())),
            ["file_format"]),
        Case("decimal commas", european(), ["file_format"]),
        Case("decimal commas and points between thousands", european(grouped: true), ["file_format"]),
        Case("decimal commas with tabs", european("\t"), ["file_format"]),
        Case(
            "commas between thousands in quotes",
            AwkwardExport.text { row in
                let written = AwkwardExport.comma(row.spend, grouped: true)
                let swapped = written.map { $0 == "," ? "." : $0 == "." ? "," : String($0) }.joined()
                return [row.id, row.arm, row.town, "\"\(swapped)\"", row.visit]
            }, ["file_format"]),
        Case("title", "Campaign results\n\n" + plain, ["file_format"]),
        Case(
            "title cells of a sheet", "Campaign results,,,,\nExported,2026-11-20,,,\n" + plain,
            ["file_format"]),
        Case("comments", "# made by hand\n# do not edit; ask, first\n" + plain, ["file_format"]),
        Case("title above semicolons", "Report, as of Nov 20, 2026\n" + european(), ["file_format"]),
        Case(
            "arms in several spellings",
            AwkwardExport.text { row in
                let arm = row.id.hasSuffix("7") ? " " + row.arm.uppercased() : row.arm
                return [row.id, arm, row.town, row.spend, row.visit]
            }, ["joined_arms"]),
        Case(
            "the control is called None",
            AwkwardExport.text { [$0.id, $0.arm == "none" ? "None" : $0.arm, $0.town, $0.spend, $0.visit] }),
        Case(
            "two columns could be the arm",
            AwkwardExport.text(header: ["id", "variant", "town", "spend", "visit", "group"]) {
                [$0.id, $0.arm, $0.town, $0.spend, $0.visit, $0.town]
            }, ["arm_column"]),
        Case(
            "an unused column of long texts",
            AwkwardExport.text(header: AwkwardExport.header + ["note"]) {
                [$0.id, $0.arm, $0.town, $0.spend, $0.visit, "\"a, b;\n\"\"c\"\"\""]
            }),
        Case(
            "blanks that are known to be zero",
            AwkwardExport.text { [$0.id, $0.arm, $0.town, $0.spend == "0" ? "" : $0.spend, $0.visit] },
            plan: AwkwardExport.plan { $0.missingOutcomes = .zero }),
        Case(
            "numbers in another style, as told",
            AwkwardExport.text { row in [row.id, row.arm, row.town, row.spend, row.visit] },
            plan: AwkwardExport.plan { $0.numbers = .plain }),
    ]

    @Test(arguments: readable) func theEffectsStay(_ export: Case) throws {
        let readout = try AwkwardExport.readout(export.bytes, export.plan)
        for code in export.codes { #expect(readout.warnings.contains { $0.code == code }, "\(code)") }
        if !export.codes.contains("file_format") {
            #expect(!readout.warnings.contains { $0.code == "file_format" })
        }
        let (spend, visit) = (AwkwardExport.effect(\.spend), AwkwardExport.effect(\.visit))
        #expect(readout.unitCounts == [120, 120])
        #expect(agree(readout.row(.differenceInMeans, "spend", "mail")?.effect, spend, 1e-12))
        #expect(agree(readout.row(.differenceInMeans, "visit", "mail")?.effect, visit, 1e-12))
        #expect(
            readout.decisions.filter { $0.segment != nil }.compactMap { $0.segment?.text }.sorted() == [
                "Aix", "Köln", "Leeds",
            ])
    }

    private static func totals(_ header: [String], _ lines: [String]) -> String {
        ([header.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
    }

    private static let sums = AwkwardExport.plan { $0.by = [] }

    /// What must be refused, and words of the message or of its remedy.
    static let refused: [Case] = [
        Case("a workbook", "PK\u{3}\u{4}[Content_Types].xml", ["Excel workbook"]),
        Case("a PDF", "%PDF-1.4\n", ["PDF"]),
        Case("a login page", "<!DOCTYPE html><html>", ["HTML"]),
        Case("JSON lines", "{\"arm\": 1}\n{\"arm\": 2}\n", ["JSON"]),
        Case(
            "Latin-1 behind UTF-8", bytes: Array(plain.utf8) + latin("u1,mail,Köln,1,1\n"), ["two encodings"]),
        Case("gzip that is cut off", bytes: Array(Gzip.stored(Array(plain.utf8)).dropLast(5)), ["cut off"]),
        Case(
            "numbers that mean two things",
            AwkwardExport.text(separator: ";") { row in
                [
                    row.id, row.arm, row.town,
                    row.spend == "0" ? "0" : "1,\(100 + Int(row.id.dropFirst())! % 900)", row.visit,
                ]
            }, ["may mean", "--numbers"]),
        Case(
            "blanks that may be zero",
            AwkwardExport.text { [$0.id, $0.arm, $0.town, $0.spend == "0" ? "" : $0.spend, $0.visit] },
            ["--missing zero"]),
        Case(
            "one row per arm", totals(["arm", "spend", "visit"], ["none,1200,55", "mail,1500,70"]),
            ["totals of arms", "sum_y"], plan: sums),
        Case(
            "totals with users",
            totals(
                ["day", "arm", "users", "spend", "visit"],
                (0..<14).map { "\($0),\($0 % 2 == 0 ? "none" : "mail"),\(900 + $0),\($0)1.5,3" }),
            ["users", "totals"], plan: sums),
        Case(
            "totals of segments",
            totals(
                ["town", "arm", "spend", "visit"],
                (0..<12).map { "t\($0 / 2),\($0 % 2 == 0 ? "none" : "mail"),\($0)1.5,3" }),
            ["totals of segments"]),
        Case("a line of totals", plain + "Total,Total,,99999,140\n", ["looks like the sum"]),
        Case(
            "units that come again under another name",
            AwkwardExport.text(
                header: ["customer_no", "arm", "town", "spend", "visit"],
                rows: AwkwardExport.rows + AwkwardExport.rows.prefix(90)),
            ["90 of 330 rows repeat", "--cluster customer_no"]),
        Case(
            "a margin of no outcome", plain, ["not an outcome"],
            plan: AwkwardExport.plan { $0.margins = [.init(metric: "revenue", usd: 1)] }),
        Case("a cost without a margin", plain, ["--margin"], plan: AwkwardExport.plan { $0.costUSD = 0.1 }),
        Case(
            "a negative margin", plain, ["--direction visit=down"],
            plan: AwkwardExport.plan { $0.margins = [.init(metric: "visit", usd: -2)] }),
        Case(
            "a planned share that is left out", plain, ["no share is planned for mail"],
            plan: AwkwardExport.plan { $0.planned = [.init(arm: "none", share: 1)] }),
        Case(
            "cells without sums", totals(["arm", "n", "spend"], ["none,100,20", "mail,100,30"]), ["sum_y"],
            plan: sums),
        Case(
            "cells of one unit each",
            totals(["arm", "n", "sum_spend", "sumsq_spend"], ["none,1,20,400", "mail,1,30,900"]),
            ["one unit"],
            plan: AwkwardExport.plan { ($0.by, $0.outcomes) = ([], ["spend"]) }),
    ]

    @Test(arguments: refused) func whatWouldMisleadIsRefused(_ export: Case) throws {
        let error = #expect(throws: FinegrainError.self) {
            _ = try AwkwardExport.readout(export.bytes, export.plan)
        }
        #expect(error?.kind == .badInput)
        let text = (error?.problems ?? []).map(\.description).joined(separator: "\n")
        for words in export.codes { #expect(text.contains(words), "\(text)") }
    }

    /// Exports that can be read and that a reader must be warned of.
    static let remarked: [Case] = [
        Case(
            "outcomes of 1 and 2",
            AwkwardExport.text { [$0.id, $0.arm, $0.town, $0.spend, $0.visit == "1" ? "1" : "2"] },
            ["coded_outcome"]),
        Case(
            "one order of 1,500,000",
            plain.replacing("u1043,", with: "u1043,").replacing(
                AwkwardExport.rows[43].spend + "," + AwkwardExport.rows[43].visit + "\nu1044",
                with: "1500000," + AwkwardExport.rows[43].visit + "\nu1044"), ["extreme_value"]),
        Case(
            "outcomes missing in one arm",
            AwkwardExport.text { row in
                [
                    row.id, row.arm, row.town, row.spend,
                    row.arm == "mail" && row.id.hasSuffix("3") ? "" : row.visit,
                ]
            }, ["missing_outcome_by_arm"]),
        Case(
            "stores that were assigned",
            AwkwardExport.text(header: AwkwardExport.header + ["store_id"]) { row in
                let store = Int(row.id.dropFirst())! % 10
                return [row.id, row.arm, row.town, row.spend, row.visit, "s\(row.arm)\(store)"]
            }, ["unnamed_cluster"], plan: AwkwardExport.plan()),
    ]

    @Test(arguments: remarked) func whatMayMisleadIsSaid(_ export: Case) throws {
        // Without ids, so that nothing is known of units.
        let text = String(decoding: export.bytes, as: UTF8.self).replacing("id,arm", with: "row,arm")
        let readout = try AwkwardExport.readout(text, export.plan)
        for code in export.codes {
            #expect(readout.warnings.contains { $0.code == code }, "\(readout.warnings.map(\.code))")
        }
    }
}
