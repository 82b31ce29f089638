public import Quantities

/// What results by arm say of every cell, finest included: base rates and effects with their uncertainty,
/// partially pooled down a hierarchy.
///
/// Model, on the logit scale: a unit of cell j succeeds with logit β_j in the reference arm and β_j + δ_ja
/// in arm a. β and each δ_a start at a root with a flat prior, and at each level of the nesting a child
/// lies a normal step from its parent; the variance of the steps is estimated level by level. The
/// counts are binomial.
///
/// Why logits with working responses, not rates with a common variance nor logits of (s + ½): a drawn
/// world needs rates inside 0...1, and a hierarchy of rates has to be clamped just where cells are small.
/// Adding ½ moves a cell of ten units at 2 % by nearly a logit. Here each binomial is replaced by the
/// normal that agrees with it in slope and curvature at the *pooled* rate p (Breslow & Clayton 1993,
/// "Approximate inference in generalized linear mixed models"): value logit p + (s − np) / np(1 − p),
/// variance 1 / np(1 − p). A cell without a success, or with one unit, is then a plain observation,
/// a cell's weight hardly follows its own noise, and the expected successes of each arm add up to the
/// observed ones, so that no arm's total is pulled towards cells of low rate. It is an
/// approximation: on simulated nests with a few to some hundred successes a cell, 90 % intervals cover
/// 88-94 %, with one success a cell 94-98 %, and those of effects that do not differ at all 99 %.
public struct CellPosterior: Sendable {
    /// Cells of the table, numbered as there.
    public let cellCount: Int
    /// Arms, the reference included.
    public let armCount: Int
    /// The arm that base rates and effects refer to.
    public let referenceArm: Int
    /// τ² by level (root first, zero there), then component: the base, then the other arms in order.
    public let levelVariances: [[Double]]
    /// Rounds until the working responses stood still.
    public let rounds: Int

    let tree: GaussianTree
    let leafOfCell: [Int]
    /// The arm of each component of a state, the reference arm first.
    let armOfComponent: [Int]

    /// - Parameters:
    ///   - cells: the results; cells without units get their parent's posterior.
    ///   - nesting: attributes from coarse to fine. Cells that agree in all of them share one posterior.
    ///   - referenceArm: as a rule the hold-out.
    ///   - method: how the variances of the steps are estimated. The default never gives zero.
    /// - Complexity: O(nodes × arms³ × rounds).
    /// - Precondition: `nesting` and `referenceArm` are numbers of the table's.
    /// - Throws: `FinegrainError(.badInput)` when there is no cell, or an arm has only successes or only
    ///   failures in all cells together, for then its logit is not identified.
    public init(
        _ cells: CellTable, nesting: [Int], referenceArm: Int,
        method: BetweenVarianceMethod = .boundaryAvoiding
    ) throws(FinegrainError) {
        precondition(referenceArm >= 0 && referenceArm < cells.armCount, "the reference is one of the arms")
        precondition(nesting.allSatisfy { $0 >= 0 && $0 < cells.attributeCount }, "nesting names attributes")
        guard cells.cellCount > 0 else {
            throw .badInput("there is no cell", remedy: "give results by cell and arm")
        }
        let hierarchy = cells.hierarchy(nesting: nesting)
        var fit = WorkingFit(cells, hierarchy, referenceArm: referenceArm, method: method)
        try fit.checkIdentified()
        let result = fit.run()
        cellCount = cells.cellCount
        armCount = cells.armCount
        self.referenceArm = referenceArm
        levelVariances = result.levelVariances
        rounds = result.rounds
        tree = result.tree
        leafOfCell = hierarchy.leafOfPath
        armOfComponent = fit.arms
    }

    /// The logit of the success rate in the reference arm.
    public func base(cell: Int) -> Posterior { posterior(cell, component: 0) }

    /// The logit in `arm` less the logit in the reference arm; exactly zero for the reference arm.
    public func effect(cell: Int, arm: Int) -> Posterior {
        guard arm != referenceArm else { return Posterior(mean: 0, standardDeviation: 0) }
        return posterior(cell, component: component(arm))
    }

    /// The logit of the success rate in `arm`, the covariance of base and effect included.
    public func logit(cell: Int, arm: Int) -> Posterior {
        guard arm != referenceArm else { return base(cell: cell) }
        let (node, size, other) = (self.node(cell), tree.size, component(arm))
        let start = node * size * size
        let variance =
            tree.covariances[start] + 2 * tree.covariances[start + other]
            + tree.covariances[start + other * size + other]
        return Posterior(
            mean: tree.means[node * size] + tree.means[node * size + other],
            standardDeviation: max(0, variance).squareRoot())
    }

    private func posterior(_ cell: Int, component: Int) -> Posterior {
        let node = self.node(cell)
        return Posterior(
            mean: tree.means[node * tree.size + component], standardDeviation: tree.deviation(node, component)
        )
    }

    private func node(_ cell: Int) -> Int {
        tree.hierarchy.levels[tree.hierarchy.depth].lowerBound + leafOfCell[cell]
    }

    private func component(_ arm: Int) -> Int { arm < referenceArm ? arm + 1 : arm }
}
