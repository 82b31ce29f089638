public import Quantities

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Drift {
    /// The drift of one step that lasts `weeks`, where this one's step is a week
    /// (docs/drift.md, "Campaigns that are not weekly").
    ///
    /// A redraw that does not look at the old level happens at least once in t weeks with probability
    /// 1 - (1 - d)^t, and only the last one shows: rates of the kernels `marginal` and `withinClass` are exact for any
    /// t > 0, as is the share that leaves. Of those who arrive, w a week, some have left before they are first seen:
    /// w (1 - (1 - m)^t) / m are there at the end, w t without departures. Transitions become their powers.
    /// - Throws: when t is not whole and a part of a week has no transition matrix (`TransitionMatrix.power`).
    public func lasting(weeks: Double, attributes: [Attribute]) throws(FinegrainError) -> Drift {
        guard weeks != 1 else { return self }
        func atLeastOnce(_ rate: Double) -> Double { -expm1(weeks * log1p(-rate)) }
        var step = self
        step.departureRate = atLeastOnce(departureRate)
        step.arrivalRate =
            departureRate > 0 ? arrivalRate * atLeastOnce(departureRate) / departureRate : arrivalRate * weeks
        guard case .transition(let matrices) = kernel else {
            step.weeklyRate = atLeastOnce(weeklyRate)
            step.attributeRates = attributeRates.map { $0.map(atLeastOnce) }
            return step
        }
        var rates: [Double] = []
        var redraws: [[[Double]]] = []
        var problems: [Problem] = []
        for (index, matrix) in matrices.enumerated() {
            let weekly = TransitionMatrix(rate: rate(of: index), redraw: matrix)
            guard let power = weekly.power(weeks) else {
                problems.append(
                    Problem(
                        "\(attributes[index].name): its transitions cannot be divided into parts of a week, because "
                            + "more than \(Int(100 * TransitionMatrix.mostChange)) % of a level's customers leave it "
                            + "in a week",
                        remedy: "give run.interval_hours in whole weeks: 168, 336, 504, ...",
                        field: "run.interval_hours"))
                continue
            }
            rates.append(power.redrawn.rate)
            redraws.append(power.redrawn.matrix)
        }
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
        step.kernel = .transition(redraws)
        step.attributeRates = rates
        step.weeklyRate = rates.reduce(0, +) / Double(max(1, rates.count))
        return step
    }
}
