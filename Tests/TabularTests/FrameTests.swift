import Foundation
import Quantities
import RandomStreams
import Testing

@testable import Tabular

@Suite struct FrameTests {
    private func file(_ text: String, _ name: String) throws -> String {
        let path = NSTemporaryDirectory() + "frame-\(name).csv"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// Rows with numbers, texts, quotes and gaps.
    private func text(_ rows: Int, seed: UInt64) -> String {
        var stream = Seed(seed).streams("frames").stream(entity: 0)
        var lines = ["id,x,name,mixed"]
        for row in 0..<rows {
            let number = stream.happens(0.1) ? "NA" : "\((stream.normal() * 1e6).rounded() / 1e3)"
            let name = ["plain", "\"a, b\"", "\"say \"\"so\"\"\"", "", "Zürich", "\"two\nlines\""][
                Int(stream.below(6))]
            lines.append("u\(row),\(number),\(name),\(stream.happens(0.02) ? "seven" : "\(row % 7)")")
        }
        return lines.joined(separator: "\r\n") + (stream.happens(0.5) ? "\r\n" : "")
    }

    private func frame(_ path: String, jobs: Int, partSize: Int) throws -> ColumnFrame {
        try ColumnFrame.load(
            path,
            [
                ColumnRequest("x", .number), ColumnRequest("name", .category),
                ColumnRequest("mixed", .automatic),
                ColumnRequest("id", .key),
            ], rowKeys: true, jobs: jobs, memoryLimit: 1 << 30, partSize: partSize)
    }

    @Test func partsOfAnySizeGiveWhatOneReaderGives() throws {
        for seed in 1...6 {
            let path = try file(text(120, seed: UInt64(seed)), "parts-\(seed)")
            let whole = try frame(path, jobs: 1, partSize: 1 << 20)
            #expect(whole.rowCount == 120)
            for partSize in Array(20...60) + [97, 256, 1000] {
                let parts = try frame(path, jobs: 2, partSize: partSize)
                #expect(parts.categories == whole.categories && parts.keyColumns == whole.keyColumns)
                #expect(parts.rowKeys == whole.rowKeys)
                #expect(parts.number("x").map(\.bitPattern) == whole.number("x").map(\.bitPattern))
            }
        }
    }

    @Test func anAutomaticColumnIsOfNumbersUntilATextComes() throws {
        let numbers = try frame(file("id,x,name,mixed\na,1,b,2\nc,,d,3\n", "numbers"), jobs: 1, partSize: 100)
        #expect(numbers.number("mixed") == [2, 3] && numbers.number("x")[1].isNaN)
        let texts = try frame(file("id,x,name,mixed\na,1,b,2\nc,1,d,two\n", "texts"), jobs: 1, partSize: 100)
        #expect(texts.category("mixed").levels == ["2", "two"])
    }

    @Test func numbersAreReadExactly() throws {
        var stream = Seed(4).streams("numbers").stream(entity: 0)
        for _ in 0..<20_000 {
            let value = stream.normal() * (stream.happens(0.5) ? 1 : 1e-7)
            for written in ["\(value)", String(format: "%.6f", value), String(format: "%.17g", value)] {
                var text = written
                let read = text.withUTF8 { DecimalText.value(of: $0) }
                #expect(read == Double(written), "\(written)")
            }
        }
    }

    @Test func rowKeysTellEqualRowsApartAndDoNotDependOnTheOrder() throws {
        let plain = try frame(
            file("id,x,name,mixed\na,1,b,2\na,1,b,2\nc,3,d,4\n", "keys"), jobs: 1, partSize: 100)
        let turned = try frame(
            file("id,x,name,mixed\nc,3,d,4\na,1,b,2\na,1,b,2\n", "keys-turned"), jobs: 1, partSize: 100)
        #expect(Set(plain.rowKeys).count == 3 && Set(plain.rowKeys) == Set(turned.rowKeys))
    }

    @Test func afterTheMemoryLimitTheRemedyIsNamed() throws {
        let path = try file(text(200, seed: 9), "large")
        #expect(throws: FinegrainError.self) {
            try ColumnFrame.load(path, [ColumnRequest("x", .number)], memoryLimit: 800)
        }
    }

    @Test func cellsOfPartsAreThoseOfTheWhole() throws {
        for seed in 1...4 {
            var stream = Seed(UInt64(seed)).streams("cells").stream(entity: 0)
            var lines = ["segment,t,y,x"]
            for _ in 0..<300 {
                lines.append(
                    "s\(stream.below(9)),\(stream.below(2)),\((stream.normal() * 1e4).rounded() / 1e3),\(stream.below(5))"
                )
            }
            let path = try file(lines.joined(separator: "\n") + "\n", "cells-\(seed)")
            var compressor = CellCompressor(
                by: ["segment"], arm: "t", outcomes: ["y"], covariates: ["x"], bands: [])
            let whole = try compressor.compress(file: path)
            for partSize in [40, 100, 1111] {
                compressor.partSize = partSize
                let parts = try compressor.compress(file: path)
                #expect(
                    parts.attributes == whole.attributes && parts.counts == whole.counts
                        && parts.arm == whole.arm)
                for (a, b) in zip(parts.outcomes + parts.covariates, whole.outcomes + whole.covariates) {
                    #expect(zip(a.sums, b.sums).allSatisfy { abs($0 - $1) <= 1e-12 * max(1, abs($1)) })
                    #expect(zip(a.squares, b.squares).allSatisfy { abs($0 - $1) <= 1e-12 * max(1, abs($1)) })
                }
            }
        }
    }
}
