import Quantities

/// The arms to compare, control first, among the values of the treatment column.
struct ArmNames {
    let control: String
    let treatments: [String]

    /// Values that mean "no treatment", lower case.
    static let controlNames = [
        "0", "control", "no e-mail", "none", "a", "baseline", "holdout", "no", "0.0", "false", "ctrl",
        "no email", "no mail", "no treatment", "untreated", "placebo",
    ]

    /// - Throws: bad input naming every arm that is not there, or when the control cannot be told.
    init(_ plan: UpliftPlan, values: [String], file: String, column: String) throws(FinegrainError) {
        var problems: [Problem] = []
        let list = values.prefix(20).joined(separator: ", ")
        func require(_ arm: String, _ option: String) {
            guard !values.contains(arm) else { return }
            let near = values.first { $0.lowercased() == arm.lowercased() }
            problems.append(
                Problem(
                    "no row has the arm \(arm)",
                    remedy: near.map { "did you mean \($0)?" } ?? "the arms are \(list)", file: file,
                    field: option))
        }
        let recognised = ArmNames.controlNames.compactMap { name in
            values.first { $0.lowercased() == name }
        }
        if let named = plan.control {
            control = named
            require(named, "--control")
        } else if let first = recognised.first {
            control = first
        } else {
            control = ""
            if values.count == 1 {
                problems.append(
                    Problem(
                        "there is no arm but \(values[0])",
                        remedy: "an effect needs a treatment and a control",
                        file: file, field: column))
            } else if values.count <= ArmNames.limit {
                problems.append(
                    Problem(
                        "none of the arms \(list) is known to be the control",
                        remedy: "name it with --control", file: file, field: column))
            }
        }
        for arm in plan.arms { require(arm, "--arms") }
        for (index, arm) in plan.arms.enumerated() where arm == control || plan.arms[..<index].contains(arm) {
            problems.append(
                Problem(
                    arm == control ? "\(arm) is the control" : "\(arm) is named twice",
                    remedy: "name each treatment once", field: "--arms"))
        }
        treatments = plan.arms.isEmpty ? values.filter { [control] in $0 != control } : plan.arms
        for share in plan.planned { require(share.arm, "--planned") }
        if problems.isEmpty, !plan.planned.isEmpty {
            for arm in [control] + treatments where !plan.planned.contains(where: { $0.arm == arm }) {
                problems.append(
                    Problem(
                        "no share is planned for \(arm)",
                        remedy: "add it, or name the treatments to compare with --arms", field: "--planned"))
            }
        }
        if problems.isEmpty, treatments.isEmpty {
            problems.append(
                Problem(
                    "there is no arm but \(control)", remedy: "an effect needs a treatment and a control",
                    file: file, field: column))
        }
        if treatments.count > ArmNames.limit {
            problems.append(
                Problem(
                    "\(column) has \(treatments.count) values\(control.isEmpty ? "" : " besides \(control)")",
                    remedy: "name the column of arms with --treatment, or the arms with --arms", file: file,
                    field: column))
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
    }

    /// More values than this are not arms but something else.
    private static let limit = 50
}
