import RandomStreams
import Testing

@testable import Tabular

@Suite struct LevelOrderTests {
    private static let sortedLists = [
        ["-2", "0", "1.5", "2", "10", LevelOrder.missing],
        ["01", "1", "2"],
        ["<1", "1-3", "4-6", "7-9", "10-12", "13+", LevelOrder.missing],
        ["0", "1-3", "4+"],
        ["10", "9", "Web", "web"],
        ["1) $0 - $100", "2) $100 - $200", "Z", "z", "ä", LevelOrder.missing],
        [LevelOrder.missing],
    ]

    @Test(arguments: sortedLists) func orderDoesNotDependOnTheOrderOfRows(list: [String]) {
        let streams = Seed(5).streams("levels")
        for trial in 0..<50 {
            var stream = streams.stream(entity: trial)
            let shuffled = list.shuffled(using: &stream)
            #expect(LevelOrder.sorted(shuffled).map { shuffled[$0] } == list)
        }
    }

    /// Longer texts first and last, since a text may be the beginning of one that is known.
    @Test(arguments: [false, true]) func dictionaryTellsAllTextsApart(longestFirst: Bool) {
        let dictionary = LevelDictionary()
        // Lengths around the word boundary, with differences at either end and in the middle.
        var texts: [String] = []
        for length in 1...60 {
            texts.append(String(repeating: "a", count: length))
            texts.append("b" + String(repeating: "a", count: length - 1))
            if length > 1 { texts.append(String(repeating: "a", count: length - 1) + "b") }
            if length > 2 {
                texts.append(
                    String(repeating: "a", count: length / 2) + "b"
                        + String(repeating: "a", count: length - 1 - length / 2))
            }
        }
        if longestFirst { texts.reverse() }
        let distinct = texts.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        func code(_ text: String) -> Int? {
            var text = text
            return text.withUTF8 { dictionary.code(of: $0) }
        }
        for round in 0..<2 {
            for (index, text) in distinct.enumerated() {
                #expect(code(text) == index, "\(text) in round \(round)")
            }
        }
        #expect(dictionary.levels == distinct)
    }

    @Test func dictionaryHoldsTwoHundredFiftyFiveLevels() {
        let dictionary = LevelDictionary()
        func code(_ text: String) -> Int? {
            var text = text
            return text.withUTF8 { dictionary.code(of: $0) }
        }
        for index in 0..<255 { #expect(code("level \(index)") == index) }
        #expect(code("level 255") == nil)
        #expect(code("level 254") == 254)
    }

    @Test func cellIndexNumbersCombinationsAsTheyFirstOccur() {
        for width in [1, 3, 8, 9, 17] {
            var index = CellIndex(codesPerCell: width)
            var known: [[UInt8]: Int] = [:]
            var stream = Seed(6).streams("cells").stream(entity: width)
            for _ in 0..<4_000 {
                var row = (0..<width).map { UInt8($0 < 3 ? stream.below(14) : 250 + stream.below(2)) }
                let expected = known[row] ?? known.count
                #expect(row.withUnsafeMutableBufferPointer { index.cell($0) } == expected)
                known[row] = expected
            }
            #expect(index.count == known.count)
            for (row, cell) in known {
                #expect((0..<width).map { index.code($0, ofCell: cell) } == row)
            }
        }
    }
}
