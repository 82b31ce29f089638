import Quantities

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Finds a cell posterior by rounds of working responses: linearise the binomials at the pooled rates,
/// estimate the spread of each level, pool, repeat.
struct WorkingFit {
    private let hierarchy: Hierarchy
    /// Arms by component of a state, the reference arm first.
    let arms: [Int]
    private let size: Int
    private let method: BetweenVarianceMethod
    /// Units and successes by leaf, then component.
    private var counts: [Double]
    private var successes: [Double]
    /// The pooled logit at which each binomial is linearised.
    private var logits: [Double]
    private var values: [Double]
    private var weights: [Double]

    private static let roundLimit = 60
    /// Largest change of a logit that still counts as standing still; far below any posterior's spread.
    private static let tolerance = 1e-6

    init(_ cells: CellTable, _ hierarchy: Hierarchy, referenceArm: Int, method: BetweenVarianceMethod) {
        self.method = method
        self.hierarchy = hierarchy
        size = cells.armCount
        arms = [referenceArm] + (0..<cells.armCount).filter { $0 != referenceArm }
        counts = Array(repeating: 0, count: hierarchy.leafCount * size)
        successes = counts
        logits = counts
        values = counts
        weights = counts
        for cell in 0..<cells.cellCount {
            let leaf = hierarchy.leafOfPath[cell]
            for (component, arm) in arms.enumerated() {
                counts[leaf * size + component] += Double(cells.counts[cell * size + arm])
                successes[leaf * size + component] += Double(cells.successes[cell * size + arm])
            }
        }
    }

    func checkIdentified() throws(FinegrainError) {
        var problems: [Problem] = []
        for (component, arm) in arms.enumerated() {
            let (units, hits) = totals(component)
            if units == 0 || hits == 0 || hits == units {
                problems.append(
                    Problem(
                        "arm \(arm) has \(Int(hits)) successes among \(Int(units)) units",
                        remedy: "an arm needs successes and failures; leave it out", field: "arm"))
            }
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
    }

    mutating func run() -> (tree: GaussianTree, levelVariances: [[Double]], rounds: Int) {
        start()
        var round = 0
        while true {
            round += 1
            linearise()
            let steps = stepVariances()
            let tree = pool(steps)
            if move(tree) < WorkingFit.tolerance || round == WorkingFit.roundLimit {
                return (tree, steps, round)
            }
        }
    }

    private func totals(_ component: Int) -> (units: Double, hits: Double) {
        stride(from: component, to: counts.count, by: size).reduce((0, 0)) {
            ($0.0 + counts[$1], $0.1 + successes[$1])
        }
    }

    /// Rates near each cell's own where it is large and near the arm's where it is small: Newton's steps
    /// for a binomial may diverge from elsewhere.
    private mutating func start() {
        let borrowed = 10.0
        for component in 0..<size {
            let (units, hits) = totals(component)
            for index in stride(from: component, to: counts.count, by: size) {
                let rate = (successes[index] + borrowed * hits / units) / (counts[index] + borrowed)
                logits[index] = log(rate / (1 - rate))
            }
        }
    }

    private mutating func linearise() {
        for index in counts.indices {
            guard counts[index] > 0 else { continue }
            let rate = 1 / (1 + exp(-logits[index]))
            weights[index] = counts[index] * rate * (1 - rate)
            values[index] = logits[index] + (successes[index] - counts[index] * rate) / weights[index]
        }
    }

    /// By level, then component: the base from the reference arm, each effect from its contrast to it.
    private func stepVariances() -> [[Double]] {
        let leaves = 0..<hierarchy.leafCount
        var result = Array(repeating: Array(repeating: 0.0, count: size), count: hierarchy.levels.count)
        for component in 0..<size {
            let estimates = leaves.map { leaf in
                component == 0 ? values[leaf * size] : values[leaf * size + component] - values[leaf * size]
            }
            let variances = leaves.map { leaf in
                1 / weights[leaf * size] + (component == 0 ? 0 : 1 / weights[leaf * size + component])
            }
            let tau2 = hierarchy.levelVariances(values: estimates, variances: variances, method: method)
            for level in tau2.indices { result[level][component] = tau2[level] }
        }
        return result
    }

    /// The joint posterior: the reference arm sees β, another arm sees β + δ.
    private func pool(_ steps: [[Double]]) -> GaussianTree {
        var precisions = Array(repeating: 0.0, count: hierarchy.leafCount * size * size)
        var informations = Array(repeating: 0.0, count: hierarchy.leafCount * size)
        for leaf in 0..<hierarchy.leafCount {
            let (vector, matrix) = (leaf * size, leaf * size * size)
            for component in 0..<size {
                let weight = weights[vector + component]
                let information = weight * values[vector + component]
                precisions[matrix] += weight
                informations[vector] += information
                guard component > 0 else { continue }
                precisions[matrix + component] = weight
                precisions[matrix + component * size] = weight
                precisions[matrix + component * size + component] = weight
                informations[vector + component] = information
            }
        }
        return GaussianTree(
            hierarchy, size: size, precisions: precisions, informations: informations, stepVariances: steps)
    }

    /// Takes over the pooled logits, by at most one a round; returns the largest change.
    private mutating func move(_ tree: GaussianTree) -> Double {
        let first = hierarchy.levels[hierarchy.depth].lowerBound
        var largest = 0.0
        for leaf in 0..<hierarchy.leafCount {
            let node = (first + leaf) * size
            for component in 0..<size {
                let target = tree.means[node] + (component == 0 ? 0 : tree.means[node + component])
                let change = max(-1, min(1, target - logits[leaf * size + component]))
                logits[leaf * size + component] += change
                largest = max(largest, abs(change))
            }
        }
        return largest
    }
}
