/// The one rule for what is of grade C, and for what is tinted so.
enum GradeC {
    static let rule =
        "Tinted lines are of grade C: fields documented as assumptions, uncertain inputs that were not fitted to data, "
        + "and prices without a dated source. Nobody measured them for this case: confirm them before you rely on the "
        + "answer."

    /// Whether the documentation of a field says that its value is an assumption.
    static func isAssumption(_ documentation: String) -> Bool { documentation.contains("(assumption") }
}
