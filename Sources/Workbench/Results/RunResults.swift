import Encodings
import Foundation
import Quantities

/// The results in a folder that `finegrain run` wrote: cells for the uplift workbench, and their truth.
public struct RunResults: Sendable {
    public let folder: String
    /// Path of the cells, one row a segment and arm: to be analysed like any campaign's.
    public let cellsFile: String
    /// Campaigns that the results are summed over: each customer counts once in each.
    public let campaigns: Int
    /// What the outcome is called.
    public let metric: String
    public let controlArm: String
    public let treatmentArms: [String]
    /// Share of the audience that each arm was meant to get, control first.
    public let planned: [(arm: String, share: Double)]
    /// The attribute columns of the cells.
    public let columns: [String]
    /// True effects, a segment and treatment each, in the order of the file.
    public let truth: [RunTruth]

    /// - Parameter folder: the `--out` folder of `finegrain run`, or its name below `notebooks-out`, or the run's id.
    /// - Throws: `FinegrainError` when the folder is missing, is not a run's, or holds files of two runs.
    public init(folder: String) throws {
        let directory = try RunDirectory(folder)
        let folder = directory.path
        self.folder = folder
        let document = directory.document
        guard let results = document["results"], let metric = results["metric"]?.string,
            let control = results["control"]?.string, let cells = results["cells"]?.string,
            let truth = results["truth"]?.string
        else {
            throw FinegrainError.badInput(
                "the run kept no results", remedy: "run the scenario again with finegrain run",
                file: folder + "/run.json", field: "results")
        }
        campaigns = document["campaigns"]?.array?.count ?? 1
        self.metric = metric
        controlArm = control
        treatmentArms = (results["treatments"]?.array ?? []).compactMap(\.string)
        if case .object(let shares) = results["planned"] {
            planned = shares.compactMap { share in share.value.double.map { (share.key, $0) } }
        } else {
            planned = []
        }
        cellsFile = folder + "/" + cells
        for (name, key) in [(cells, "cells_sha256"), (truth, "truth_sha256")] {
            let file = try InputFile(reading: folder + "/" + name)
            guard file.sha256 == results[key]?.string else {
                throw FinegrainError.badInput(
                    "the file is not the one that run.json was written with",
                    remedy: "run the scenario again with finegrain run", file: file.path)
            }
        }
        let truthFile = try TruthFile(folder + "/" + truth, control: control)
        columns = truthFile.columns
        self.truth = truthFile.truth
    }

    /// What whoever reads intervals from these cells must know: customers recur, and arms stay.
    public var caveat: String {
        "The \(campaigns) campaigns went to the same customers in the same arms, and each send counts as one "
            + "unit. Where customers of a segment differ in their rates, intervals are too narrow: the arms' "
            + "chance imbalance returns every time. The test of shares counts each customer once."
    }

    /// The true effect of a treatment on all its customers in the segments that have the given values.
    /// - Returns: the mean of the cells' effects weighted by n; nil when no cell has those values.
    public func effect(
        of arm: String, where attributes: [RunTruth.Attribute] = []
    ) -> (n: Int, effect: Double)? {
        var (n, sum) = (0, 0.0)
        for cell in truth where cell.arm == arm && attributes.allSatisfy(cell.attributes.contains) {
            n += cell.n
            sum += Double(cell.n) * cell.effect
        }
        return n > 0 ? (n, sum / Double(n)) : nil
    }
}
