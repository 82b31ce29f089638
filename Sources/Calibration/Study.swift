import Experiments
import Workers

/// What two thousand experiments of one kind say of the intervals, the false discoveries and the pooling.
struct Study: Sendable {
    /// Coverage of one estimator's intervals.
    struct Coverage: Sendable {
        var covered = 0
        var count = 0

        var share: Double { count > 0 ? Double(covered) / Double(count) : .nan }

        mutating func add(_ lower: Double?, _ upper: Double?, _ truth: Double) {
            guard let lower, let upper else { return }
            count += 1
            if lower <= truth && truth <= upper { covered += 1 }
        }

        mutating func add(_ other: Coverage) {
            covered += other.covered
            count += other.count
        }
    }

    /// Sums over experiments; every one of them is a count or a sum in the order of the experiments.
    struct Tally: Sendable {
        var overall = Array(repeating: Coverage(), count: Estimator.allCases.count)
        var segments = Array(repeating: Coverage(), count: Estimator.allCases.count)
        var pooled = Coverage()
        /// Mean share of false among the segments that Benjamini & Hochberg call.
        var falseShare = 0.0
        /// Experiments in which Holm calls any segment without effect.
        var anyFalse = 0
        /// Mean share of sends to segments whose effect is not positive.
        var falseSendShare = 0.0
        var squaredRaw = 0.0
        var squaredPooled = 0.0
        var pooledCount = 0
        var warned = 0
    }

    let world: World
    let experiments: Int
    let jobs: Int

    func run() throws -> Tally {
        let parts = try WorkerPool(jobs: jobs).map(experiments) { try one($0) }
        var sum = Tally()
        for part in parts {
            for index in sum.overall.indices {
                sum.overall[index].add(part.overall[index])
                sum.segments[index].add(part.segments[index])
            }
            sum.pooled.add(part.pooled)
            sum.falseShare += part.falseShare
            sum.anyFalse += part.anyFalse
            sum.falseSendShare += part.falseSendShare
            sum.squaredRaw += part.squaredRaw
            sum.squaredPooled += part.squaredPooled
            sum.pooledCount += part.pooledCount
            sum.warned += part.warned
        }
        return sum
    }

    private func one(_ number: Int) throws -> Tally {
        let (table, overall, segments, isNull) = world.experiment(number)
        var plan = UpliftPlan()
        plan.by = ["segment"]
        let effects = try EffectTable(table: table, plan: plan)
        var tally = Tally()
        var (called, wrong) = (0, 0)
        for result in effects.results {
            let place = Estimator.allCases.firstIndex(of: result.estimator)!
            guard let name = result.segment else {
                tally.overall[place].add(result.lower, result.upper, overall)
                continue
            }
            let segment = table.segments.firstIndex(of: name)!
            tally.segments[place].add(result.lower, result.upper, segments[segment])
            guard result.estimator == .differenceInMeans else { continue }
            if (result.pValueBH ?? 1) <= plan.alpha {
                called += 1
                if isNull[segment] { wrong += 1 }
            }
            if (result.pValueHolm ?? 1) <= plan.alpha, isNull[segment] { tally.anyFalse = 1 }
        }
        tally.falseShare = called > 0 ? Double(wrong) / Double(called) : 0
        if effects.warnings.contains(where: { $0.code == "small_sample" }) { tally.warned = 1 }
        guard let pooled = try effects.pooling(metric: 0, treatment: 1).results.first else { return tally }
        var (sent, wronglySent) = (0, 0)
        for row in pooled.segments {
            let segment = table.segments.firstIndex(of: row.segment)!
            let truth = segments[segment]
            tally.pooled.add(row.lower, row.upper, truth)
            tally.squaredRaw += (row.effect - truth) * (row.effect - truth)
            tally.squaredPooled += (row.shrunk - truth) * (row.shrunk - truth)
            tally.pooledCount += 1
            if row.lower > 0 {
                sent += 1
                if truth <= 0 { wronglySent += 1 }
            }
        }
        tally.falseSendShare = sent > 0 ? Double(wronglySent) / Double(sent) : 0
        return tally
    }
}
