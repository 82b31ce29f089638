import Tabular
import Uplift
import Workers

/// From a file and a plan to everything that can be said.
///
/// Units are sorted by their keys before any sum, and every part works on its own comparison, so neither the order of
/// rows nor the number of threads changes a bit.
public struct UpliftAnalysis {
    let plan: UpliftPlan
    let file: String
    let sha256: String
    var experiment: LoadedExperiment
    var table: ExperimentTable { experiment.table }

    /// Reads and analyses a file of units or of cells.
    /// - Parameter sha256: checksum of the file, for the record.
    /// - Throws: bad input with everything wrong with the options and the file.
    /// - Complexity: O(rows × columns²) a metric and treatment, less for the rest.
    public static func readout(of file: String, sha256: String, plan: UpliftPlan) throws -> UpliftReadout {
        let plan = plan.withCombinedShares
        let (header, format) = try CSVReader.opening(file)
        var experiment =
            CellTable.isCells(header: header)
            ? try CellLoader.load(file, plan: plan)
            : try UnitLoader.load(file, plan: plan, header: header)
        DesignWarnings.addFormat(format, to: &experiment)
        var analysis = UpliftAnalysis(plan: plan, file: file, sha256: sha256, experiment: experiment)
        return try analysis.run()
    }

    private mutating func run() throws -> UpliftReadout {
        MissingByArm.add(to: &experiment)
        let derived = try DerivedOutcomes(&experiment, plan: plan, file: file)
        DesignWarnings.add(to: &experiment)
        DesignWarnings.addClusters(to: &experiment)
        let ratios = SampleRatios(table: table, plan: plan).results()
        let balance = BalanceChecks(table: table).results()
        DesignWarnings.add(ratios: ratios, balance: balance, to: &experiment)
        let effects = try EffectTable(table: table, plan: plan)
        SimpsonWarnings.add(to: &experiment, confounded: effects.confounded)
        experiment.warnings += effects.warnings
        let segments = try comparisons { try effects.pooling(metric: $0, treatment: $1) }
        let joint = try JointPooling(table: table, plan: plan, effects: effects, pooling: segments).results()
        let pooling = segments.flatMap(\.results) + joint
        let metric = plan.decidingMetric(table.outcomes.map(\.name))
        let guardrails = Guardrails(
            table: table, plan: plan, effects: effects, pooling: segments
        ).results()
        let alarm =
            ratios.contains { $0.verdict == .alarm }
            ? "The arms do not have their planned shares; find the cause before acting on any effect."
            : experiment.alarms.first?.message
        let decisions = Decisions(
            table: table, plan: plan, effects: effects, pooling: segments, metric: metric, alarm: alarm,
            guardrails: guardrails)
        let winners = WinnerReadout(
            table: table, plan: plan, effects: effects, pooling: segments, metric: metric,
            decisions: decisions.decisions)
        let targeting = try TargetingReadout(table: table, plan: plan)
        experiment.warnings += targeting.warnings
        let texts = try TextReadout(table: table, plan: plan)
        experiment.warnings += texts.warnings
        return UpliftReadout(
            plan: plan, fileName: String(file.split(separator: "/").last ?? ""), filePath: file,
            sha256: sha256, isCells: table.isCells, rowCount: experiment.rowCount, control: table.arms[0],
            treatments: Array(table.arms.dropFirst()), unitCounts: table.unitCounts,
            metrics: table.outcomes.map(\.name),
            binaryMetrics: table.outcomes.filter(\.isBinary).map(\.name), roles: experiment.roles,
            missing: experiment.missing, sampleRatios: ratios, balance: balance, results: effects.results,
            pooling: pooling, learners: targeting.learners, ranking: targeting.ranking,
            calibration: targeting.calibration, policy: targeting.policy,
            profitCurves: targeting.profitCurves, decisions: decisions.decisions,
            // Nothing is best of what may not be believed.
            winners: alarm == nil ? try winners.results() : [],
            texts: texts.results, truths: [], warnings: experiment.warnings, alarm: alarm,
            conventions: Conventions.list(
                plan, hasSegments: !plan.by.isEmpty, isBinary: table.outcomes.contains(where: \.isBinary)),
            cateUnits: try identified(targeting.units), derived: derived.metrics, caps: derived.caps,
            guardrails: guardrails,
            retention: try Retention(table: table, plan: plan).results(),
            timeline: try EffectTimeline(table: table, plan: plan).result())
    }

    /// The units with their ids as texts, when the file names them.
    private func identified(_ units: [UpliftReadout.CateUnits]) throws -> [UpliftReadout.CateUnits] {
        guard !units.isEmpty, let column = experiment.roles.first(where: { $0.part == "id" })?.column else {
            return units
        }
        var reader = try CSVReader.open(file)
        let place = reader.columns([column])[0]
        var ids: [String] = []
        ids.reserveCapacity(experiment.rowCount)
        while try reader.next() { ids.append(reader.text(place)) }
        return units.map { unit in
            var unit = unit
            unit.ids = unit.rows.map { ids[$0 - 1] }
            return unit
        }
    }

    /// Every metric with every treatment, in order, on the plan's threads.
    private func comparisons<Value: Sendable>(
        _ body: @Sendable (_ metric: Int, _ treatment: Int) throws -> Value
    ) throws -> [Value] {
        let treatments = table.arms.count - 1
        return try WorkerPool(jobs: plan.jobs).map(table.outcomes.count * treatments) { index in
            try body(index / treatments, index % treatments + 1)
        }
    }
}
