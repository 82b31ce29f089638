import Audiences
import Campaigns
import RandomStreams
import Scenarios

/// How customers change, as a scenario assumes it or as two exports show it: what a report says of drift.
public struct DriftSummary: Sendable {
    /// A share of customers a week.
    public struct Rate: Hashable, Sendable {
        public var value: Double
        /// Of the fit to the exports; nil where the rate is assumed, or where too little was seen for an error.
        public var standardError: Double?
    }

    /// One attribute's drift.
    public struct AttributeDrift: Hashable, Sendable {
        public var name: String
        /// Customers whose value is drawn anew in a week; it may come out the same. Nil where the scenario gives the
        /// transitions themselves.
        public var redrawn: Rate?
        /// Customers whose value differs after a week, as expected of the audience of week 0.
        public var changed: Double
        /// Customers whose value differed between the exports, over `weeks`; nil where the rate is assumed.
        public var changedBetweenExports: Double?
    }

    /// What happened to an attribute's levels between the exports.
    public struct LevelChange: Hashable, Sendable {
        public var attribute: String
        /// Older name, newer name.
        public var renamed: [[String]]
        public var new: [String]
        public var vanished: [String]
    }

    /// Two exports that drift was fitted to.
    public struct Exports: Hashable, Sendable {
        public var names: [String]
        public var weeks: Double
        /// Customers in both, in the older one, and in the newer one only.
        public var joined: Int
        public var older: Int
        public var arrived: Int
        public var levels: [LevelChange]
    }

    /// `within_class`, `marginal` or `transition`.
    public let kernel: String
    /// Latent classes, and whether they were fitted to the customers; nil for the other kernels.
    public let classes: (count: Int, areFitted: Bool)?
    public let attributes: [AttributeDrift]
    public let departures: Rate
    public let arrivals: Rate
    /// Where the rates come from; nil when they are the scenario's assumptions.
    public let exports: Exports?
    /// Weeks from one campaign to the next: what a campaign sees is as much of this drift.
    public let weeksBetweenCampaigns: Double

    public var isFitted: Bool { exports != nil }

    /// - Parameter weekly: the drift of one week.
    init(_ weekly: Drift, customers: LoadedCustomers, scenario: Scenario) {
        let audience = customers.base.audience
        let estimate = customers.exports?.estimate
        switch weekly.kernel {
        case .withinClass(let fit):
            kernel = DriftSettings.Kernel.withinClass.rawValue
            classes = (fit.count, customers.law == nil)
        case .marginal:
            kernel = DriftSettings.Kernel.marginal.rawValue
            classes = nil
        case .transition:
            kernel = DriftSettings.Kernel.transition.rawValue
            classes = nil
        }
        let isGiven = estimate == nil && scenario.drift.kernel == .transition
        let changed = weekly.changedShares(of: audience)
        attributes = audience.attributes.indices.map { j in
            AttributeDrift(
                name: audience.attributes[j].name,
                redrawn: isGiven
                    ? nil : Rate(value: weekly.rate(of: j), standardError: estimate?.rateErrors[j]),
                changed: changed[j], changedBetweenExports: estimate?.changedShares[j])
        }
        departures = Rate(value: weekly.departureRate, standardError: estimate?.departureError)
        arrivals = Rate(value: weekly.arrivalRate, standardError: estimate?.arrivalError)
        exports = customers.exports.map { found in
            Exports(
                names: scenario.drift.from, weeks: found.exports.weeks, joined: found.exports.joined,
                older: found.exports.oldCount, arrived: found.exports.arrived,
                levels: found.levels.map { change in
                    LevelChange(
                        attribute: change.attribute, renamed: change.renamed.map { [$0.old, $0.new] },
                        new: change.new, vanished: change.vanished)
                })
        }
        weeksBetweenCampaigns = Double(scenario.run.intervalHours) / 168
    }
}
