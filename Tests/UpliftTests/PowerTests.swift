import RandomStreams
import Testing
import Uplift

@Suite struct PowerTests {
    /// 64,000 customers, a tenth held out, a rate of 2 %: 25.83 % in one week and 5.06 % over 26. The table
    /// takes 2.8 for z_.975 + z_.8 = 2.8016.
    @Test func theUndividedAudienceNeedsALiftOfAQuarter() {
        let power = PowerAnalysis()
        let week = power.minimumDetectableRelativeLift(baseRate: 0.02, treated: 57_600, control: 6_400)
        let half = power.minimumDetectableRelativeLift(
            baseRate: 0.02, treated: 26 * 57_600, control: 26 * 6_400)
        #expect(abs(week * 2.8 / power.detectableStandardErrors - 0.2583) < 5e-5)
        #expect(abs(half * 2.8 / power.detectableStandardErrors - 0.0506) < 5e-5)
        #expect(abs(week - 0.2584) < 5e-5)
    }

    @Test func visitsOfTheHillstromTestShowDifferencesOf84PerTenThousand() {
        let effect = PowerAnalysis().minimumDetectableEffect(
            variance: 0.0949002403109789, treated: 21307, control: 21306)
        #expect(abs(effect - 0.00836) < 5e-6)
    }

    @Test func sampleSizeInvertsTheDetectableEffect() {
        let power = PowerAnalysis(alpha: 0.05, power: 0.9, testCount: 20)
        #expect(abs(power.detectableStandardErrors - (3.0233414397391685 + 1.2815515655446004)) < 1e-12)
        let units = power.unitsPerArm(variance: 0.0196, effect: 0.004)
        let atLeast = power.minimumDetectableEffect(variance: 0.0196, treated: units, control: units)
        let tooFew = power.minimumDetectableEffect(variance: 0.0196, treated: units - 1, control: units - 1)
        #expect(atLeast <= 0.004 && tooFew > 0.004)
        #expect(power.minimumDetectableEffect(variance: 1, treated: 0, control: 9) == .infinity)
        #expect(power.minimumDetectableRelativeLift(baseRate: 0, treated: 9, control: 9) == .infinity)
    }

    /// Of many experiments whose true lift is the detectable one, the share that says so is the power.
    @Test func experimentsAtTheDetectableEffectSucceedAsOftenAsPromised() throws {
        let analysis = PowerAnalysis(alpha: 0.1, power: 0.7)
        let lift = analysis.minimumDetectableEffect(variance: 0.1 * 0.9, treated: 3000, control: 1000)
        var stream = Seed(3).streams("test.power").stream(entity: 0)
        var seen = 0
        for _ in 0..<600 {
            let result = try DifferenceInMeans(
                treatment: ArmSummary(
                    count: 3000, successes: stream.binomial(trials: 3000, probability: 0.1 + lift)),
                control: ArmSummary(count: 1000, successes: stream.binomial(trials: 1000, probability: 0.1)))
            if result.pValue < 0.1 { seen += 1 }
        }
        // Standard error 11 about 420; the treated arm's larger variance costs a little.
        #expect(seen > 380 && seen < 455, "\(seen) of 600")
    }
}
