import Testing

@testable import Reporting

@Suite struct DistinctLabelsTests {
    private func short(_ texts: [String], _ limit: Int) -> [String] {
        let labels = DistinctLabels(texts, limit: Double(limit))
        return texts.map { labels[$0] }
    }

    @Test func shortTextsStayAsTheyAre() {
        #expect(short(["north", "south"], 5) == ["north", "south"])
    }

    @Test func theEndIsCutWhereThatLeavesThemDifferent() {
        #expect(short(["northern region", "southern region"], 9) == ["northern…", "southern…"])
    }

    @Test func theMiddleIsCutWhereTheyDifferAtTheEnd() {
        #expect(short(["region number 1", "region number 2"], 9) == ["regi…er 1", "regi…er 2"])
    }

    @Test func textsThatDifferInTheMiddleLoseTheirCommonBeginning() {
        let texts = [
            "the very long beginning A and the same end", "the very long beginning B and the same end",
        ]
        #expect(short(texts, 20) == ["…A and the same end", "…B and the same end"])
    }

    @Test func whatTellsNeighboursApartIsKept() {
        let texts = ["loyal gold members", "loyal silver members", "new customers", "lapsed one year"]
        #expect(short(texts, 7) == ["…gold …", "…silve…", "new cu…", "lapsed…"])
    }

    @Test(arguments: [6, 10, 14, 20]) func differentTextsStayDifferentAndFit(_ limit: Int) {
        let texts = (0..<40).map { "same begin \($0 % 8) same middle \($0 / 8) same end of the name" } + ["x"]
        let labels = short(texts, limit)
        #expect(Set(labels).count == texts.count)
        #expect(labels.allSatisfy { $0.count <= limit })
    }

    @Test func equalTextsStayEqual() {
        let labels = short(["a long name 1", "a long name 2", "a long name 1"], 8)
        #expect(labels[0] == labels[2] && labels[0] != labels[1])
    }
}
