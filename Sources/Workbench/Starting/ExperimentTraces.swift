import Uplift

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The arm of an experiment among the columns, and the results that came after it.
///
/// Arms are drawn by chance, so that nothing known before depends on them and what happened afterwards may. A column
/// with the name of an arm is one when at least three and at least half of the others are independent of it, and at
/// least one is not; those that are not are results. Independence is tested by G = 2 N ln 2 times the mutual
/// information in bits, chi-squared with (r - 1)(c - 1) degrees of freedom (Wilks 1938).
struct ExperimentTraces: Sendable {
    /// The positions of the arm and of the results.
    let arm: Int
    let results: [Int]
    let independent: Int

    private static let leastCustomers = 1_000
    private static let mostArms = 10
    /// Columns are dependent below the first, independent above the second level of significance.
    private static let dependence = 1e-6
    private static let independence = 1e-3

    /// - Returns: nil when the columns show no experiment.
    init?(_ attributes: [StartingAttribute], _ rows: CodedRows) {
        guard rows.total >= ExperimentTraces.leastCustomers else { return nil }
        for (arm, attribute) in attributes.enumerated()
        where ColumnName(attribute.name).isArm && attribute.classes.count <= ExperimentTraces.mostArms {
            let tails = attributes.indices.map { $0 == arm ? 0.5 : ExperimentTraces.tail(arm, $0, rows) }
            let others = attributes.indices.filter { $0 != arm }
            let independent = others.count { tails[$0] > ExperimentTraces.independence }
            let results = others.filter { tails[$0] < ExperimentTraces.dependence }
            if independent >= 3, 2 * independent >= others.count, !results.isEmpty {
                self.arm = arm
                self.results = results
                self.independent = independent
                return
            }
        }
        return nil
    }

    /// The probability of a dependence at least this strong between independent columns.
    private static func tail(_ a: Int, _ b: Int, _ rows: CodedRows) -> Double {
        let freedom = Double((rows.sizes[a] - 1) * (rows.sizes[b] - 1))
        guard freedom > 0 else { return 1 }
        // The estimate of the information is without its bias, which G has: its mean is the degrees of freedom.
        let bits = max(0, rows.information(a, b, given: rows.everybody))
        return ChiSquared(degreesOfFreedom: freedom).upperTail(
            2 * Double(rows.total) * log(2) * bits + freedom)
    }
}
