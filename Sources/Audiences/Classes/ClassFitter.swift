public import RandomStreams

/// Fits latent classes to an audience again and again: from another start, or to another sample of its customers.
///
/// The distinct rows are found once; a fit works on them with weights.
public struct ClassFitter: Sendable {
    let rows: DistinctRows
    /// Levels of each attribute.
    let levels: [Int]
    let classes: Int
    /// `bins[row * attributes + attribute]`: the place of the row's level among the levels of all attributes.
    let bins: [Int32]
    /// Where each attribute's levels begin; one entry more than there are attributes.
    let offsets: [Int]

    /// - Precondition: 1 to 256 classes.
    public init(_ audience: Audience, classes: Int) {
        precondition((1...256).contains(classes), "use 1 to 256 classes")
        self.init(DistinctRows(audience), levels: audience.attributes.map(\.levels.count), classes: classes)
    }

    private init(_ rows: DistinctRows, levels: [Int], classes: Int) {
        self.rows = rows
        self.levels = levels
        self.classes = classes
        let offsets = (0...levels.count).map { levels[..<$0].reduce(0, +) }
        self.offsets = offsets
        let count = levels.count
        bins = (0..<rows.count * count).map { Int32(offsets[$0 % count] + Int(rows.levels[$0])) }
    }

    /// The classes that make the audience likeliest, by expectation and maximisation
    /// (Dempster, Laird & Rubin 1977; the latent class model of Lazarsfeld & Henry 1968).
    ///
    /// Starts from a random soft assignment of rows keyed by `seed`. Each customer's class is then drawn once from
    /// its posterior, keyed by customer.
    /// - Parameters:
    ///   - iterations: cycles of two steps and a leap (`ClassModel.cycle`).
    ///   - tolerance: stop when a cycle gains less than this many nats a customer.
    /// - Complexity: O(iterations x distinct rows x classes x attributes).
    public func fit(seed: Seed, iterations: Int = 200, tolerance: Double = 1e-7) -> LatentClasses {
        fit(counts: rows.counts, seed: seed, iterations: iterations, tolerance: tolerance)
    }

    /// The classes fitted to a bootstrap sample of the customers (Efron 1979) from a start of its own; the classes of
    /// the audience's own customers are drawn.
    ///
    /// What two such fits differ by is what the data leave open: sampling, and which of several good fits it is; the
    /// latter is nearly all of it. Forty cycles end within 2e-5 nats a customer of where four hundred do, and fits from
    /// two starts differ by 8e-3 (64,000 customers of an e-mail test, seven attributes, eight classes).
    public func resampled(seed: Seed, iterations: Int = 40, tolerance: Double = 1e-6) -> LatentClasses {
        var stream = seed.streams("latent-classes.bootstrap").stream(entity: 0)
        return fit(
            counts: rows.bootstrapCounts(using: &stream), seed: seed, iterations: iterations,
            tolerance: tolerance)
    }

    private func fit(counts: [Int], seed: Seed, iterations: Int, tolerance: Double) -> LatentClasses {
        var model = ClassModel(self, counts: counts, seed: seed)
        var trace: [Double] = []
        for _ in 0..<max(1, iterations) {
            trace.append(model.cycle())
            if trace.count > 1,
                trace[trace.count - 1] - trace[trace.count - 2] < tolerance * Double(rows.total)
            {
                break
            }
        }
        _ = model.expectation()
        return LatentClasses(
            weights: Array(model.parameters.suffix(classes)), shares: nested(model.parameters),
            classOfCustomer: draw(model.posteriors, seed), logLikelihoods: trace)
    }

    /// `[class][attribute][level]` of `shares[bin * classes + class]`.
    private func nested(_ shares: [Double]) -> [[[Double]]] {
        (0..<classes).map { index in
            levels.indices.map { attribute in
                (offsets[attribute]..<offsets[attribute + 1]).map { shares[$0 * classes + index] }
            }
        }
    }

    private func draw(_ posteriors: [Double], _ seed: Seed) -> [UInt8] {
        let tables = (0..<rows.count).map { row in
            LevelThresholds(Array(posteriors[row * classes..<(row + 1) * classes]))
        }
        let streams = seed.streams("latent-classes.draw")
        return rows.rowOfCustomer.indices.map { customer in
            var stream = streams.stream(entity: customer)
            return tables[Int(rows.rowOfCustomer[customer])].level(stream.nextWord())
        }
    }
}
