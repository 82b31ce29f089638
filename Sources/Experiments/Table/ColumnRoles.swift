import Quantities

/// Which column of a file plays which part: as named in the plan, or recognised by the names that analysts use.
struct ColumnRoles {
    private(set) var treatment = ""
    private(set) var outcomes: [String] = []
    private(set) var covariates: [String] = []
    private(set) var by: [String] = []
    private(set) var id: String?
    private(set) var cluster: String?
    private(set) var textID: String?
    private(set) var weights: String?
    /// Columns that could be the one of arms, the one that was taken first; empty when it was named.
    private(set) var armCandidates: [String] = []
    private(set) var send: String?
    private(set) var event: String?
    private(set) var over: String?
    /// Every part with its column, in a fixed order.
    private(set) var roles: [UpliftReadout.Role] = []

    static let treatmentNames = [
        "treatment", "variant", "variation", "arm", "group", "exposure", "promotion", "w", "t", "segment",
    ]
    static let outcomeNames = [
        "y", "outcome", "visit", "conversion", "spend", "target", "purchase", "response",
    ]
    static let idNames = ["id", "user_id", "anonymous_id", "customer_id"]

    /// - Throws: bad input with every name that the file does not have and every part that stays open.
    init(_ plan: UpliftPlan, header: [String], file: String) throws(FinegrainError) {
        var problems: [Problem] = []
        covariates = plan.covariates
        by = plan.by
        cluster = plan.cluster
        textID = plan.textID
        weights = plan.weights
        (send, event, over) = (plan.send, plan.event?.column, plan.over)
        let named =
            covariates + by + plan.outcomes
            + [cluster, textID, weights, plan.id, send, event, over].compactMap(\.self)
        armCandidates =
            plan.treatment == nil
            ? ColumnRoles.find(ColumnRoles.treatmentNames, in: header, except: named) : []
        if let column = plan.treatment {
            treatment = column
            note("treatment", column)
        } else if let column = armCandidates.first {
            treatment = column
            note("treatment", column, recognised: true)
        } else {
            problems.append(
                Problem(
                    "no column of arms was named, and none is called "
                        + ColumnRoles.treatmentNames.joined(separator: ", "),
                    remedy: "name it with --treatment", file: file))
        }
        outcomes = plan.outcomes
        for column in outcomes { note("outcome", column) }
        // A file of sends with an event has retention as its outcome.
        if outcomes.isEmpty, event == nil {
            outcomes = ColumnRoles.find(ColumnRoles.outcomeNames, in: header, except: named + [treatment])
            for column in outcomes { note("outcome", column, recognised: true) }
        }
        for column in plan.neededOutcomes where !outcomes.contains(column) {
            outcomes.append(column)
            note("outcome", column)
        }
        if outcomes.isEmpty, event == nil {
            problems.append(
                Problem(
                    "no column of outcomes was named, and none is called "
                        + ColumnRoles.outcomeNames.joined(separator: ", "),
                    remedy: "name them with --outcomes", file: file))
        }
        id = plan.id
        if let id {
            note("id", id)
        } else if let column = ColumnRoles.find(
            ColumnRoles.idNames, in: header, except: named + outcomes + [treatment]
        ).first {
            id = column
            note("id", column, recognised: true)
        }
        for column in covariates { note("covariate", column) }
        for column in by { note("by", column) }
        for (part, column) in [
            ("cluster", cluster), ("text_id", textID), ("weights", weights), ("send", send), ("over", over),
        ] {
            if let column { note(part, column) }
        }
        if let event, !outcomes.contains(event) { note("event", event) }
        problems += sendProblems(file: file)
        problems += check(header: header, file: file)
        if !outcomes.isEmpty {
            let made = plan.ratios.map(\.name) + (plan.event == nil ? [] : [UpliftPlan.retentionMetric])
            problems += MoneyChecks.problems(plan, metrics: outcomes + made)
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
    }

    /// Columns that play a part.
    var used: [String] { roles.map(\.column) }

    /// Which column was taken as the arm, when others have such names too.
    var armNote: String? {
        guard armCandidates.count > 1 else { return nil }
        let others = armCandidates.dropFirst().joined(separator: ", ")
        return
            "The arms were read from \(treatment), a guess: \(others) could be the column too. Name it with "
            + "--treatment."
    }

    /// Sends need units to follow, and an event needs sends.
    private func sendProblems(file: String) -> [Problem] {
        var problems: [Problem] = []
        func add(_ message: String, _ remedy: String, _ option: String) {
            problems.append(Problem(message, remedy: remedy, file: file, field: option))
        }
        if send == nil, event != nil {
            add("an event over sends needs the column of sends", "name it with --send", "--event")
        }
        if send != nil, id == nil {
            add("repeated sends need the column of units", "name it with --id", "--send")
        }
        if send != nil, over != nil {
            add("--send already gives effects by send", "leave --over out", "--over")
        }
        if send != nil, textID != nil {
            add("a unit has several texts over its sends", "leave --text-id out", "--send")
        }
        return problems
    }

    private mutating func note(_ part: String, _ column: String, recognised: Bool = false) {
        roles.append(UpliftReadout.Role(part: part, column: column, isRecognised: recognised))
    }

    private static func find(_ names: [String], in header: [String], except used: [String]) -> [String] {
        names.flatMap { name in header.filter { $0.lowercased() == name && !used.contains($0) } }
    }

    private func check(header: [String], file: String) -> [Problem] {
        var problems: [Problem] = []
        for role in roles where !header.contains(role.column) {
            let near = header.first { $0.lowercased() == role.column.lowercased() }
            problems.append(
                Problem(
                    "there is no column \(role.column)",
                    remedy: near.map { "did you mean \($0)?" }
                        ?? "the columns are \(header.prefix(40).joined(separator: ", "))",
                    file: file, line: 1, field: "--" + role.part.replacing("_", with: "-")))
        }
        let single = roles.filter { $0.part != "by" && $0.part != "covariate" }.map(\.column)
        for (index, column) in single.enumerated() where single[..<index].contains(column) {
            problems.append(
                Problem(
                    "\(column) plays two parts", remedy: "give each column one part", file: file,
                    field: column))
        }
        for (option, columns) in [("--covariates", covariates), ("--by", by)] {
            for (index, column) in columns.enumerated() {
                if columns[..<index].contains(column) {
                    problems.append(
                        Problem("\(column) is named twice", remedy: "name it once", field: option))
                }
                if column == treatment || outcomes.contains(column) {
                    problems.append(
                        Problem(
                            "\(column) is also the treatment or an outcome",
                            remedy: "what is known only after the treatment cannot explain it",
                            field: option))
                }
            }
        }
        return problems
    }
}
