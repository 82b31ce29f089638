import ArgumentParser
import Experiments
import Quantities
import Tabular

/// How the values of a file are to be read where the file does not tell.
struct FileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What a row without an outcome means: zero (nothing happened) or drop (not known).",
            valueName: "zero|drop"))
    var missing: String?

    @Option(
        help: ArgumentHelp(
            "Texts that mean no value in columns of arms, segments and covariates, separated by commas, such as NA,-.",
            valueName: "texts"))
    var na: String = ""

    @OptionGroup var numberOptions: NumberOptions

    /// Adds the options to a plan.
    /// - Returns: a problem for every option that cannot be understood.
    func complete(_ plan: inout UpliftPlan) -> [Problem] {
        var problems: [Problem] = []
        plan.missingLevels = UpliftOptions.list(na)
        if let missing {
            plan.missingOutcomes = MissingOutcomes(rawValue: missing)
            if plan.missingOutcomes == nil {
                problems.append(
                    Problem("\(missing) is not a meaning", remedy: "zero or drop", field: "--missing"))
            }
        }
        do { plan.numbers = try numberOptions.style() } catch { problems += error.problems }
        return problems
    }
}

/// How the numbers of a file are written.
struct NumberOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How numbers are written: 1234.5, 1,234.5 or 1.234,5; detected if omitted.", valueName: "style"))
    var numbers: String?

    /// - Throws: bad input for a style that does not exist.
    func style() throws(FinegrainError) -> NumberStyle? {
        guard let numbers else { return nil }
        guard let style = NumberStyle(rawValue: numbers) else {
            throw .badInput(
                "\(numbers) is not a style of numbers",
                remedy: NumberStyle.allCases.map(\.rawValue).joined(separator: " or "), field: "--numbers")
        }
        return style
    }
}
