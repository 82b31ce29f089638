import Campaigns
import Testing

@Suite struct ArmTests {
    @Test func sharesAreMetAndAssignmentsStay() {
        let arms = ArmAssignment(experiment: "e", generic: 0.1, holdout: 0.05)
        var counts = [0, 0, 0]
        for customer in 0..<100_000 { counts[arms.arm(of: customer).rawValue] += 1 }
        // Five standard errors of a binomial share.
        #expect(abs(counts[1] - 10_000) < 480 && abs(counts[2] - 5_000) < 350)
        let again = ArmAssignment(experiment: "e", generic: 0.1, holdout: 0.05)
        #expect((0..<1_000).allSatisfy { arms.arm(of: $0) == again.arm(of: $0) })
    }

    @Test func anotherExperimentAssignsAnew() {
        let a = ArmAssignment(experiment: "a", generic: 0.5, holdout: 0)
        let b = ArmAssignment(experiment: "b", generic: 0.5, holdout: 0)
        let equal = (0..<10_000).count { a.arm(of: $0) == b.arm(of: $0) }
        #expect(abs(equal - 5_000) < 250)
    }

    @Test func growingTheGenericArmMovesNobodyElse() {
        let small = ArmAssignment(experiment: "e", generic: 0.1, holdout: 0)
        let large = ArmAssignment(experiment: "e", generic: 0.2, holdout: 0)
        for customer in 0..<10_000 where small.arm(of: customer) == .generic {
            #expect(large.arm(of: customer) == .generic)
        }
    }
}
