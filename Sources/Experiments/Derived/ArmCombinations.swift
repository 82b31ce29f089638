import Quantities

/// The arms of a file after those that the plan combines have become one each.
struct ArmCombinations {
    private let combined: [CombinedArm]
    /// A combination stands where the first of its arms stood.
    let names: [String]

    /// - Parameter levels: the values of the column of arms.
    /// - Throws: bad input naming every arm that is not there, is in two combinations, or has a combination's name.
    init(_ plan: UpliftPlan, levels: [String], file: String, column: String) throws(FinegrainError) {
        combined = plan.combined
        var problems: [Problem] = []
        var used: [String] = []
        func note(_ message: String, _ remedy: String) {
            problems.append(Problem(message, remedy: remedy, file: file, field: "--combine"))
        }
        for combination in combined {
            for arm in combination.arms {
                if !levels.contains(arm) {
                    note(
                        "no row has the arm \(arm)",
                        "\(column) has the values " + levels.prefix(20).joined(separator: ", "))
                }
                if used.contains(arm) { note("\(arm) is combined twice", "name each arm once") }
                used.append(arm)
            }
            if levels.contains(combination.name), !combination.arms.contains(combination.name) {
                note("\(combination.name) is an arm of its own", "give the combination another name")
            }
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
        var names: [String] = []
        for level in levels {
            let name = ArmCombinations.name(of: level, combined)
            if !names.contains(name) { names.append(name) }
        }
        self.names = names
    }

    /// The arm that a value of the column stands for.
    func name(of level: String) -> String { ArmCombinations.name(of: level, combined) }

    private static func name(of level: String, _ combined: [CombinedArm]) -> String {
        combined.first { $0.arms.contains(level) }?.name ?? level
    }
}
