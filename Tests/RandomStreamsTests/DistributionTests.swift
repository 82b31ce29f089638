import RandomStreams
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Draws follow the law that they are named for")
struct DistributionTests {
    /// Inversion below a mean of 10, rejection above; 1 − p above a half.
    static let binomials: [(Int, Double)] = [
        (1, 0.3), (5, 0.5), (9, 0.9), (12, 0.2), (40, 0.2), (19, 0.5), (20, 0.5), (25, 0.5), (40, 0.3),
        (60, 0.8),
        (200, 0.06), (100_000, 0.0001),
    ]

    /// Enough to see a cell of a tenth of all draws that is wrong by a twentieth of itself.
    static let draws = 80_000

    @Test("binomial draws, by chi-square against the exact probabilities", arguments: binomials)
    func binomialLaw(trials: Int, p: Double) {
        let draws = Self.draws
        var stream = Seed(21).streams("binomial").stream(entity: trials, step: Int(p * 1_000))
        var counts: [Int] = []
        for _ in 0..<draws {
            let k = stream.binomial(trials: trials, probability: p)
            while counts.count <= k { counts.append(0) }
            counts[k] += 1
        }
        #expect(counts.count <= trials + 1)
        let (statistic, cells) = chiSquare(counts, trials, p, draws)
        let limit = chiSquareLimit(cells - 1)
        #expect(statistic < limit, "\(statistic) in \(cells) cells, limit \(limit)")
    }

    @Test(
        "large binomial draws have the mean and the variance of the law",
        arguments: [(1_000, 0.02), (100_000, 0.25), (1_000_000, 0.97), (100_000_000, 0.5)])
    func binomialMoments(trials: Int, p: Double) {
        let draws = 10_000.0
        var stream = Seed(22).streams("binomial").stream(entity: trials)
        let (mean, variance) = (Double(trials) * p, Double(trials) * p * (1 - p))
        var (sum, squares) = (0.0, 0.0)
        for _ in 0..<Int(draws) {
            let deviation = Double(stream.binomial(trials: trials, probability: p)) - mean
            sum += deviation
            squares += deviation * deviation
        }
        #expect(abs(sum / draws) < 4 * (variance / draws).squareRoot())
        #expect(abs(squares / draws / variance - 1) < 4 * (2 / draws).squareRoot() * 1.02)
    }

    @Test("binomial draws at the edges")
    func binomialEdges() {
        var stream = Seed(23).streams("edges").stream(entity: 0)
        #expect(stream.binomial(trials: 0, probability: 0.5) == 0)
        #expect(stream.binomial(trials: 10, probability: 0) == 0)
        #expect(stream.binomial(trials: 10, probability: 1) == 10)
        #expect(stream.binomial(trials: 10, probability: -0.1) == 0)
        #expect(stream.binomial(trials: 10, probability: 1.1) == 10)
    }

    @Test("exponential draws have the probabilities of the law in ten cells")
    func exponential() {
        var stream = Seed(24).streams("exponential").stream(entity: 0)
        var counts = [Int](repeating: 0, count: 10)
        for _ in 0..<20_000 {
            let survival = exp(-stream.exponential(mean: 3) / 3)
            counts[min(Int(survival * 10), 9)] += 1
        }
        let statistic = counts.reduce(0.0) { $0 + Double(($1 - 2_000) * ($1 - 2_000)) / 2_000 }
        #expect(statistic < chiSquareLimit(9))
    }

    @Test("lognormal draws have the given median and spread")
    func logNormal() {
        var stream = Seed(25).streams("lognormal").stream(entity: 0)
        let logs = (0..<10_000).map { _ in log(stream.logNormal(median: 1.2, sigma: 0.27) / 1.2) / 0.27 }
        let mean = logs.reduce(0, +) / 10_000
        let variance = logs.reduce(0) { $0 + $1 * $1 } / 10_000
        #expect(abs(mean) < 0.04)
        #expect(abs(variance - 1) < 0.057)
        #expect(stream.logNormal(median: 7, sigma: 0) == 7)
    }

    /// Pearson's statistic, with neighbours pooled into cells that expect at least ten draws each.
    private func chiSquare(_ counts: [Int], _ n: Int, _ p: Double, _ draws: Int) -> (Double, Int) {
        var cells: [(seen: Double, expected: Double)] = []
        var open = (seen: 0.0, expected: 0.0)
        for k in 0...n {
            let logMass =
                logFactorial(n) - logFactorial(k) - logFactorial(n - k) + Double(k) * log(p)
                + Double(n - k) * log(1 - p)
            open.seen += k < counts.count ? Double(counts[k]) : 0
            open.expected += Double(draws) * exp(logMass)
            if open.expected >= 10 {
                cells.append(open)
                open = (0, 0)
            }
        }
        cells[cells.count - 1].seen += open.seen
        cells[cells.count - 1].expected += open.expected
        let statistic = cells.reduce(0) {
            $0 + ($1.seen - $1.expected) * ($1.seen - $1.expected) / $1.expected
        }
        return (statistic, cells.count)
    }

    private func logFactorial(_ n: Int) -> Double { lgamma(Double(n) + 1) }

    /// The 0.9999 quantile of chi-square, by Wilson & Hilferty (1931), a little above the exact one.
    private func chiSquareLimit(_ degrees: Int) -> Double {
        let d = Double(max(degrees, 1))
        let root = 1 - 2 / (9 * d) + 3.719 * (2 / (9 * d)).squareRoot()
        return d * root * root * root + 0.5
    }
}
