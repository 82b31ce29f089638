/// When enough worlds were simulated: choosing now costs little on average.
///
/// With d and s the mean and standard error of the paired difference between the best feasible row and each
/// rival, the generic copy among them, Σ s·L(d/s) bounds what is lost on average because simulation may have
/// picked the wrong row (Chick & Inoue 2001). Enough is when that is at most 2 % of the best design's net value,
/// the sign of that net value is told by two standard errors, and a coarser row that is taken because it lies within
/// the tolerance lies outside it by at most 0.25 % of the best on average (`docs/model.md`, "Enough worlds").
enum StoppingRule {
    /// Worlds that are run before the rule is asked.
    static let firstWorlds = 20
    /// Worlds that are added at a time.
    static let step = 10
    /// Largest share of the best design's net value that choosing now may cost.
    static let costShare = 0.02
    /// Largest share of it by which the row that is taken may lie outside the tolerance on average.
    static let excessShare = 0.0025

    /// A feasible design: how fine it is, and its net value per world.
    struct Design {
        var grain: Double
        var nets: [Double]
    }

    /// - Parameters:
    ///   - designs: all of them within the limits, without the baseline.
    ///   - tolerance: `decision.tolerance`.
    /// - Complexity: O(rows × worlds).
    static func isEnough(_ designs: [Design], tolerance: Double) -> Bool {
        let nets = designs.map(\.nets)
        let means = nets.map { WorldMean($0) }
        guard let place = means.indices.max(by: { means[$0].mean < means[$1].mean }) else { return true }
        let design = means[place]
        guard design.isTold || (design.mean == 0 && design.error == 0) else { return false }
        let baseline = [Double](repeating: 0, count: nets[place].count)
        let top = design.mean > 0 ? nets[place] : baseline
        let rivals = nets.indices.filter { design.mean <= 0 || $0 != place }.map { nets[$0] }
        let others = design.mean > 0 ? rivals + [baseline] : rivals
        let cost = others.reduce(0.0) { sum, rival in
            sum + WorldMean(zip(top, rival).map { $0 - $1 }).opportunityCost
        }
        guard cost <= costShare * abs(design.mean) else { return false }
        let choice = Choice(
            designs.indices.map { .init(row: $0 + 1, grain: designs[$0].grain, net: means[$0]) },
            tolerance: tolerance)
        guard choice.row > 0 else { return true }
        // How far the row lies within the tolerance, world by world.
        let slack = WorldMean(zip(nets[choice.row - 1], top).map { $0 - (1 - tolerance) * $1 })
        return slack.opportunityCost <= excessShare * abs(design.mean)
    }
}
