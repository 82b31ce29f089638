import Experiments
import Workers

/// What decisions by value and by evidence bring in experiments whose truth is known.
struct ActionStudy: Sendable {
    /// Sums over experiments.
    struct Tally: Sendable {
        var covered = 0
        var count = 0
        var sends = 0
        var falseSends = 0
        /// Experiments in which any segment, or everybody, is decided on although there is no effect.
        var falseRuns = 0
        /// Those in which everybody is decided on.
        var falseOverall = 0
        /// Gain of the units of segments, in the metric's unit.
        var oracle = 0.0
        var action = 0.0
        var send = 0.0
        /// What treating by effects shrunk with an estimated spread (restricted likelihood) brings.
        var plugIn = 0.0
        var posteriorLoss = 0.0
        var trueLoss = 0.0

        mutating func add(_ other: Tally) {
            covered += other.covered
            count += other.count
            sends += other.sends
            falseSends += other.falseSends
            falseRuns += other.falseRuns
            falseOverall += other.falseOverall
            oracle += other.oracle
            action += other.action
            send += other.send
            plugIn += other.plugIn
            posteriorLoss += other.posteriorLoss
            trueLoss += other.trueLoss
        }
    }

    let world: World
    let experiments: Int
    let jobs: Int

    func run() throws -> Tally {
        var sum = Tally()
        for part in try WorkerPool(jobs: jobs).map(experiments, { try one($0) }) { sum.add(part) }
        return sum
    }

    private func one(_ number: Int) throws -> Tally {
        let (table, _, segments, isNull) = world.experiment(number)
        var plan = UpliftPlan()
        plan.by = ["segment"]
        plan.margins = [UpliftPlan.Margin(metric: "y", usd: 1)]
        plan.costUSD = world.breakEven
        let effects = try EffectTable(table: table, plan: plan)
        let pooling = try effects.pooling(metric: 0, treatment: 1)
        let decisions = Decisions(
            table: table, plan: plan, effects: effects, pooling: [pooling], metric: 0, alarm: nil
        ).decisions
        var tally = Tally()
        for row in pooling.results.first?.segments ?? [] {
            let truth = segments[table.segments.firstIndex(of: row.segment)!]
            tally.count += 1
            if row.lower <= truth && truth <= row.upper { tally.covered += 1 }
        }
        if let pooled = pooling.results.first {
            for row in pooled.segments {
                let variance = row.standardError * row.standardError
                let weight = variance / (variance + pooled.tau2)
                guard weight * pooled.mean + (1 - weight) * row.effect > world.breakEven else { continue }
                tally.plugIn += segments[table.segments.firstIndex(of: row.segment)!] - world.breakEven
            }
        }
        for row in decisions {
            if isNull.allSatisfy(\.self), row.decision == .send || row.decision == .keep {
                tally.falseRuns = 1
                if row.segment == nil { tally.falseOverall = 1 }
            }
            guard let name = row.segment else { continue }
            let gain = segments[table.segments.firstIndex(of: name)!] - world.breakEven
            tally.oracle += max(0, gain)
            if row.action == "treatment" { tally.action += gain }
            tally.posteriorLoss += row.expectedRegret ?? 0
            tally.trueLoss += max(0, gain) - (row.action == "treatment" ? gain : 0)
            guard row.decision == .send else { continue }
            tally.sends += 1
            tally.send += gain
            if gain <= 0 { tally.falseSends += 1 }
        }
        return tally
    }
}
