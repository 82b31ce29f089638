import Tabular

/// What is wrong with the experiment itself, before any effect.
enum DesignWarnings {
    /// How the file was read, when it is not UTF-8 with commas.
    static func addFormat(_ format: FileFormat, to experiment: inout LoadedExperiment) {
        var format = format
        format.columns = experiment.numberFormats
        guard let note = format.note else { return }
        // A guessed column of arms comes first of all.
        let place = experiment.warnings.first?.code == "arm_column" ? 1 : 0
        experiment.warnings.insert(UpliftReadout.Warning(code: "file_format", message: note), at: place)
    }

    /// Notes that need the columns only.
    static func add(to experiment: inout LoadedExperiment) {
        let suspects = experiment.roles.filter { $0.part == "covariate" && isAfterTreatment($0.column) }
        for role in suspects {
            experiment.warn(
                "post_treatment_covariate",
                "\(role.column) sounds as if it was measured after the treatment. A covariate that the treatment "
                    + "moves takes part of the effect away: leave it out.")
        }
        for role in experiment.roles where role.part == "by" && isAfterTreatment(role.column) {
            experiment.warn(
                "post_treatment_segment",
                "\(role.column) sounds as if it was measured after the treatment. Segments that the treatment "
                    + "fills differ in who is in them: leave it out.")
        }
    }

    /// Below this many clusters errors by clusters are uncertain themselves.
    static let enoughClusters = 30

    /// A note on clusters that are too few.
    static func addClusters(to experiment: inout LoadedExperiment) {
        guard let clusters = experiment.table.clusters else { return }
        let count = Set(clusters).count
        if count < enoughClusters {
            experiment.warn(
                "few_clusters",
                "There are \(count) clusters. Below \(enoughClusters) errors by clusters are uncertain; CR2 with its degrees of "
                    + "freedom is the best that can be done.")
        }
    }

    private static func isAfterTreatment(_ column: String) -> Bool {
        let name = column.lowercased()
        return ["post_", "after_", "posttreatment"].contains { name.hasPrefix($0) }
    }

    /// Notes that follow from the checks of sizes and covariates.
    static func add(
        ratios: [SampleRatioResult], balance: [BalanceResult], to experiment: inout LoadedExperiment
    ) {
        for ratio in ratios where ratio.verdict != .ok {
            let place = ratio.segment.map { " in " + $0.text } ?? ""
            let counted = ratio.clusters ?? ratio.observed
            let unit = ratio.clusters == nil ? "" : " clusters"
            let sizes = zip(ratio.arms, counted).map { "\($0): \($1)\(unit)" }.joined(separator: ", ")
            if !ratio.strayArms.isEmpty {
                experiment.warn(
                    "srm",
                    "\(ratio.strayArms.joined(separator: ", ")) was planned to have no units and has some\(place) "
                        + "(\(sizes)). Find the cause before believing any effect.")
                continue
            }
            if ratio.verdict == .alarm {
                experiment.warn(
                    "srm",
                    "The arms do not have their planned shares\(place) (\(sizes)). Find the cause before believing "
                        + "any effect.")
            } else if ratio.segment == nil {
                experiment.warn(
                    "srm_unplanned",
                    "The arms are not of equal size (\(sizes)) and no planned shares are given. If that is the "
                        + "design, state it with --planned; if not, find the cause.")
            }
        }
        // With many columns some differ by chance: Bonferroni over what is tested here.
        let level = 0.001 / Double(max(1, balance.count))
        for row in balance
        where (row.isFlagged && (row.pValue ?? 1) < BalanceChecks.chance) || (row.pValue ?? 1) < level {
            experiment.warn(
                "imbalance",
                "\(row.covariate) differs between \(ArmLabel.text(row.treatment)) and \(ArmLabel.text(row.control)): either the assignment is "
                    + "not random, or \(row.covariate) was measured after the treatment and must be left out."
            )
        }
    }
}
