import RandomStreams
import Regression
import Testing

@testable import Uplift

@Suite struct SharedControlPoolingTests {
    private func segments(_ world: Int, count: Int, arms: Int) -> [SharedControlPooling.Segment] {
        var stream = Seed(21).streams("shared").stream(entity: world)
        return (0..<count).map { _ in
            let control = 0.3 * stream.normal()
            let contrasts = (0..<arms).map {
                0.2 * Double($0) + 0.25 * stream.normal() + 0.2 * stream.normal() - control
            }
            return SharedControlPooling.Segment(
                contrasts: contrasts, treatmentVariances: Array(repeating: 0.04, count: arms),
                controlVariance: 0.09)
        }
    }

    @Test func oneTreatmentIsPartialPooling() throws {
        let data = segments(1, count: 9, arms: 1)
        let joint = try SharedControlPooling(data)
        let variances = data.map { $0.treatmentVariances[0] + $0.controlVariance }
        let single = try PartialPooling(estimates: data.map { $0.contrasts[0] }, variances: variances)
        #expect(
            abs(joint.means[0] - single.mean) < 1e-10 && joint.betweenVariances[0] == single.betweenVariance)
        for (segment, row) in data.enumerated() {
            let weight = variances[segment] / (variances[segment] + single.betweenVariance)
            let shrunk = weight * single.mean + (1 - weight) * row.contrasts[0]
            #expect(abs(joint.effect(segment: segment, treatment: 0).mean - shrunk) < 1e-10)
        }
    }

    /// The whole model as one weighted regression on the means, with the covariance of everything written out.
    @Test func meansAreGeneralisedLeastSquares() throws {
        let data = segments(2, count: 6, arms: 2)
        let joint = try SharedControlPooling(data)
        // Blocks of a segment: diag(v + τ²) + v₀; sum their inverses and their inverses times the contrasts.
        var (precision, information) = ([0.0, 0, 0, 0], [0.0, 0])
        for segment in data {
            let (a, d) = (
                segment.treatmentVariances[0] + segment.controlVariance + joint.betweenVariances[0],
                segment.treatmentVariances[1] + segment.controlVariance + joint.betweenVariances[1]
            )
            let b = segment.controlVariance
            let determinant = a * d - b * b
            let inverse = [d / determinant, -b / determinant, -b / determinant, a / determinant]
            for index in 0..<4 { precision[index] += inverse[index] }
            information[0] += inverse[0] * segment.contrasts[0] + inverse[1] * segment.contrasts[1]
            information[1] += inverse[2] * segment.contrasts[0] + inverse[3] * segment.contrasts[1]
        }
        let determinant = precision[0] * precision[3] - precision[1] * precision[2]
        let first = (precision[3] * information[0] - precision[1] * information[1]) / determinant
        #expect(abs(joint.means[0] - first) < 1e-10)
    }

    @Test func differencesOfTreatmentsCoverBecauseTheControlCancels() throws {
        var (covered, count, naive) = (0, 0, 0.0)
        for world in 0..<150 {
            var stream = Seed(22).streams("differences").stream(entity: world)
            var truths: [Double] = []
            let data = (0..<12).map { _ -> SharedControlPooling.Segment in
                let (one, two) = (0.25 * stream.normal(), 0.3 + 0.25 * stream.normal())
                truths.append(two - one)
                let control = 0.3 * stream.normal()
                return SharedControlPooling.Segment(
                    contrasts: [
                        one + 0.2 * stream.normal() - control, two + 0.2 * stream.normal() - control,
                    ],
                    treatmentVariances: [0.04, 0.04], controlVariance: 0.09)
            }
            let joint = try SharedControlPooling(data, method: .boundaryAvoiding)
            for segment in data.indices {
                let difference = joint.difference(segment: segment, of: 1, over: 0)
                count += 1
                if difference.interval().contains(truths[segment]) { covered += 1 }
                let (a, b) = (
                    joint.effect(segment: segment, treatment: 0), joint.effect(segment: segment, treatment: 1)
                )
                naive +=
                    (a.standardDeviation * a.standardDeviation + b.standardDeviation * b.standardDeviation)
                    .squareRoot()
                    / difference.standardDeviation
            }
        }
        let share = Double(covered) / Double(count)
        #expect((0.91...0.985).contains(share), "\(share)")
        #expect(
            naive / Double(count) > 1.02, "taken as independent, differences look less certain than they are")
    }
}
