import RandomStreams
import Testing

@testable import Targeting

@Suite struct FoldsTests {
    @Test func aUnitsFoldDependsOnItsKeyAndTheSeedAlone() {
        let keys = (0..<1000).map { UInt64($0) &* 0x9e37_79b9_7f4a_7c15 }
        let plain = Folds(keys: keys, seed: Seed(3))
        let reversed = Folds(keys: keys.reversed(), seed: Seed(3))
        #expect(plain.ofUnit == reversed.ofUnit.reversed())
        #expect(Folds(keys: keys, seed: Seed(4)).ofUnit != plain.ofUnit)
    }

    @Test func foldsAreOfAboutEqualSize() {
        let folds = Folds(keys: (0..<10_000).map { UInt64($0) }, seed: Seed(1))
        #expect(folds.members.allSatisfy { (1850...2150).contains($0.count) })
        #expect(folds.members.flatMap(\.self).sorted() == Array(0..<10_000))
    }
}
