import Quantities
import Uplift

/// Outcomes that the plan makes of others, before anything is estimated: caps first, then ratios
/// and retention, then the sum of margins.
struct DerivedOutcomes {
    let plan: UpliftPlan
    private let file: String
    var metrics: [DerivedMetric] = []
    private(set) var caps: [CapResult] = []

    /// Changes the table of an experiment.
    /// - Throws: bad input with every option that the outcomes do not allow.
    init(_ experiment: inout LoadedExperiment, plan: UpliftPlan, file: String) throws(FinegrainError) {
        self.plan = plan
        self.file = file
        var problems: [Problem] = []
        checkNames(experiment.table, &problems)
        caps = Capping(plan: plan).apply(to: &experiment.table, problems: &problems)
        for ratio in plan.ratios { add(ratio, to: &experiment.table, &problems) }
        addRetention(to: &experiment.table)
        if plan.sumsMargins { addValue(to: &experiment.table, &problems) }
        let names = experiment.table.outcomes.map(\.name)
        let named =
            plan.directions.map { ($0.metric, "--direction") }
            + plan.guardrails.map { ($0.metric, "--guardrail") }
        for (metric, option) in named where !names.contains(metric) {
            problems.append(
                Problem(
                    "there is no metric \(metric)",
                    remedy: "the metrics are \(names.joined(separator: ", "))", field: option))
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
        remarkDirections(names, &experiment)
    }

    /// Which metrics are taken to be better when lower by their names, and which may be.
    private func remarkDirections(_ names: [String], _ experiment: inout LoadedExperiment) {
        for name in names where !plan.directions.contains(where: { $0.metric == name }) {
            switch MetricNameGuess(name) {
            case .down:
                experiment.warn(
                    "direction_from_name",
                    "\(name) is taken to be better when lower, by its name. State it with --direction \(name)=down, "
                        + "or --direction \(name)=up if more is better.")
            case .unclear:
                experiment.warn(
                    "direction_from_name",
                    "\(name) is taken to be better when higher, though its name may speak of a harm. State it with "
                        + "--direction \(name)=up, or --direction \(name)=down if less is better.")
            case .up: break
            }
        }
    }

    /// Names of made metrics must be new, and a ratio has no value per unit.
    private func checkNames(_ table: ExperimentTable, _ problems: inout [Problem]) {
        for ratio in plan.ratios where plan.margins.contains(where: { $0.metric == ratio.name }) {
            problems.append(
                Problem(
                    "\(ratio.name) is a ratio and has no value per unit",
                    remedy: "give the margin to \(ratio.numerator)", field: "--margin"))
        }
        let known = table.outcomes.map(\.name)
        var made = plan.ratios.map { ($0.name, "--ratio") }
        if table.sendRecords?.histories != nil { made.append((UpliftPlan.retentionMetric, "--event")) }
        if plan.sumsMargins { made.append((UpliftPlan.valueMetric, "--margin")) }
        for (index, entry) in made.enumerated()
        where known.contains(entry.0) || made[..<index].contains(where: { $0.0 == entry.0 }) {
            problems.append(
                Problem(
                    "\(entry.0) is already the name of a metric",
                    remedy: entry.1 == "--ratio"
                        ? "give the ratio another name" : "rename the column",
                    file: file, field: entry.1))
        }
    }

    /// The share of units left after the last send at which every arm has units at risk.
    private mutating func addRetention(to table: inout ExperimentTable) {
        guard let records = table.sendRecords, let histories = records.histories, let event = plan.event
        else { return }
        var last = Array(repeating: -1, count: table.arms.count)
        for row in 0..<table.rowCount {
            last[table.armCodes[row]] = max(
                last[table.armCodes[row]], histories.occasions(of: row).last ?? -1)
        }
        guard let send = last.min(), send >= 0 else { return }
        table.add(
            UpliftPlan.retentionMetric, .retention(histories, send: send),
            isPresent: { !histories.occasions(of: $0).isEmpty })
        metrics.append(
            DerivedMetric(
                metric: UpliftPlan.retentionMetric, kind: .retention,
                definition: "share of units without \(event.column) = \(event.value) up to and including "
                    + "\(records.column) \(records.names[send]) (Kaplan-Meier)"))
    }

    private mutating func add(
        _ ratio: RatioMetric, to table: inout ExperimentTable, _ problems: inout [Problem]
    ) {
        guard let above = table.outcomes.firstIndex(where: { $0.name == ratio.numerator }),
            let below = table.outcomes.firstIndex(where: { $0.name == ratio.denominator })
        else {
            problems.append(
                Problem(
                    "\(ratio.name) needs the outcomes \(ratio.numerator) and \(ratio.denominator)",
                    remedy: "the outcomes are \(table.outcomes.map(\.name).joined(separator: ", "))",
                    field: "--ratio"))
            return
        }
        let (numerator, denominator) = (table.outcomes[above], table.outcomes[below])
        let products = table.products(above, below)
        if table.isCells, products == nil {
            problems.append(missingProducts(ratio.numerator, ratio.denominator, "--ratio"))
            return
        }
        if let row = denominator.values.firstIndex(where: { $0 < 0 }) {
            problems.append(
                Problem(
                    "\(ratio.denominator) is \(denominator.values[row])",
                    remedy: "the denominator of a ratio counts something: zero or more", file: file,
                    line: table.fileRows[row] + 1, field: ratio.denominator))
            return
        }
        table.add(
            ratio.name,
            .ratio(numerator: numerator, denominator: denominator, products: products),
            isPresent: { !numerator.values[$0].isNaN && !denominator.values[$0].isNaN },
            hasDeviations: table.isCells)
        table.addCovariateProducts(nil)
        metrics.append(
            DerivedMetric(
                metric: ratio.name, kind: .ratio,
                definition: "sum of \(ratio.numerator) / sum of \(ratio.denominator)"))
    }

    func missingProducts(_ first: String, _ second: String, _ option: String) -> Problem {
        Problem(
            "the cells do not hold how \(first) and \(second) vary together",
            remedy:
                "add the column sum_\(first)_\(second) (the sum of their products), or give the file with one row "
                + "per unit", file: file, field: option)
    }
}

extension ExperimentTable {
    /// Products of the last outcome with covariates of cells, as sums of those of other outcomes; nil when unknown.
    mutating func addCovariateProducts(_ parts: [(factor: Double, index: Int)]?) {
        for covariate in cellCovariates.indices {
            let known = cellCovariates[covariate].products
            guard let parts, parts.allSatisfy({ known[$0.index] != nil }) else {
                cellCovariates[covariate].products.append(nil)
                continue
            }
            cellCovariates[covariate].products.append(
                (0..<rowCount).map { row in
                    parts.reduce(0) { $0 + $1.factor * (known[$1.index]?[row] ?? 0) }
                })
        }
    }
}
