import RandomStreams
import Testing

@testable import Campaigns

@Suite struct DraftTestTests {
    /// The winner of five drafts is worth σ·1.163·√(σ²/(σ² + V/information)) (model.md section 4).
    @Test(arguments: [2_000.0, 20_000, 200_000]) func theWinnersGainFollowsItsFormula(information: Double) {
        let (deviation, worlds) = (0.01, 20_000)
        let streams = Seed(5).streams("drafts")
        var sum = 0.0
        for world in 0..<worlds {
            var stream = streams.stream(entity: world)
            var test = DraftTest(drafts: 5, deviation: deviation, length: 4, stream: &stream)
            for send in 0..<4 {
                test.noteSend(
                    information: information / 4, stream: streams.stream(entity: world, step: send + 1))
            }
            sum += test.quality
        }
        let variance = deviation * deviation
        let expected = deviation * 1.163 * (variance / (variance + 5 / information)).squareRoot()
        #expect(abs(sum / Double(worlds) - expected) < 4 * deviation / Double(worlds).squareRoot())
    }

    @Test func withoutSpreadThereIsNothingToWin() {
        var stream = Seed(1).streams("d").stream(entity: 0)
        var test = DraftTest(drafts: 5, deviation: 0, length: 1, stream: &stream)
        test.noteSend(information: 100, stream: stream)
        #expect(test.quality == 0)
    }
}
