import Foundation
import RandomStreams
import Testing
import Writing

@Suite struct PersonaMixTests {
    @Test func mixIsTheSoftmaxOfTheBelievedPreferences() {
        let belief = PersonaBelief(
            angles: ["quality", "price"], attributes: [.init(name: "loyal", levels: ["no", "yes"])],
            mu: [0.2, -0.1],
            weights: [1, -1, 0.5, 2], reference: [0.6, 0.4], scale: 0.5, temperature: 0.5, noise: 0)
        var stream = TestWorld.stream(0)
        let mix = belief.mix(shares: [0.3, 0.7], using: &stream)
        // r - reference = (-0.3, 0.3); utilities 0.2 + 0.5(-0.3 + 0.15) = 0.125
        // and -0.1 + 0.5(0.3 + 0.6) = 0.35.
        let expected = 1 / (1 + exp((0.35 - 0.125) / 0.5))
        #expect(abs(mix[0] - expected) < 1e-15)
        #expect(abs(mix[0] + mix[1] - 1) < 1e-15)
    }

    @Test func aLevelThatThePromptDoesNotMentionCountsAsTheAudiences() {
        let belief = TestWorld.belief(noise: 0)
        var stream = TestWorld.stream(0)
        let silent = belief.mix(shares: belief.reference.map { _ in Double.nan }, using: &stream)
        let average = belief.mix(shares: belief.reference, using: &stream)
        #expect(silent == average)
    }

    @Test func temperatureZeroPutsAllOnTheFirstOfTheBest() {
        #expect(PersonaBelief.softmax([1, 3, 3, 2], temperature: 0) == [0, 1, 0, 0])
        #expect(PersonaBelief.points([0, 1, 0, 0]) == [0, 100, 0, 0])
    }

    @Test func pointsGoToTheLargestRemaindersTiesByIndex() {
        // Tenths 3.75, 3.75, 2.5: floors 3, 3, 2; the two left go to the first two.
        #expect(PersonaBelief.points([0.375, 0.375, 0.25]) == [40, 40, 20])
        // Tenths 2.5 each: floors 2; the two left go to the first two of four equals.
        #expect(PersonaBelief.points([0.25, 0.25, 0.25, 0.25]) == [30, 30, 20, 20])
        #expect(PersonaBelief.points([0.04, 0.96]) == [0, 100])
    }

    @Test func pointsAlwaysSumToAHundredAndAreWithinTenOfTheMix() {
        let belief = TestWorld.belief()
        for index in 0..<500 {
            var stream = TestWorld.stream(index)
            let mix = belief.mix(shares: TestWorld.segment(index).shares, using: &stream)
            let points = PersonaBelief.points(mix)
            #expect(points.reduce(0, +) == 100)
            #expect(zip(points, mix).allSatisfy { abs(Double($0) - 100 * $1) < 10 })
        }
    }

    @Test func noiseHasTheGivenSpread() {
        // With two angles, equal means and T = 1, the log odds of the mix are eta0 - eta1 ~ N(0, 2 noise^2).
        let belief = PersonaBelief(
            angles: ["quality", "price"], attributes: [], mu: [0, 0], weights: [], reference: [], scale: 1,
            temperature: 1, noise: 0.25)
        let count = 20_000
        var sum = 0.0
        var squares = 0.0
        for index in 0..<count {
            var stream = TestWorld.stream(index, "noise")
            let mix = belief.mix(shares: [], using: &stream)
            let odds = log(mix[0] / mix[1])
            sum += odds
            squares += odds * odds
        }
        let variance = squares / Double(count)
        #expect(abs(sum / Double(count)) < 4 * 0.3536 / Double(count).squareRoot())
        // The standard error of a normal's variance is variance * sqrt(2 / n).
        #expect(abs(variance - 0.125) < 4 * 0.125 * (2 / Double(count)).squareRoot())
    }
}
