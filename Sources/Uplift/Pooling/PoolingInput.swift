import Quantities

/// What estimates and variances must be before they can be pooled.
enum PoolingInput {
    /// Refuses estimates that cannot be pooled, naming every one.
    static func check(_ estimates: [Double], _ variances: [Double]) throws(FinegrainError) {
        precondition(estimates.count == variances.count, "one variance an estimate")
        var problems: [Problem] = []
        for index in estimates.indices {
            if !(variances[index] > 0) {
                problems.append(
                    Problem(
                        "segment \(index + 1) has variance \(variances[index])",
                        remedy: "variances are positive; use a variance common to all segments",
                        field: "variance"))
            } else if variances[index].isFinite, !estimates[index].isFinite {
                problems.append(
                    Problem(
                        "segment \(index + 1) has estimate \(estimates[index])",
                        remedy: "give segments without data an infinite variance", field: "estimate"))
            }
        }
        if problems.isEmpty, !variances.contains(where: \.isFinite) {
            problems.append(Problem("no segment has data", remedy: "give at least one estimate"))
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
    }
}
