import Audiences
import Testing

@testable import Campaigns

@Suite struct ResultTallyTests {
    private func result(_ identity: Int32, _ arm: Arm, _ customers: Int, _ outcomes: Int, _ effect: Double)
        -> Experiment.Result
    {
        Experiment.Result(
            identity: SegmentIdentity(rawValue: identity), arm: arm, customers: customers, outcomes: outcomes,
            base: Double(customers) / 10, effect: effect)
    }

    @Test func campaignsAddUpBySegmentAndArm() {
        var tally = ResultTally()
        tally.add([result(9, .personalised, 90, 12, 1.5), result(9, .generic, 10, 1, 0)])
        tally.add([
            result(4, .holdout, 5, 0, -0.25), result(9, .personalised, 80, 7, -0.5),
            result(9, .generic, 20, 2, 0),
        ])
        #expect(
            tally.cells == [
                ResultTally.Cell(
                    identity: SegmentIdentity(rawValue: 4), arm: .holdout, customers: 5, outcomes: 0,
                    base: 0.5, effect: -0.25),
                ResultTally.Cell(
                    identity: SegmentIdentity(rawValue: 9), arm: .personalised, customers: 170, outcomes: 19,
                    base: 17, effect: 1),
                ResultTally.Cell(
                    identity: SegmentIdentity(rawValue: 9), arm: .generic, customers: 30, outcomes: 3,
                    base: 3, effect: 0),
            ])
        #expect(tally.totals == (205, 22))
    }
}
