/// How customers change from week to week.
public struct DriftSettings: ScenarioSection {
    public enum Kernel: String, Sendable, CaseIterable, Hashable {
        case withinClass = "within_class"
        case marginal
        case transition
    }

    /// Where a redrawn attribute comes from; default `within_class`, which keeps the audience stationary.
    public var kernel = Kernel.withinClass
    /// Share of customers whose attribute is redrawn each week, per attribute; default 0.02 (assumption, grade C).
    public var weeklyRate = 0.02
    /// Latent classes fitted by EM to an audience that is not synthetic; default 8.
    public var classes = 8
    /// Share of the starting audience that joins each week; default 0.
    public var arrivalRate = 0.0
    /// Share of the customers that leave each week; default 0.
    public var departureRate = 0.0
    /// Two dated customer exports, old and new, from which rates and transitions are fitted; default none.
    public var from: [String] = []
    /// Weeks between those two exports, fractions included; default 1.
    public var weeksBetween = 1.0
    /// Weekly transition shares: attribute, from level, to level; default none.
    public var transition: [TransitionSettings] = []

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar(
            "kernel", \.kernel, .choice,
            "Where a redrawn attribute comes from: the customer's class, the audience, or a matrix."),
        .scalar(
            "weekly_rate", \.weeklyRate, .number(0...1), unit: "share a week",
            "Share of customers whose attribute is redrawn each week, per attribute (assumption, grade C)."),
        .scalar(
            "classes", \.classes, .integer(1...64), unit: "classes",
            "Latent classes fitted to a loaded audience."),
        .scalar(
            "arrival_rate", \.arrivalRate, .number(0...1), unit: "share a week",
            "Customers that join, of the starting audience."),
        .scalar(
            "departure_rate", \.departureRate, .number(0...1), unit: "share a week", "Customers that leave."),
        .list(
            "from", \.from, .text,
            "Two dated customer exports, [old.csv, new.csv], from which drift is fitted."),
        .scalar(
            "weeks_between", \.weeksBetween, .number(0.1...520), unit: "weeks", "Time between those exports."),
        .sections("transition", \.transition, "Weekly transition shares, for kernel 'transition'."),
    ]
}

/// The weekly transition shares from one level of an attribute.
public struct TransitionSettings: ScenarioSection {
    /// The attribute; required.
    public var attribute = ""
    /// The level that customers leave; required.
    public var level = ""
    /// Share of them found at each level a week later, summing to one.
    public var to: [Named<Double>] = []

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar("attribute", \.attribute, .text, required: true, "Name of the attribute."),
        .scalar("level", \.level, .text, required: true, "Level at the start of the week."),
        .map("to", \.to, .number(0...1), unit: "share", "Share at each level a week later, summing to 1."),
    ]
}
