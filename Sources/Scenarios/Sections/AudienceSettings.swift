/// Where the customers come from.
public struct AudienceSettings: ScenarioSection {
    /// How the file writes numbers, by an example.
    public enum NumberStyle: String, Sendable, CaseIterable, Hashable {
        case plain = "1234.5"
        case commaGroups = "1,234.5"
        case decimalComma = "1.234,5"
    }

    /// `synthetic`, or the path of a customer CSV or a cells CSV, relative to the scenario file; required.
    public var from = ""
    /// Attributes to read; default: all that the dimensions, the profiles and the results need.
    public var attributes: [String] = []
    /// Bands of numeric attributes, such as `recency=1-3,4-6,7-9,10-12`; default none.
    public var bands: [String] = []
    /// How the file writes the numbers that go into bands; default `1234.5`.
    public var numbers = NumberStyle.plain
    /// The column with the customer's id, needed only to join two dated exports; default none.
    public var id: String?
    /// The law of a synthetic audience.
    public var synthetic = SyntheticSettings()

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar(
            "from", \.from, .text, required: true,
            "'synthetic', or the path of a customer CSV or a cells CSV (contract: attribute columns and n)."),
        .list("attributes", \.attributes, .text, "Columns to read; by default all that the scenario names."),
        .list("bands", \.bands, .text, "Bands of numeric columns, such as 'recency=1-3,4-6,7-9,10-12'."),
        .scalar("numbers", \.numbers, .choice, "How the file writes the numbers that go into bands."),
        .optional("id", \.id, .text, "Column with the customer's id, for drift.from."),
        .section("synthetic", \.synthetic, "The law of a synthetic audience."),
    ]
}

/// The law of a synthetic audience: attributes made dependent through latent classes.
public struct SyntheticSettings: ScenarioSection {
    /// Customers; default 200,000.
    public var customers = 200_000
    /// Latent classes; default 6.
    public var classes = 6
    /// How far a class departs from the marginal, 0 (independent) to 1; default 0.6.
    public var dependence = 0.6
    /// The attributes with their levels and weights.
    public var attributes: [SyntheticAttribute] = []

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar(
            "customers", \.customers, .integer(1...20_000_000), unit: "customers", "Size of the audience."),
        .scalar(
            "classes", \.classes, .integer(1...64), unit: "classes",
            "Latent classes that make attributes dependent."),
        .scalar(
            "dependence", \.dependence, .number(0...1), unit: "0 independent .. 1",
            "How far the shares of a class depart from the marginal."),
        .sections("attributes", \.attributes, "Attributes with their levels and weights."),
    ]
}

/// One attribute of a synthetic audience.
public struct SyntheticAttribute: ScenarioSection {
    /// Its name; required.
    public var name = ""
    /// The weight of each level, in order; they must sum to one within 0.001.
    public var levels: [Named<Double>] = []

    public init() {}

    public static let fields: [Field<Self>] = [
        .scalar("name", \.name, .text, required: true, "Name of the attribute."),
        .map(
            "levels", \.levels, .number(0...1), unit: "share",
            "Share of the audience at each level, summing to 1."),
    ]
}
