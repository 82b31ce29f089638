import Audiences
import RandomStreams
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct LatentClassesTests {
    private func world(count: Int = 20_000, dependence: Double = 0.9) throws -> (
        audience: Audience, classes: LatentClasses
    ) {
        let weights: [[Double]] = [[3, 2, 1], [1, 1], [2, 3, 3, 2], [4, 1, 1]]
        let attributes = weights.enumerated().map { index, weights in
            Attribute(name: "a\(index)", levels: weights.indices.map { "\($0)" })
        }
        return try SyntheticAudience(
            count: count, attributes: attributes, weights: weights, classes: 3, dependence: dependence,
            seed: Seed(5)
        ).draw()
    }

    @Test func eachStepIsAtLeastAsLikelyAndEndsAboveTheTruth() throws {
        let (audience, truth) = try world()
        let fitted = LatentClasses.fit(audience, classes: 3, seed: Seed(9), iterations: 300)
        let trace = fitted.logLikelihoods
        #expect(trace.count > 10)
        #expect(zip(trace, trace.dropFirst()).allSatisfy { $1 >= $0 - 1e-6 })
        // The last entry is the likelihood before the last step; the truth is one of the candidates.
        #expect(trace.last! > logLikelihood(audience, truth) - 1)
        #expect(abs(logLikelihood(audience, fitted) - trace.last!) < 1)
    }

    /// Sum over customers of the log of the mixture, by its definition.
    private func logLikelihood(_ audience: Audience, _ classes: LatentClasses) -> Double {
        (0..<audience.count).reduce(0) { sum, customer in
            var density = 0.0
            for index in classes.weights.indices {
                var product = classes.weights[index]
                for (attribute, column) in audience.columns.enumerated() {
                    product *= classes.shares[index][attribute][Int(column[customer])]
                }
                density += product
            }
            return sum + log(density)
        }
    }

    @Test func drawnClassesHaveTheFittedWeights() throws {
        let audience = try world().audience
        let fitted = LatentClasses.fit(audience, classes: 3, seed: Seed(9), iterations: 100)
        for (index, weight) in fitted.weights.enumerated() {
            let drawn = fitted.classOfCustomer.count { Int($0) == index }
            let deviation = (weight * (1 - weight) * Double(audience.count)).squareRoot()
            #expect(abs(Double(drawn) - weight * Double(audience.count)) < 4 * deviation + 1)
        }
        #expect(
            LatentClasses.fit(audience, classes: 3, seed: Seed(9), iterations: 100).classOfCustomer
                == fitted.classOfCustomer)
    }

    @Test func classesAverageToTheMarginal() throws {
        let classes = try world(count: 10).classes
        for (attribute, weights) in [[3.0, 2, 1], [1, 1], [2, 3, 3, 2], [4, 1, 1]].enumerated() {
            for level in weights.indices {
                let mean = classes.shares.reduce(0) { $0 + $1[attribute][level] } / 3
                #expect(abs(mean - weights[level] / weights.reduce(0, +)) < 1e-6)
            }
        }
    }

    @Test func redrawingWithinClassesKeepsDependenceAndFromTheMarginalErodesIt() throws {
        let (audience, classes) = try world()
        let start = dependence(audience.columns)
        let kept = try dependence(drifted(audience, .withinClass(classes)))
        let eroded = try dependence(drifted(audience, .marginal))
        #expect(start > 0.02)
        #expect(abs(kept / start - 1) < 0.15)
        // After 40 weeks at 5 % a pair is untouched with probability 0.95^80, and so is dependence at most.
        #expect(eroded < 0.1 * start)
    }

    private func drifted(_ audience: Audience, _ kernel: DriftKernel) throws -> [[UInt8]] {
        let population = try Population(
            audience: audience, hierarchy: SegmentHierarchy(attributes: audience.attributes, dimensions: []),
            profile: ProfileLayout(attributes: audience.attributes),
            drift: Drift(kernel: kernel, weeklyRate: 0.05),
            seed: Seed(3))
        for _ in 0..<40 { population.advance() }
        let rows = (0..<audience.count).map(population.row(of:))
        return audience.attributes.indices.map { attribute in rows.map { $0[attribute] } }
    }

    /// The mean square contingency of the attributes 0 and 2.
    private func dependence(_ columns: [[UInt8]]) -> Double {
        var table = [[Double]](repeating: [0, 0, 0, 0], count: 3)
        let n = Double(columns[0].count)
        for (a, b) in zip(columns[0], columns[2]) { table[Int(a)][Int(b)] += 1 / n }
        var sum = 0.0
        for a in 0..<3 {
            for b in 0..<4 {
                let expected = table[a].reduce(0, +) * table.reduce(0) { $0 + $1[b] }
                sum += (table[a][b] - expected) * (table[a][b] - expected) / expected
            }
        }
        return sum
    }
}
