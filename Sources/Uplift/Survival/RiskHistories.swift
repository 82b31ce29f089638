/// When each unit was observed over repeated occasions, up to its event.
///
/// A unit is at risk at the occasions at which it was observed, the one of its event included and none after it. It may
/// enter late, leave without an event (censored) and miss occasions.
public struct RiskHistories: Sendable {
    /// Occasions in time order are 0 to this.
    public let occasionCount: Int
    private let starts: [Int]
    private let occasions: [Int]
    private let events: [Bool]

    /// - Parameters:
    ///   - starts: where each unit's occasions begin in `occasions`, and their end at last.
    ///   - occasions: of all units in their order, increasing within a unit.
    ///   - events: one per unit, true when the event was at its last occasion.
    /// - Precondition: a unit with an event has an occasion.
    public init(occasionCount: Int, starts: [Int], occasions: [Int], events: [Bool]) {
        precondition(starts.count == events.count + 1 && starts.last == occasions.count, "one start per unit")
        precondition(
            events.indices.allSatisfy { !events[$0] || starts[$0] < starts[$0 + 1] },
            "an event has an occasion")
        self.occasionCount = occasionCount
        self.starts = starts
        self.occasions = occasions
        self.events = events
    }

    /// Units in their order, with their occasions.
    public init(occasionCount: Int, units: [(occasions: [Int], hasEvent: Bool)]) {
        var starts = [0]
        for unit in units { starts.append(starts[starts.count - 1] + unit.occasions.count) }
        self.init(
            occasionCount: occasionCount, starts: starts, occasions: units.flatMap(\.occasions),
            events: units.map(\.hasEvent))
    }

    public var unitCount: Int { events.count }

    /// The occasions at which a unit was at risk.
    public func occasions(of unit: Int) -> ArraySlice<Int> { occasions[starts[unit]..<starts[unit + 1]] }

    public func hasEvent(_ unit: Int) -> Bool { events[unit] }
}

extension RiskHistories {
    /// The share of units without an event after an occasion, as one value per unit whose weighted mean it is.
    ///
    /// S + a_i S Σw / w_i, infinitesimal jackknife pseudo-values (Andersen, Klein & Rosthøj 2003; Parner, Andersen & Overgaard
    /// 2023): their variance of the mean is Greenwood's, and regressions on them are regressions of the share.
    /// - Parameter weights: one per unit of the histories.
    /// - Returns: nil when nobody was at risk at the occasion although some were left.
    public func survivalValues(units: [Int], after occasion: Int, weights: [Double]? = nil) -> [Double]? {
        var walk = SurvivalWalk(self, units: units, weights: weights)
        for _ in 0...occasion { walk.step() }
        guard walk.atRisk > 0 || (walk.survival == 0 && !units.isEmpty) else { return nil }
        let total = units.reduce(0) { $0 + (weights?[$1] ?? 1) }
        return units.indices.map { position in
            walk.survival
                + walk.survival * walk.influences[position] * total / (weights?[units[position]] ?? 1)
        }
    }
}
