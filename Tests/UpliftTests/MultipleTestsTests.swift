import RandomStreams
import Testing

@testable import Uplift

@Suite struct MultipleTestsTests {
    private let pValues: [Double?] = [0.01, 0.04, nil, 0.03, 0.005, 0.9]

    @Test func correctionsAreThoseByHand() {
        // Sorted: .005 .01 .03 .04 .9 of five tests.
        #expect(
            MultipleTests.holm(pValues).map { $0.map { ($0 * 1e6).rounded() / 1e6 } } == [
                0.04, 0.09, nil, 0.09, 0.025, 0.9,
            ])
        #expect(
            MultipleTests.benjaminiHochberg(pValues).map { $0.map { ($0 * 1e6).rounded() / 1e6 } } == [
                0.025, 0.05, nil, 0.05, 0.025, 0.9,
            ])
        let harmonic = 1 + 0.5 + 1.0 / 3 + 0.25 + 0.2
        #expect(isClose(MultipleTests.benjaminiYekutieli(pValues)[0]!, 0.025 * harmonic, 1e-12))
    }

    @Test func oneTestIsNotCorrected() {
        #expect(MultipleTests.holm([0.2]) == [0.2] && MultipleTests.benjaminiHochberg([0.2]) == [0.2])
        #expect(MultipleTests.holm([]).isEmpty && MultipleTests.holm([nil]) == [nil])
    }

    @Test func dunnettLiesBetweenTheSingleTestAndBonferroni() {
        for p in [0.4, 0.03, 1e-5, 1e-40, 1e-200] {
            let adjusted = Dunnett.adjusted(
                [p, 0.5, 0.7], treatmentVariances: [1, 1, 1], controlVariance: 1)[0]
            #expect(adjusted >= p && adjusted <= 3 * p * (1 + 1e-6), "\(p): \(adjusted)")
        }
    }

    @Test func dunnettsExceedanceIsThatOfIndependentTestsWithoutASharedControl() {
        let limit = 2.2
        let single = 2 * Normal.cumulative(-limit)
        #expect(
            isClose(
                Dunnett.exceedance(limit, [0, 0, 0]), 1 - (1 - single) * (1 - single) * (1 - single), 1e-10))
        // Two contrasts of correlation ½: 1 − P(both inside), from SciPy's multivariate normal (1.17.1).
        #expect(
            isClose(
                Dunnett.exceedance(1.959963984540054, [(0.5).squareRoot(), (0.5).squareRoot()]), 0.0908, 2e-3)
        )
    }

    @Test func dunnettHoldsItsLevelWhenNothingWorks() {
        let family = Seed(11).streams("dunnett")
        var alarms = 0
        for world in 0..<2000 {
            var stream = family.stream(entity: world)
            let control = stream.normal()
            let pValues = (0..<4).map { _ in
                StudentT(degreesOfFreedom: .infinity).twoSided(
                    (stream.normal() - control) / (2.0).squareRoot())
            }
            let adjusted = Dunnett.adjusted(pValues, treatmentVariances: [1, 1, 1, 1], controlVariance: 1)
            if adjusted.contains(where: { $0 <= 0.05 }) { alarms += 1 }
        }
        #expect((72...130).contains(alarms), "\(alarms) of 2000")
    }
}
