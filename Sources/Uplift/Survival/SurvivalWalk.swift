/// The product-limit estimate of one group, occasion by occasion, with what each unit adds to its error.
///
/// S(t) = Π (1 − h_s) over s ≤ t with h_s = d_s / n_s (Kaplan & Meier 1958), sums weighted when units have weights. Unit i
/// moves ln S(t) by a_i(t) = −Σ w_i (dN_is − Y_is h_s) / (n_s (1 − h_s)), Y_is = 1 at risk, dN_is = 1 at its event. Sums of
/// S a_i over clusters, or of weighted units, give the error of correlated units (Williams 1995). Σ S² a_i² is Greenwood's
/// variance (1926) S² Σ d / (n (n − d)) exactly for units that enter together, and about so for those that enter late.
struct SurvivalWalk {
    let units: [Int]
    private let histories: RiskHistories
    private let weights: [Double]?
    private var next: [Int]
    /// The occasion reached; −1 before the first.
    private(set) var occasion = -1
    private(set) var atRisk = 0
    private(set) var events = 0
    /// d / n of this occasion; nil when nobody was at risk.
    private(set) var hazard: Double?
    private(set) var survival = 1.0
    /// Weights of the units at risk at this occasion.
    private(set) var totalAtRisk = 0.0
    private var isPresent: [Bool]
    private var isFailed: [Bool]
    /// Σ d / (n (n − d)) over the occasions so far, the variance of ln S for independent units of equal weight.
    private(set) var greenwood = 0.0
    /// a_i, one per unit of the group.
    private(set) var influences: [Double]
    /// w_i (dN_is − Y_is h_s) / n_s of this occasion, one per unit.
    private(set) var hazardInfluences: [Double]

    /// - Parameter units: positions in the histories.
    init(_ histories: RiskHistories, units: [Int], weights: [Double]?) {
        self.histories = histories
        self.units = units
        self.weights = weights
        next = units.map { histories.occasions(of: $0).startIndex }
        influences = Array(repeating: 0, count: units.count)
        hazardInfluences = influences
        isPresent = Array(repeating: false, count: units.count)
        isFailed = isPresent
    }

    private func weight(_ position: Int) -> Double { weights?[units[position]] ?? 1 }

    /// To the next occasion.
    /// - Complexity: O(units).
    mutating func step() {
        occasion += 1
        (atRisk, events) = (0, 0)
        var (present, failed) = (0.0, 0.0)
        for (position, unit) in units.enumerated() {
            hazardInfluences[position] = 0
            isPresent[position] = false
            isFailed[position] = false
            let occasions = histories.occasions(of: unit)
            guard next[position] < occasions.endIndex, occasions[next[position]] == occasion else { continue }
            next[position] += 1
            isPresent[position] = true
            atRisk += 1
            present += weight(position)
            if next[position] == occasions.endIndex, histories.hasEvent(unit) {
                isFailed[position] = true
                events += 1
                failed += weight(position)
            }
        }
        totalAtRisk = present
        guard present > 0 else {
            hazard = nil
            return
        }
        let hazard = failed / present
        self.hazard = hazard
        survival = events == atRisk ? 0 : survival * (1 - hazard)
        if events < atRisk { greenwood += Double(events) / (Double(atRisk) * Double(atRisk - events)) }
        for position in units.indices where isPresent[position] {
            let residual = residual(position, hazard: hazard) / present
            hazardInfluences[position] = residual
            if hazard < 1 { influences[position] -= residual / (1 - hazard) }
        }
    }

    /// w_i (dN_is − Y_is h) of a unit at this occasion against any hazard; zero when it is not at risk.
    func residual(_ position: Int, hazard: Double) -> Double {
        isPresent[position] ? weight(position) * ((isFailed[position] ? 1 : 0) - hazard) : 0
    }
}
