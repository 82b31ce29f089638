import Audiences
import Scenarios

/// What a design must know of customers: their attributes and how many there are.
struct CustomerShape: Sendable {
    let attributes: [Attribute]
    let count: Int

    init(_ audience: Audience) {
        attributes = audience.attributes
        count = audience.count
    }

    init(_ settings: SyntheticSettings) {
        attributes = settings.attributes.map { Attribute(name: $0.name, levels: $0.levels.map(\.name)) }
        count = settings.customers
    }
}
