import RandomStreams
import Testing

@testable import Tabular

@Suite struct QuantileBandsTests {
    private func labels(_ values: [Double], _ weights: [Int]? = nil, count: Int = 4) -> [String]? {
        Bands.quantiles(of: values, weights: weights ?? values.map { _ in 1 }, attribute: "x", count: count)?
            .bands
            .map(\.label)
    }

    @Test func bandsEndAtRoundNumbersNearTheQuartiles() {
        #expect(labels((18..<90).map(Double.init)) == ["<40", "40-<50", "50-<70", "70+"])
        #expect(labels((1...12).map(Double.init)) == ["<4", "4-<7", "7-<10", "10+"])
        // A thousand values from 0.000 to 0.999.
        #expect(labels((0..<1_000).map { Double($0) / 1_000 }) == ["<0.2", "0.2-<0.5", "0.5-<0.8", "0.8+"])
        #expect(labels((-500..<500).map(Double.init)) == ["<-200", "-200-<0", "0-<200", "200+"])
    }

    @Test func aFrequentValueHasABandOfItsOwn() throws {
        let spend = Array(repeating: 0.0, count: 600) + (1...400).map { 10 * Double($0) }
        let bands = try #require(labels(spend))
        #expect(bands[0] == "<10" || bands[0] == "<5" || bands[0] == "<2" || bands[0] == "<1")
        #expect(bands.count >= 3)
        #expect(labels(Array(repeating: 0.0, count: 990) + (1...10).map(Double.init)) == nil)
        #expect(labels([5, 5, 5]) == nil && labels([]) == nil)
        #expect(labels([1, 2], [500, 500]) == ["<2", "2+"])
    }

    @Test func everyValueIsInOneBandAndNoBandIsThin() throws {
        let streams = Seed(11).streams("bands.quantiles")
        for trial in 0..<200 {
            var stream = streams.stream(entity: trial)
            let scale = [1e-6, 0.01, 1, 7, 1_000, 3e9, 1e15][Int(stream.below(7))]
            let isWhole = stream.below(2) == 0
            let values = (0..<(20 + Int(stream.below(300)))).map { _ -> Double in
                let x = (Double(stream.below(2_000)) / 1_000 - (trial % 3 == 0 ? 1 : 0)) * scale
                return isWhole ? x.rounded() : x
            }
            let weights = values.map { _ in 1 + Int(stream.below(4)) }
            guard let bands = Bands.quantiles(of: values, weights: weights, attribute: "x") else {
                #expect(Set(values).count < 20, "\(values.prefix(5))")
                continue
            }
            // The text of the bands reads back as the bands.
            #expect(try Bands.parse([bands.text]) == [bands])
            var sizes = bands.bands.map { _ in 0 }
            for (value, weight) in zip(values, weights) {
                let places = bands.bands.indices.filter { bands.bands[$0].contains(value) }
                #expect(places.count == 1, "\(value) in \(bands.text)")
                if let place = places.first { sizes[place] += weight }
            }
            let total = sizes.reduce(0, +)
            #expect(sizes.allSatisfy { Double($0) >= 0.03 * Double(total) }, "\(bands.text): \(sizes)")
            for value in [-1e300, 1e300] { #expect(bands.index(of: value) != nil) }
        }
    }

    @Test func theOrderOfRowsLeavesNoTrace() {
        let values = (0..<500).map { Double(($0 * 7_919) % 503) }
        #expect(labels(values) == labels(values.sorted()) && labels(values) == labels(values.reversed()))
    }

    @Test(arguments: [
        ("plain=<1,1+", "plain"), ("\"a;b=c\"=<1,1+", "a;b=c"), ("\"say \"\"hi\"\"\"=1-3,4+", "say \"hi\""),
        ("Kontostand, Ø=<0,0+", "Kontostand, Ø"),
    ]) func namesOfAnyKindComeBack(_ text: String, _ name: String) throws {
        let bands = try Bands.parse([text])
        #expect(bands.map(\.attribute) == [name] && bands[0].text == text)
        #expect(try Bands.parse([text + ";other=1+"]).map(\.attribute) == [name, "other"])
    }
}
