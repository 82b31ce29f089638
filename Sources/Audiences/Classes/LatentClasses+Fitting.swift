public import RandomStreams

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension LatentClasses {
    /// The classes that make the audience likeliest, by expectation and maximisation
    /// (Dempster, Laird & Rubin 1977; the latent class model of Lazarsfeld & Henry 1968).
    ///
    /// Works on the distinct rows with their counts, in ascending order of rows, from a start keyed
    /// by `seed`. Each customer's class is then drawn once from its posterior, keyed by customer.
    /// - Parameter tolerance: stop when a step gains less than this many nats a customer.
    /// - Complexity: O(iterations x distinct rows x classes x attributes).
    public static func fit(
        _ audience: Audience, classes: Int = 8, seed: Seed, iterations: Int = 200, tolerance: Double = 1e-7
    ) -> LatentClasses {
        precondition((1...256).contains(classes), "use 1 to 256 classes")
        let cells = DistinctRows(audience)
        var model = ClassModel(
            cells, levels: audience.attributes.map(\.levels.count), classes: classes, seed: seed)
        var trace: [Double] = []
        for _ in 0..<max(1, iterations) {
            trace.append(model.step(cells))
            if trace.count > 1,
                trace[trace.count - 1] - trace[trace.count - 2] < tolerance * Double(cells.total)
            {
                break
            }
        }
        _ = model.expectation(cells)
        return LatentClasses(
            weights: model.weights, shares: model.nestedShares(),
            classOfCustomer: model.drawClasses(cells, seed: seed), logLikelihoods: trace)
    }
}

/// The parameters of the mixture and the posteriors of each distinct row.
private struct ClassModel {
    let levels: [Int]
    let offsets: [Int]
    let width: Int
    let classes: Int
    var weights: [Double]
    /// `shares[class * width + offsets[attribute] + level]`
    var shares: [Double]
    /// `posteriors[row * classes + class]`
    var posteriors: [Double]

    init(_ cells: DistinctRows, levels: [Int], classes: Int, seed: Seed) {
        self.levels = levels
        self.classes = classes
        offsets = levels.indices.map { levels[..<$0].reduce(0, +) }
        width = levels.reduce(0, +)
        weights = [Double](repeating: 1 / Double(classes), count: classes)
        shares = [Double](repeating: 0, count: classes * width)
        posteriors = [Double](repeating: 0, count: cells.count * classes)
        // A random soft assignment of rows is the start: the first maximisation breaks the symmetry.
        let streams = seed.streams("latent-classes.start")
        for row in 0..<cells.count {
            var stream = streams.stream(entity: row)
            var sum = 0.0
            for index in 0..<classes {
                let draw = stream.exponential(mean: 1)
                posteriors[row * classes + index] = draw
                sum += draw
            }
            for index in 0..<classes { posteriors[row * classes + index] /= sum }
        }
        maximisation(cells)
    }

    /// One step; returns the log-likelihood of the parameters that it started from.
    mutating func step(_ cells: DistinctRows) -> Double {
        let likelihood = expectation(cells)
        maximisation(cells)
        return likelihood
    }

    mutating func expectation(_ cells: DistinctRows) -> Double {
        let logWeights = weights.map { log($0) }
        let logShares = shares.map { log($0) }
        var total = 0.0
        posteriors.withUnsafeMutableBufferPointer { posteriors in
            for row in 0..<cells.count {
                let posterior = UnsafeMutableBufferPointer(
                    rebasing: posteriors[row * classes..<(row + 1) * classes])
                var highest = -Double.infinity
                for index in 0..<classes {
                    var sum = logWeights[index]
                    for attribute in levels.indices {
                        sum += logShares[index * width + offsets[attribute] + cells.level(row, attribute)]
                    }
                    posterior[index] = sum
                    highest = max(highest, sum)
                }
                var mass = 0.0
                for index in 0..<classes {
                    posterior[index] = exp(posterior[index] - highest)
                    mass += posterior[index]
                }
                for index in 0..<classes { posterior[index] /= mass }
                total += Double(cells.counts[row]) * (highest + log(mass))
            }
        }
        return total
    }

    private mutating func maximisation(_ cells: DistinctRows) {
        var mass = [Double](repeating: 0, count: classes)
        var sums = [Double](repeating: 0, count: classes * width)
        for row in 0..<cells.count {
            let count = Double(cells.counts[row])
            for index in 0..<classes {
                let weight = count * posteriors[row * classes + index]
                mass[index] += weight
                for attribute in levels.indices {
                    sums[index * width + offsets[attribute] + cells.level(row, attribute)] += weight
                }
            }
        }
        for index in 0..<classes {
            weights[index] = mass[index] / Double(cells.total)
            // A class that died out keeps its shares: it has no weight in anything that follows.
            guard mass[index] > 0 else { continue }
            for bin in 0..<width { shares[index * width + bin] = sums[index * width + bin] / mass[index] }
        }
    }

    func nestedShares() -> [[[Double]]] {
        (0..<classes).map { index in
            levels.indices.map { attribute in
                let start = index * width + offsets[attribute]
                return Array(shares[start..<start + levels[attribute]])
            }
        }
    }

    func drawClasses(_ cells: DistinctRows, seed: Seed) -> [UInt8] {
        let tables = (0..<cells.count).map { row in
            LevelThresholds(Array(posteriors[row * classes..<(row + 1) * classes]))
        }
        let streams = seed.streams("latent-classes.draw")
        return cells.rowOfCustomer.indices.map { customer in
            var stream = streams.stream(entity: customer)
            return tables[Int(cells.rowOfCustomer[customer])].level(stream.nextWord())
        }
    }
}
