import Audiences
import Campaigns
public import Encodings
import Scenarios
import Tabular

/// What a run's experiment measured, by segment and arm, and the truth that only a simulation knows.
///
/// The cells are those of all campaigns, the first included: what an analyst would export after the run.
/// n counts a customer once a campaign, and outcomes are drawn anew each time, so that n are units of a
/// binary outcome. Segments come and go with privacy; each counts in the campaigns that published it.
/// Customers that were withheld are in no arm and in no cell.
///
/// Arms are fixed for the run, so that where customers of a segment differ in their base rates, the arms'
/// chance imbalance returns in every campaign and does not average out: errors that take the n for
/// independent are then too small for the effect. The truth tells how much: base rates by arm.
public struct RunCells: Sendable {
    /// One segment's arm.
    public struct Cell: Hashable, Sendable {
        /// The segment's value in each column.
        public var values: [String]
        public var arm: String
        /// Customers, each counted once a campaign.
        public var customers: Int
        public var outcomes: Int
        /// Mean over those customers and campaigns of the outcome's probability under the generic copy.
        public var baseRate: Double
        /// Mean over them of the outcome's probability less that; zero for the control arm.
        public var effect: Double
    }

    /// The attributes that cut; `segment` where nothing does.
    public let columns: [String]
    /// What the outcome is called.
    public let metric: String
    /// Share of the audience that each arm was meant to get, control first.
    public let planned: [(arm: String, share: Double)]
    public let cells: [Cell]

    /// The outcome's name where the scenario gives none.
    static let defaultMetric = "conversion"
    /// The value of an attribute by which a segment is not cut: it holds what was pooled for privacy.
    public static let rest = "(rest)"

    init(
        _ tally: ResultTally, hierarchy: SegmentHierarchy, depth: Int, experiment: ExperimentSettings,
        metric: String
    ) {
        let layout = SegmentColumns(hierarchy: hierarchy, depth: depth)
        columns = layout.names
        self.metric = metric
        let personalised = 1 - experiment.generic - experiment.holdout
        planned = [
            (Arm.generic, experiment.generic), (.personalised, personalised), (.holdout, experiment.holdout),
        ].filter { $0.1 > 0 }.map { (RunCells.name(of: $0), $1) }
        cells = tally.cells.map { cell in
            Cell(
                values: layout.values(of: cell.identity), arm: RunCells.name(of: cell.arm),
                customers: cell.customers, outcomes: cell.outcomes,
                baseRate: cell.base / Double(cell.customers), effect: cell.effect / Double(cell.customers))
        }
    }

    /// The arm with the one generic copy, which the others are compared with.
    public static let controlArm = name(of: .generic)

    private static func name(of arm: Arm) -> String {
        switch arm {
        case .generic: "control"
        case .personalised, .holdout: arm.name
        }
    }

    /// Arms other than control that had customers.
    public var treatmentArms: [String] {
        let present = Set(cells.map(\.arm))
        return Arm.allCases.map(RunCells.name).filter { $0 != RunCells.controlArm && present.contains($0) }
    }

    static let cellsFile = "results.csv"
    static let truthFile = "truth.csv"

    /// The files for the run's folder: `results.csv`, aggregated cells as any campaign's, and `truth.csv`,
    /// the same cells with their true base rate and mean effect.
    public var files: [(name: String, text: String)] {
        [(RunCells.cellsFile, resultsText), (RunCells.truthFile, truthText)]
    }

    private var resultsText: String {
        var writer = CSVWriter()
        for name in columns + ["arm", "n", "sum_" + metric, "sumsq_" + metric] { writer.field(name) }
        writer.endRow()
        for cell in cells {
            for value in cell.values + [cell.arm] { writer.field(value) }
            // The outcome is 0 or 1, so its square sums to the same.
            for count in [cell.customers, cell.outcomes, cell.outcomes] { writer.field(count) }
            writer.endRow()
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private var truthText: String {
        var writer = CSVWriter()
        for name in columns + ["arm", "n", "base_rate", "effect"] { writer.field(name) }
        writer.endRow()
        for cell in cells {
            for value in cell.values + [cell.arm] { writer.field(value) }
            writer.field(cell.customers)
            writer.field(cell.baseRate)
            writer.field(cell.effect)
            writer.endRow()
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// What `run.json` says of the files, so that a folder of mixed runs is seen.
    public var json: JSONValue {
        .members([
            "metric": .string(metric), "control": .string(RunCells.controlArm),
            "treatments": .array(treatmentArms.map { .string($0) }), "campaigns": "all",
            "planned": .object(planned.map { JSONValue.Member($0.arm, .number($0.share)) }),
            "cells": .string(RunCells.cellsFile), "cells_sha256": .string(SHA256.hex(resultsText.utf8)),
            "truth": .string(RunCells.truthFile), "truth_sha256": .string(SHA256.hex(truthText.utf8)),
        ])
    }
}
