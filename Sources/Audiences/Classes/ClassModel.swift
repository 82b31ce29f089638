import RandomStreams

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The parameters of a latent class model and the posteriors of each distinct row, on the way to a fit.
///
/// Classes lie side by side in memory, so that the loops over them are of fixed stride; steps allocate nothing.
struct ClassModel {
    private let fitter: ClassFitter
    /// How many customers each row stands for.
    private let counts: [Double]
    private let total: Double
    /// `shares[bin * classes + class]`, and behind them the weight of each class.
    private(set) var parameters: [Double]
    /// `posteriors[row * classes + class]`
    private(set) var posteriors: [Double]
    private var sums: [Double]

    private var classes: Int { fitter.classes }
    private var weightStart: Int { parameters.count - fitter.classes }

    init(_ fitter: ClassFitter, counts: [Int], seed: Seed) {
        self.fitter = fitter
        self.counts = counts.map(Double.init)
        total = Double(counts.reduce(0, +))
        let classes = fitter.classes
        let width = fitter.offsets[fitter.levels.count]
        parameters = [Double](repeating: 0, count: width * classes)
        parameters += [Double](repeating: 1 / Double(classes), count: classes)
        sums = parameters
        posteriors = [Double](repeating: 0, count: counts.count * classes)
        // A random soft assignment of rows is the start: the first maximisation breaks the symmetry.
        let streams = seed.streams("latent-classes.start")
        for row in counts.indices {
            var stream = streams.stream(entity: row)
            var sum = 0.0
            for index in 0..<classes {
                let draw = stream.exponential(mean: 1)
                posteriors[row * classes + index] = draw
                sum += draw
            }
            for index in 0..<classes { posteriors[row * classes + index] /= sum }
        }
        maximisation()
    }

    /// Two steps and a leap along the way that they point, after Varadhan & Roland, "Simple and globally convergent
    /// methods for accelerating the convergence of any EM algorithm" (2008), scheme S3. A leap that is less likely
    /// than the steps is taken back, so the likelihood never falls.
    /// - Returns: the log-likelihood of the parameters that it started from.
    mutating func cycle() -> Double {
        let start = parameters
        let likelihood = expectation()
        maximisation()
        let first = parameters
        let reached = expectation()
        maximisation()
        let second = parameters
        var (change, bend) = (0.0, 0.0)
        for place in start.indices {
            let r = first[place] - start[place]
            let v = second[place] - first[place] - r
            change += r * r
            bend += v * v
        }
        let length = bend > 0 ? (change / bend).squareRoot() : 1
        guard length > 1 else { return likelihood }
        for place in start.indices {
            let r = first[place] - start[place]
            let v = second[place] - first[place] - r
            // A share that the leap would take below zero only gets closer to it.
            parameters[place] = max(start[place] + 2 * length * r + length * length * v, second[place] / 8)
        }
        normalise()
        if expectation() >= reached { maximisation() } else { parameters = second }
        return likelihood
    }

    /// Makes shares and weights sum to one again.
    private mutating func normalise() {
        for attribute in fitter.levels.indices {
            normalise(fitter.offsets[attribute]..<fitter.offsets[attribute + 1])
        }
        var sum = 0.0
        for place in weightStart..<parameters.count { sum += parameters[place] }
        for place in weightStart..<parameters.count { parameters[place] /= sum }
    }

    private mutating func normalise(_ bins: Range<Int>) {
        for index in 0..<classes {
            var sum = 0.0
            for bin in bins { sum += parameters[bin * classes + index] }
            guard sum > 0 else { continue }
            for bin in bins { parameters[bin * classes + index] /= sum }
        }
    }

    /// Posteriors of all rows; returns the log-likelihood.
    mutating func expectation() -> Double {
        let (classes, attributes, weightStart) = (classes, fitter.levels.count, weightStart)
        var likelihood = 0.0
        posteriors.withUnsafeMutableBufferPointer { posteriors in
            parameters.withUnsafeBufferPointer { parameters in
                fitter.bins.withUnsafeBufferPointer { bins in
                    for row in 0..<counts.count {
                        let posterior = posteriors.baseAddress! + row * classes
                        let bins = bins.baseAddress! + row * attributes
                        let weights = parameters.baseAddress! + weightStart
                        for index in 0..<classes { posterior[index] = weights[index] }
                        for attribute in 0..<attributes {
                            let part = parameters.baseAddress! + Int(bins[attribute]) * classes
                            for index in 0..<classes { posterior[index] *= part[index] }
                        }
                        var mass = 0.0
                        for index in 0..<classes { mass += posterior[index] }
                        if mass > 1e-250 {
                            let scale = 1 / mass
                            for index in 0..<classes { posterior[index] *= scale }
                            likelihood += counts[row] * log(mass)
                        } else {
                            likelihood +=
                                counts[row]
                                * ClassModel.improbable(
                                    UnsafeBufferPointer(start: bins, count: attributes), parameters,
                                    UnsafeMutableBufferPointer(start: posterior, count: classes))
                        }
                    }
                }
            }
        }
        return likelihood
    }

    /// The posterior of a row whose probability is too small to be multiplied up, by logarithms.
    ///
    /// A row that no class can have, which a sample may lack, gets the classes' weights.
    /// - Returns: the logarithm of the row's probability; 0 for a row that no class can have.
    private static func improbable(
        _ bins: UnsafeBufferPointer<Int32>, _ parameters: UnsafeBufferPointer<Double>,
        _ posterior: UnsafeMutableBufferPointer<Double>
    ) -> Double {
        let classes = posterior.count
        let weights = parameters.suffix(classes)
        for (index, weight) in weights.enumerated() {
            var sum = log(weight)
            for bin in bins { sum += log(parameters[Int(bin) * classes + index]) }
            posterior[index] = sum
        }
        let highest = posterior.max() ?? -.infinity
        guard highest > -.infinity else {
            for (index, weight) in weights.enumerated() { posterior[index] = weight }
            return 0
        }
        var mass = 0.0
        for index in posterior.indices {
            posterior[index] = exp(posterior[index] - highest)
            mass += posterior[index]
        }
        for index in posterior.indices { posterior[index] /= mass }
        return highest + log(mass)
    }

    private mutating func maximisation() {
        let (classes, attributes, weightStart) = (classes, fitter.levels.count, weightStart)
        sums.withUnsafeMutableBufferPointer { sums in
            sums.update(repeating: 0)
            posteriors.withUnsafeMutableBufferPointer { posteriors in
                fitter.bins.withUnsafeBufferPointer { bins in
                    for row in 0..<counts.count where counts[row] > 0 {
                        let posterior = posteriors.baseAddress! + row * classes
                        let count = counts[row]
                        // Posteriors become masses; the next expectation makes them anew.
                        let weights = sums.baseAddress! + weightStart
                        for index in 0..<classes {
                            posterior[index] *= count
                            weights[index] += posterior[index]
                        }
                        for attribute in 0..<attributes {
                            let part = sums.baseAddress! + Int(bins[row * attributes + attribute]) * classes
                            for index in 0..<classes { part[index] += posterior[index] }
                        }
                    }
                }
            }
        }
        for index in 0..<classes {
            let mass = sums[weightStart + index]
            parameters[weightStart + index] = mass / total
            // A class that died out keeps its shares: it has no weight in anything that follows.
            guard mass > 0 else { continue }
            for bin in 0..<fitter.offsets[attributes] {
                parameters[bin * classes + index] = sums[bin * classes + index] / mass
            }
        }
    }
}
