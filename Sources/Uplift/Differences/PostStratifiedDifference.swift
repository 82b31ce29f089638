public import Quantities

/// The effect in a target population: differences within strata, weighted by the strata's populations
/// (Miratrix, Sekhon & Yu 2013).
///
/// Allocation may differ between strata without bias. Strata that lack two units in either arm are pooled
/// into one remainder, which is unbiased only if allocation is alike among them; should the remainder still
/// lack an arm, the smallest complete stratum joins it, so that the whole population stays covered.
public struct PostStratifiedDifference: Sendable {
    /// Units of one stratum by arm, and how many units of the target population it stands for.
    public struct Stratum: Hashable, Sendable {
        /// Treated units of the stratum.
        public let treatment: ArmSummary
        /// Units of the stratum without treatment.
        public let control: ArmSummary
        /// Units of the target population that the stratum stands for.
        public let population: Int

        /// - Parameter population: the units observed, when nil.
        /// - Precondition: the population is not negative.
        public init(treatment: ArmSummary, control: ArmSummary, population: Int? = nil) {
            self.treatment = treatment
            self.control = control
            self.population = population ?? treatment.count + control.count
            precondition(self.population >= 0, "a population is not negative")
        }

        var isComplete: Bool { treatment.count > 1 && control.count > 1 }

        func merging(_ other: Stratum) -> Stratum {
            Stratum(
                treatment: treatment.merging(other.treatment), control: control.merging(other.control),
                population: population + other.population)
        }
    }

    /// Mean effect a unit of the target population.
    public let effect: Double
    /// Of the mean effect, strata and populations taken as fixed.
    public let standardError: Double
    /// Satterthwaite's approximation over all arms of all strata.
    public let degreesOfFreedom: Double
    /// Units of the target population.
    public let population: Int
    /// Strata as given that were estimated by themselves.
    public let completeStrata: Int
    /// Strata as given that were pooled into the remainder.
    public let pooledStrata: Int

    /// - Complexity: O(strata).
    /// - Throws: `FinegrainError(.badInput)` when all strata together lack two units in an arm, or the
    ///   population is zero.
    public init(_ strata: [Stratum]) throws(FinegrainError) {
        let groups = PostStratifiedDifference.groups(strata)
        let estimated = groups.map { group in
            group.dropFirst().reduce(strata[group[0]]) { $0.merging(strata[$1]) }
        }
        guard estimated.allSatisfy(\.isComplete), !estimated.isEmpty else {
            throw .badInput(
                "no two units of each arm in \(strata.count) strata together",
                remedy: "the comparison needs a treated and a control group")
        }
        population = estimated.reduce(0) { $0 + $1.population }
        guard population > 0 else {
            throw .badInput("the target population is empty", remedy: "give populations", field: "population")
        }
        var effect = 0.0
        var variance = 0.0
        var dispersion = 0.0
        for stratum in estimated {
            let share = Double(stratum.population) / Double(population)
            let (a, b) = (stratum.treatment.varianceOfMean, stratum.control.varianceOfMean)
            effect += share * (stratum.treatment.mean - stratum.control.mean)
            let (p, q) = (share * share * a, share * share * b)
            variance += p + q
            dispersion +=
                p * p / Double(stratum.treatment.count - 1) + q * q / Double(stratum.control.count - 1)
        }
        self.effect = effect
        standardError = variance.squareRoot()
        degreesOfFreedom = dispersion > 0 ? variance * variance / dispersion : .infinity
        completeStrata = groups.count { $0.count == 1 && strata[$0[0]].isComplete }
        pooledStrata = strata.count - completeStrata
    }

    /// Outcomes more in the target population than without treatment.
    public var incrementalOutcomes: Double { effect * Double(population) }

    /// Of `incrementalOutcomes`.
    public var incrementalStandardError: Double { standardError * Double(population) }

    /// Interval of the mean effect.
    public func interval(confidence: Double = 0.95) -> ConfidenceInterval {
        ConfidenceInterval(
            center: effect, standardError: standardError, degreesOfFreedom: degreesOfFreedom,
            confidence: confidence)
    }

    /// Positions of the strata that are estimated together: complete ones by themselves, the others as one remainder.
    public static func groups(_ strata: [Stratum]) -> [[Int]] {
        var complete = strata.indices.filter { strata[$0].isComplete }
        var remainder = strata.indices.filter { !strata[$0].isComplete }
        guard let first = remainder.first else { return complete.map { [$0] } }
        let merged = remainder.dropFirst().reduce(strata[first]) { $0.merging(strata[$1]) }
        // A remainder that stands for nobody has nothing to say.
        if merged.population == 0 { return complete.map { [$0] } }
        if !merged.isComplete,
            let smallest = complete.indices.min(by: {
                strata[complete[$0]].population < strata[complete[$1]].population
            })
        {
            remainder.append(complete.remove(at: smallest))
        }
        return complete.map { [$0] } + [remainder]
    }
}
