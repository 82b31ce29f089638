import Tabular

/// A column of customers as an attribute of a scenario.
struct StartingAttribute: Sendable {
    /// A name for some of the values.
    struct Group: Hashable, Sendable {
        var name: String
        var levels: [String]
    }

    enum Cut: Sendable {
        /// Each value by itself.
        case values
        /// Numbers in bands.
        case bands(Bands)
        /// The frequent values by themselves, the rest as one.
        case groups([Group])
    }

    let name: String
    let cut: Cut
    /// The names of what it cuts into, in their order.
    let classes: [String]
    /// The class of each sampled row.
    let codes: [UInt8]
    /// How many values the file has, which a persona sees each by itself unless they are in bands.
    let levelCount: Int
}

/// Why a column is no attribute.
struct LeftOut: Hashable, Sendable {
    var name: String
    var reason: String
    /// Whether it may tell customers apart.
    var isIdentifier = false
}
