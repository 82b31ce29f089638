import RandomStreams
import Testing

@Suite("The normal distribution is accurate over its whole range")
struct NormalTests {
    /// Quantiles to 400 digits by Newton's method in mpmath, rounded; SciPy's agree within 2.2e-16.
    static let quantiles: [(Double, Double)] = [
        (1e-300, -37.0470962993612), (1e-100, -21.273453560965326), (1e-20, -9.262340089798407),
        (1e-10, -6.361340902404057), (1e-05, -4.264890793922825), (0.001, -3.0902323061678136),
        (0.01, -2.326347874040841), (0.025, -1.9599639845400543), (0.05, -1.6448536269514726),
        (0.074, -1.4466320671589785), (0.075, -1.439531470938456), (0.076, -1.4325027208258116),
        (0.1, -1.2815515655446004), (0.2, -0.8416212335729142), (0.3, -0.5244005127080408),
        (0.4, -0.2533471031357997), (0.499, -0.002506630899571766), (0.5000001, 2.506628273311648e-07),
        (0.6, 0.2533471031357997), (0.75, 0.6744897501960817), (0.9, 1.2815515655446006),
        (0.924, 1.4325027208258119), (0.925, 1.4395314709384561), (0.926, 1.4466320671589787),
        (0.95, 1.6448536269514722), (0.975, 1.9599639845400538), (0.99, 2.3263478740408408),
        (0.999, 3.090232306167813), (0.999999, 4.753424308817087),
    ]

    @Test("quantiles", arguments: quantiles)
    func quantile(p: Double, expected: Double) {
        #expect(abs(Normal.quantile(p) / expected - 1) < 2e-15, "\(Normal.quantile(p))")
    }

    @Test("the ends of the range")
    func ends() {
        #expect(Normal.quantile(0.5) == 0)
        #expect(Normal.quantile(0) == -.infinity)
        #expect(Normal.quantile(1) == .infinity)
        #expect(Normal.quantile(-0.1).isNaN && Normal.quantile(1.1).isNaN && Normal.quantile(.nan).isNaN)
    }

    @Test(
        "probabilities, in both tails",
        arguments: [
            (-20.0, 2.7536241186062337e-89), (-8, 6.220960574271784e-16), (-5, 2.866515718791939e-07),
            (-3, 0.0013498980316300946), (-1, 0.15865525393145705), (-0.1, 0.460172162722971), (0, 0.5),
            (0.5, 0.6914624612740131), (1.959963984540054, 0.975), (3, 0.9986501019683699),
            (8, 0.9999999999999993),
        ])
    func cumulative(z: Double, expected: Double) {
        // The relative error of a tail grows with z² times that of the argument.
        #expect(abs(Normal.cumulative(z) / expected - 1) < 1e-15 * max(4, z * z))
    }

    @Test("the density is the slope of the probability")
    func density() {
        for z in stride(from: -4.0, through: 4, by: 0.25) {
            let slope = (Normal.cumulative(z + 1e-5) - Normal.cumulative(z - 1e-5)) / 2e-5
            #expect(abs(slope - Normal.density(z)) < 1e-9)
        }
    }

    @Test("draws have mean 0, variance 1, no skew and the right fourth moment")
    func moments() {
        var stream = Seed(12).streams("normal").stream(entity: 0)
        let count = 40_000
        var sums = (0.0, 0.0, 0.0, 0.0)
        for _ in 0..<count {
            let z = stream.normal()
            sums.0 += z
            sums.1 += z * z
            sums.2 += z * z * z
            sums.3 += z * z * z * z
        }
        // Standard deviations of z, z², z³ and z⁴: 1, √2, √15 and √96.
        let n = Double(count)
        let error = 4 / n.squareRoot()
        #expect(abs(sums.0 / n) < error)
        #expect(abs(sums.1 / n - 1) < error * 2.0.squareRoot())
        #expect(abs(sums.2 / n) < error * 15.0.squareRoot())
        #expect(abs(sums.3 / n - 3) < error * 96.0.squareRoot())
    }
}
