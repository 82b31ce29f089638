import Encodings
import Foundation
import Quantities
import Tabular

/// A first scenario for a file of customers: what `finegrain init` writes.
public struct ScenarioStart: Sendable {
    /// The scenario file.
    public let text: String
    /// What was found, for the terminal.
    public let summary: String

    /// - Parameters:
    ///   - file: one row per customer, or cells.
    ///   - identifier: the column that tells customers apart.
    ///   - older: an earlier export of the same customers, from which drift is fitted.
    ///   - scenarioPath: where the text will be written; paths in it are relative to its folder.
    /// - Throws: bad input with everything that keeps the file from being a scenario.
    /// - Complexity: O(bytes of the files).
    public init(file: String, identifier: String? = nil, older: String? = nil, scenarioPath: String) throws {
        try ScenarioStart.checkRegular([file] + (older.map { [$0] } ?? []))
        let survey = try TableSurvey(file: file)
        let olderSurvey = try older.map { try TableSurvey(file: $0) }
        let join = try JoiningColumn(survey, older: olderSurvey, named: identifier)
        var measured = MeasuredSource(survey)
        let point = try StartingPoint(
            survey, identifier: join.name, older: olderSurvey, outcome: measured?.outcome,
            mostCells: measured == nil ? 1_000_000_000_000_000 : MeasuredSource.mostCells)
        var remarks = survey.format.note.map { [$0] } ?? []
        remarks += try survey.doubtfulNumbers().map {
            "In \($0.field ?? "a column") \($0.message): check audience.numbers."
        }
        do { try measured?.check(survey, point) } catch let error as FinegrainError {
            remarks.append(
                "The results of the cells are not used: "
                    + error.problems.map(\.message).joined(separator: "; ") + ".")
            measured = nil
        }
        if let experiment = point.experiment {
            remarks.append(ScenarioStart.remark(experiment, file, point))
        }
        let exports = try older.map { older in
            StartingScenario.Exports(
                old: ScenarioStart.path(older, from: scenarioPath),
                new: ScenarioStart.path(file, from: scenarioPath),
                identifier: join.name ?? "", weeks: try DatedNames(older: older, newer: file).weeks)
        }
        let scenario = StartingScenario(
            point: point, audience: ScenarioStart.path(file, from: scenarioPath),
            file: (file as NSString).lastPathComponent, scenarioFile: scenarioPath, exports: exports,
            response: try measured?.response(), isControlGuessed: measured?.isControlGuessed ?? false,
            remarks: remarks)
        text = scenario.text
        summary = ScenarioStart.summary(point, scenario, path: scenarioPath)
    }

    /// Scenarios read their files again, which a pipe does not allow.
    private static func checkRegular(_ files: [String]) throws {
        for file in files {
            let type =
                try? FileManager.default.attributesOfItem(
                    atPath: URL(fileURLWithPath: file).resolvingSymlinksInPath().path)[.type]
                as? FileAttributeType
            guard let type, type != .typeRegular, type != .typeDirectory else { continue }
            throw FinegrainError.badInput(
                "is no regular file, and the scenario reads it again at every run",
                remedy: "save it as a CSV file first", file: file)
        }
    }

    /// How to take effects from an experiment that the columns show.
    private static func remark(
        _ experiment: (arm: String, results: [String]), _ file: String, _ point: StartingPoint
    ) -> String {
        let by = point.attributes.map(\.name).joined(separator: ",")
        let bands = point.attributes.compactMap { attribute -> String? in
            if case .bands(let bands) = attribute.cut { bands.text } else { nil }
        }
        return "The file seems to hold an experiment: arms in '\(experiment.arm)', results in "
            + experiment.results.map { "'\($0)'" }.joined(separator: ", ")
            + ". To take effects from it instead of assuming them: finegrain compress \(ShellWord.quoted(file)) --by \(ShellWord.quoted(by))"
            + (bands.isEmpty ? "" : " --bands \(ShellWord.quoted(bands.joined(separator: ";")))")
            + " --arm \(ShellWord.quoted(experiment.arm))"
            + " --outcomes \(ShellWord.quoted(experiment.results.joined(separator: ","))) -o cells.csv"
            + " && finegrain init cells.csv"
    }

    private static func summary(_ point: StartingPoint, _ scenario: StartingScenario, path: String) -> String
    {
        let cutting = point.attributes.prefix(point.finest)
        var lines = [
            "\(path): \(WrittenNumber.grouped(point.customers)) customers, depths 1 to \(point.finest), k = \(point.k)"
        ]
        for (attribute, step) in zip(cutting, point.steps) {
            lines.append(
                "  \(attribute.name.oneLine): \(attribute.classes.count) classes, "
                    + "\(WrittenNumber.grouped(step.segments)) segments so far")
        }
        let profile = point.attributes.dropFirst(point.finest).map(\.name.oneLine)
        lines.append("  seen by personas only: \(profile.joined(separator: ", "))")
        lines += point.leftOut.map { "  left out: \($0.name.oneLine): \($0.reason)" }
        lines += scenario.remarks.map { "  " + $0 }
        let count = scenario.text.components(separatedBy: "# confirm:").count - 1
        lines.append(
            "\(count) placeholders are marked 'confirm:'. Next: finegrain sweep \(ShellWord.quoted(path))")
        return lines.joined(separator: "\n")
    }

    /// The path of a file as seen from the folder of another.
    static func path(_ file: String, from scenario: String) -> String {
        func folder(_ path: String) -> [String] {
            URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent()
                .resolvingSymlinksInPath().pathComponents
        }
        let (from, to) = (folder(scenario), folder(file))
        let name = (file as NSString).lastPathComponent
        let shared = zip(from, to).prefix { $0 == $1 }.count
        // Nothing but the root in common: an absolute path says more.
        if shared <= 1, from.count > 1 {
            return to.joined(separator: "/").replacing("//", with: "/") + "/" + name
        }
        let parts = Array(repeating: "..", count: from.count - shared) + to.dropFirst(shared) + [name]
        let path = parts.joined(separator: "/")
        return path == "synthetic" ? "./synthetic" : path
    }
}

extension String {
    /// The text cut to a length, for comments.
    func oneLine(_ length: Int) -> String { count <= length ? self : prefix(length - 3) + "..." }
}

extension Quoted {
    static func numbers(_ values: [Int]) -> String {
        "[" + values.map(String.init).joined(separator: ", ") + "]"
    }
}
