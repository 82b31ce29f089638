import Quantities
import Testing

@testable import Tabular

@Suite struct BandsTests {
    @Test func everyWrittenFormHoldsItsNumbers() throws {
        let cases: [(text: String, inside: [Double], outside: [Double])] = [
            ("4-6", [4, 5.5, 6], [3.999, 6.001]), ("0-<100", [0, 99.99], [-0.01, 100]),
            ("7", [7], [6.9, 7.1]),
            ("13+", [13, 1e9], [12.9]), (">=13", [13, 99], [12.9]), (">12", [12.1], [12]),
            ("-3", [-9, 3], [3.1]),
            ("<=3", [3, -1], [3.1]), ("<1", [0.9, -5], [1]), ("-5--1", [-5, -1], [-5.1, 0]),
            ("-5-3", [-5, 3], [3.5]),
            ("0.5-1.25", [0.5, 1.25], [0.49, 1.26]), ("1e-3-5", [0.001, 5], [0]), (" 4 - 6 ", [4, 6], [7]),
        ]
        for (text, inside, outside) in cases {
            let band = try #require(Band(text), "\(text)")
            for value in inside { #expect(band.contains(value), "\(text) holds \(value)") }
            for value in outside { #expect(!band.contains(value), "\(text) does not hold \(value)") }
        }
    }

    @Test func whatIsNoRangeIsNoBand() {
        for text in ["", " ", "-", "+", "a-b", "6-4", "4-4", "<", "<=", "4-", "1-2-3", "1) $0 - $100"] {
            #expect(Band(text) == nil, "\(text)")
        }
    }

    @Test func severalAttributesInOneTextOrInMany() throws {
        let recency = try Bands(attribute: "recency", labels: ["1-3", "4-6", "7+"])
        let history = try Bands(attribute: "history", labels: ["<100", "100+"])
        #expect(try Bands.parse(["recency=1-3,4-6,7+;history=<100,100+"]) == [recency, history])
        #expect(try Bands.parse(["recency = 1-3, 4-6, 7+ ;", "history=<100,100+"]) == [recency, history])
        #expect(try Bands.parse([]) == [])
        #expect(recency.bands.map(\.label) == ["1-3", "4-6", "7+"])
        #expect([1, 3, 4, 8].map { recency.index(of: $0) } == [0, 0, 1, 2])
        #expect(recency.index(of: 3.5) == nil && recency.index(of: 0) == nil)
    }

    @Test func touchingBandsOverlapOnlyWhereBothHoldTheEnd() {
        func isSound(_ labels: [String]) -> Bool { (try? Bands(attribute: "x", labels: labels)) != nil }
        #expect(
            isSound(["0-<5", "5-9"]) && isSound(["<5", "5+"]) && isSound(["<=5", ">5"])
                && isSound(["<5", "5"]))
        #expect(
            !isSound(["0-5", "5-9"]) && !isSound(["<=5", "5+"]) && !isSound(["5+", "7"])
                && !isSound(["5", "5"]))
    }

    @Test func allProblemsAreNamedAtOnce() throws {
        let error = #expect(throws: FinegrainError.self) {
            try Bands.parse(["x=1-3,3-6,high", "1-3", "y=7-9,4-6", "x=1+"])
        }
        #expect(
            error?.description == """
                --bands: the bands 1-3 and 3-6 of x overlap
                    Both ends belong to a band; write 0-<100 to leave out the upper one.
                --bands: "high" is no band of x
                    Write a range such as 4-6, 0-<100, 13+, <1, or one number.
                --bands: "1-3" names no attribute
                    Write bands as recency=1-3,4-6,7+ and separate attributes by semicolons.
                --bands: the bands 7-9 and 4-6 of y are not in ascending order
                    Write the bands from low to high.
                --bands: x has bands twice
                    Give one list of bands for it.
                """)
        #expect(error?.exitCode == 2)
    }

    @Test func moreBandsThanAByteHoldsAreRefused() {
        let labels = (0..<255).map { String($0) }
        #expect(throws: FinegrainError.self) { try Bands(attribute: "x", labels: labels) }
        #expect(throws: Never.self) { try Bands(attribute: "x", labels: Array(labels.dropLast())) }
    }
}
