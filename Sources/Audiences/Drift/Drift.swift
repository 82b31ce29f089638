public import Quantities

/// How the audience changes in a step: a week, unless `lasting(weeks:attributes:)` made it another time.
public struct Drift: Sendable {
    public var kernel: DriftKernel
    /// The probability that one attribute of one customer is redrawn in a week. A redraw may give
    /// the same level again.
    public var weeklyRate: Double
    /// A rate for each attribute, in the audience's order, in place of `weeklyRate`.
    public var attributeRates: [Double]?
    /// The probability that a customer leaves for good in a week.
    public var departureRate: Double
    /// New customers a week, as a share of the audience of week 0. Each is a copy of the week-0 row
    /// and class of a customer drawn at random, under a number never used before.
    public var arrivalRate: Double

    public init(
        kernel: DriftKernel, weeklyRate: Double, attributeRates: [Double]? = nil, departureRate: Double = 0,
        arrivalRate: Double = 0
    ) {
        self.kernel = kernel
        self.weeklyRate = weeklyRate
        self.attributeRates = attributeRates
        self.departureRate = departureRate
        self.arrivalRate = arrivalRate
    }

    /// The weekly redraw probability of one attribute.
    public func rate(of attribute: Int) -> Double { attributeRates?[attribute] ?? weeklyRate }

    /// Everything that is wrong with this drift for these customers.
    public func problems(for audience: Audience) -> [Problem] {
        var problems: [Problem] = []
        func check(_ value: Double, _ field: String) {
            if !(0...1).contains(value) {
                problems.append(Problem("\(value) is outside 0...1", field: field))
            }
        }
        check(weeklyRate, "drift.weekly_rate")
        check(departureRate, "drift.departure_rate")
        // Over a long step more may come than there were.
        if !(arrivalRate >= 0 && arrivalRate.isFinite) {
            problems.append(Problem("\(arrivalRate) is no share", field: "drift.arrival_rate"))
        }
        if let attributeRates {
            for rate in attributeRates { check(rate, "drift.attribute_rates") }
            if attributeRates.count != audience.attributes.count {
                problems.append(
                    Problem(
                        "\(attributeRates.count) rates for \(audience.attributes.count) attributes",
                        field: "drift.attribute_rates"))
            }
        }
        let shape = audience.attributes.map(\.levels.count)
        switch kernel {
        case .marginal: break
        case .withinClass(let classes):
            if classes.classOfCustomer.count != audience.count
                || classes.shares.contains(where: { $0.map(\.count) != shape })
                || classes.classOfCustomer.contains(where: { Int($0) >= classes.count })
            {
                problems.append(
                    Problem("the latent classes do not belong to this audience", field: "drift.kernel"))
            }
        case .transition(let matrices):
            if matrices.count != shape.count
                || zip(matrices, shape).contains(where: { matrix, levels in
                    matrix.count != levels
                        || matrix.contains { row in
                            row.count != levels || row.contains { !($0 >= 0) }
                                || abs(row.reduce(0, +) - 1) > 1e-6
                        }
                })
            {
                problems.append(
                    Problem(
                        "a transition matrix needs a row and a column for each level, rows summing to one",
                        field: "drift.kernel"))
            }
        }
        return problems
    }
}
