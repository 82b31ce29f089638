import Encodings
import Foundation
import Pricing
import Quantities
import Testing
import Workbench

/// A file that was changed after the run is found, and the explanation says that the sum is not the invoice.
@Suite struct ExplainTamperTests {
    /// The lines of a journal with another byte in one of them.
    private func change(_ lines: [String], _ place: Int, at offset: Int, to byte: UInt8) -> String {
        var bytes = Array(lines[place].utf8)
        bytes[offset] = byte
        var lines = lines
        lines[place] = String(decoding: bytes, as: UTF8.self)
        return lines.joined(separator: "\n") + "\n"
    }

    /// The bytes between the braces of a line's usage.
    private func usage(_ line: String) -> Range<Int> {
        let bytes = Array(line.utf8)
        let mark = Array("\"usage\":{".utf8)
        let start = (0..<bytes.count).first { bytes[$0...].starts(with: mark) }! + mark.count
        return start..<bytes[start...].firstIndex(of: UInt8(ascii: "}"))!
    }

    /// A place in a usage that holds the first digit of an amount.
    private func digit(_ line: String) -> Int? {
        let bytes = Array(line.utf8)
        return usage(line).first { bytes[$0] == UInt8(ascii: ":") }.map { $0 + 1 }
    }

    private func other(_ digit: UInt8) -> UInt8 { digit == UInt8(ascii: "9") ? digit - 1 : digit + 1 }

    @Test func anotherAmountInAnyLineBreaksTheSum() throws {
        let kept = try KeptRun("tampered", ["copy.mode=batch", "run.campaigns=2"])
        let lines = try kept.text("journal.jsonl").split(separator: "\n").map(String.init)
        let used = lines.indices.filter { digit(lines[$0]) != nil }
        #expect(used.count > 100)
        for place in used.enumerated().filter({ $0.offset % 17 == 0 }).map(\.element) {
            let offset = digit(lines[place])!
            try kept.write(
                change(lines, place, at: offset, to: other(Array(lines[place].utf8)[offset])), "journal.jsonl"
            )
            let problems = try kept.explainer().list(campaign: 1).problems
            #expect(problems.contains { $0.line == place + 1 }, "\(lines[place].prefix(200))")
            #expect(problems.contains { $0.message.contains("the invoice is $") }, "\(problems)")
        }
        try kept.write(lines.joined(separator: "\n") + "\n", "journal.jsonl")
        #expect(try kept.explainer().list(campaign: 1).problems.isEmpty)
    }

    /// Each byte in turn; read by offsets only, as with a journal that is too large to be read as a whole.
    @Test func anyByteOfAUsageIsFoundByTheSegmentThatPaidForIt() throws {
        let kept = try KeptRun("bytes", ["run.campaigns=2"])
        let lines = try kept.text("journal.jsonl").split(separator: "\n").map(String.init)
        let document = try kept.explainer().segment("20", campaign: 1).document
        let call = try #require(
            document["calls"]?.array?.first { $0["service"]?.string == "bedrock" }?["sequence"]?.integer)
        for offset in usage(lines[call]) {
            let byte = Array(lines[call].utf8)[offset]
            try kept.write(change(lines, call, at: offset, to: byte ^ 1), "journal.jsonl")
            let explanation = try kept.quickExplainer().segment("20", campaign: 1)
            #expect(explanation.problems.contains { $0.line == call + 1 }, "byte \(offset)")
            #expect(explanation.document["check"]?["holds"] == false)
        }
        // Another segment's explanation does not read that line, and says how many it read; --verify reads all.
        let other = try kept.quickExplainer().segment("36", campaign: 1)
        #expect(other.problems.isEmpty && other.document["check"]?["whole_journal"] == false)
        let checked = try #require(other.document["check"]?["checked_calls"]?.integer)
        #expect(checked > 5 && checked < lines.count / 4)
        #expect(
            !(try kept.explainer().segment("36", campaign: 1).problems
                .isEmpty))
    }

    @Test func linesThatAreMissingSwappedOrMovedBetweenSegmentsAreFound() throws {
        let kept = try KeptRun("moved", ["run.campaigns=2"])
        let lines = try kept.text("journal.jsonl").split(separator: "\n").map(String.init)
        let sends = lines.indices.filter { lines[$0].contains("\"operation\":\"send\"") }
        func problems(_ lines: [String]) throws -> [Problem] {
            try kept.write(lines.joined(separator: "\n") + "\n", "journal.jsonl")
            return try kept.explainer().list(campaign: 2).problems
        }
        var missing = lines
        missing.remove(at: sends[3])
        #expect(!(try problems(missing).isEmpty))
        var swapped = lines
        swapped.swapAt(sends[0], sends[1])
        #expect(!(try problems(swapped).isEmpty))
        // The same total, but from one segment to another.
        var moved = lines
        moved[sends[0]] = lines[sends[0]].replacingOccurrences(
            of: "\"entity\":\"20\"", with: "\"entity\":\"22\"")
        #expect(moved != lines)
        #expect(try problems(moved).contains { $0.line == sends[0] + 1 })
        #expect(try problems(lines).isEmpty)
        // A text that costs nothing: the sum holds, the checksum does not.
        let answer = lines.firstIndex { $0.contains("\\\"variants\\\"") }!
        var reworded = lines
        reworded[answer] = lines[answer].replacingOccurrences(of: "subject", with: "sabject")
        #expect(
            try problems(reworded).map(\.message) == [
                "the file is not the one that run.json was written with"
            ])
    }

    @Test func anotherInvoiceOrLineageIsFound() throws {
        let kept = try KeptRun("invoice", ["run.campaigns=2"])
        let document = try kept.text("run.json")
        let lineage = try kept.text("lineage.jsonl")
        let total = JSONValue.number(kept.run.invoice.total.usd).text()
        try kept.write(document.replacingOccurrences(of: ": \(total)", with: ": 1\(total)"), "run.json")
        #expect(
            try kept.explainer().list(campaign: 1).problems.contains {
                $0.file?.hasSuffix("run.json") == true && $0.message.contains("invoice")
            })
        try kept.write(document, "run.json")
        // One segment's persona in another's words, of equal length.
        let reworded = lineage.replacingOccurrences(of: "novelty", with: "quality")
        #expect(reworded != lineage && reworded.utf8.count == lineage.utf8.count)
        try kept.write(reworded, "lineage.jsonl")
        #expect(!(try kept.explainer().list(campaign: 1).problems.isEmpty))
        try kept.write(String(lineage.dropLast(40)), "lineage.jsonl")
        let error = #expect(throws: FinegrainError.self) { try kept.explainer() }
        #expect(error?.kind == .broken)
    }
}
