import Pricing
import Quantities
import Testing

@Suite struct PriceFileProblemsTests {
    /// The row, the line of the problem, and a part of its message.
    @Test(
        arguments: [
            ("  m: {standard: {input_tokens: -1.00}}", 7, "the price -1.00 is negative"),
            ("  m: {standard: {input_tokens: 1e-7}}", 7, "'1e-7' is not a price"),
            ("  m: {standard: {input_tokens: \"null\"}}", 7, "'null' is not a price"),
            ("  m: {standard: {input_tokens: 0.0000000000001}}", 7, "more than twelve decimals"),
            ("  m: {standard: {input_tokens: {per: 7}}}", 7, "the row has no price"),
            ("  m:\n    standard:\n      inptu_tokens: 1", 9, "unknown meter 'inptu_tokens'"),
            ("  m:\n    bacth: {input_tokens: 1}", 8, "unknown key 'bacth' in sku 'm'"),
            ("  m: {grade: D, standard: {input_tokens: 1}}", 7, "unknown grade 'D'"),
            ("  m: {currency: eur, standard: {input_tokens: 1}}", 7, "unknown currency 'eur'"),
            ("  m: {per: 0, standard: {input_tokens: 1}}", 7, "'0' is not a positive whole number"),
            ("  m: {from: 2026-02-30, standard: {input_tokens: 1}}", 7, "'2026-02-30' is not a day"),
            ("  m: {date: lately, standard: {input_tokens: 1}}", 7, "'lately' is no date"),
            ("  m: {standard: {input_tokens: 1}, limits: {cache: 5}}", 7, "unknown limit 'cache'"),
            ("  m: {standard: {input_tokens: 1}, limits: {output_burndown: x}}", 7, "'x' is not a positive"),
            ("  m: {standard: {input_tokens: {price: 1, fre: 2}}}", 7, "unknown key 'fre'"),
            ("  m: {standard: {input_tokens: 1, input_tokens: 2}}", 7, "duplicate row: 'input_tokens'"),
            (
                "  m: {standard: {input_tokens: 1}}\n  m: {standard: {input_tokens: 1}}", 7,
                "duplicate row: 'm'"
            ),
            ("  m: {standard: {input_tokens: [1, 2]}}", 7, "duplicate row: bedrock m input_tokens"),
            ("  m: {standard: 7}", 7, "not a mapping"),
            ("  m: {standard: {input_tokens: 1}", 8, "not YAML"),
            ("  m: {standard: {input_tokens: 1}, long_context: {input_tokens: 2}}", 7, "but no threshold"),
            ("  m: {standard: {input_tokens: 1}, limits: {long_context_threshold: 9}}", 7, "no long-context"),
            ("  m: {from: 2026-03-01, until: 2026-02-01, standard: {input_tokens: 1}}", 7, "ends before it"),
        ] as [(String, Int, String)])
    func aBadRowIsNamedByFileAndLine(_ row: String, _ line: Int, _ message: String) {
        let found = problems { _ = try bookOf(row, file: "prices/mine.yaml") }
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.file == "prices/mine.yaml" && found.first?.line == line, "\(found)")
        #expect(found.first?.message.contains(message) == true, "\(found)")
        #expect(found.first?.remedy != nil)
    }

    @Test func allProblemsOfAllFilesComeAtOnce() {
        let bad = "  a: {standard: {input_tokens: -1, output_tokens: x}}\n  b: {standard: {tokens: 1}}"
        let found = problems {
            _ = try PriceBook.parse([
                ("one.yaml", priceFile(bad)), ("two.yaml", priceFile(bad, service: "openai")),
                ("three.yaml", priceFile("  c: {standard: {requests: 1}}", service: "nobody")),
            ])
        }
        #expect(
            found.map { "\($0.file ?? "")" } == Array(repeating: "one.yaml", count: 3)
                + Array(repeating: "two.yaml", count: 3) + ["three.yaml"])
        #expect(found.map(\.line) == [7, 7, 8, 7, 7, 8, 1])
    }

    @Test func aRowWithoutSourceUnitsOrGradeIsRefused() {
        let rows = "  m: {standard: {requests: 1}}\n  n: {per: 5, standard: {requests: 1}}\n"
        let text = "service: sns\nskus:\n" + rows
        let found = problems { _ = try PriceBook.parse([("x.yaml", text)]) }
        #expect(found.map(\.line) == [3, 4])
        #expect(
            found.map(\.message) == [
                "the row does not say how many units the price buys", "the row has no source, date, grade",
            ])
    }

    @Test func twoFilesMayNotPriceTheSameMeter() {
        let found = problems {
            _ = try PriceBook.parse([
                ("a.yaml", priceFile("  m: {standard: {input_tokens: 1}}")),
                ("b.yaml", priceFile("  m: {standard: {input_tokens: 2}}")),
            ])
        }
        #expect(found.map(\.file) == ["b.yaml"])
        #expect(found.first?.message.contains("a.yaml:7") == true)
    }

    @Test func aMissingOrEmptyPathIsNamed() {
        let missing = problems { _ = try PriceBook.load(["no/such/prices.yaml"]) }
        #expect(missing.map(\.file) == ["no/such/prices.yaml"])
        #expect(problems { _ = try PriceBook.load([]) }.count == 1)
        #expect(problems { _ = try PriceBook.parse([("empty.yaml", "")]) }.map(\.file) == ["empty.yaml"])
    }

    @Test func aRowInheritsWhatItDoesNotSay() throws {
        let book = try bookOf(
            """
              m:
                per: 10
                note: of the sku
                standard:
                  input_tokens: 1
                  output_tokens: {price: 2, per: 20, grade: C, note: of the row, free: 5}
            """)
        let input = try #require(book.row(for: Fixtures.meter("m", .inputTokens)))
        #expect(input.per == 10 && input.provenance.grade == .a && input.provenance.note == "of the sku")
        #expect(input.provenance.source == "a test" && input.provenance.line == 11 && input.freePerMonth == 0)
        let output = try #require(book.row(for: Fixtures.meter("m", .outputTokens)))
        #expect(output.per == 20 && output.provenance.grade == .c && output.provenance.note == "of the row")
        #expect(output.freePerMonth == 5)
    }
}
