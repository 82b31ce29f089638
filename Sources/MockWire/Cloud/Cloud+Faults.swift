import Quantities
import ServiceModels

extension Cloud.State {
    /// The plan with operations as the services name them: the journal's `Publish` is `publish`.
    /// - Throws: bad input naming every operation that no fault can strike.
    func resolved(_ plan: FaultPlan) throws(FinegrainError) -> FaultPlan {
        var plan = plan
        var problems: [Problem] = []
        for (index, rule) in plan.rules.enumerated() {
            guard let operation = rule.operation else { continue }
            let known = services.filter { $0.service == rule.service }.flatMap(\.faultOperations)
            let name = FaultInjector.name(of: operation)
            plan.rules[index].operation = name
            if !known.contains(name) {
                problems.append(
                    Problem(
                        known.isEmpty
                            ? "the account has no \(rule.service.rawValue)"
                            : "no fault strikes \(operation) of \(rule.service.rawValue)",
                        remedy: known.isEmpty
                            ? "name another service"
                            : "use " + Array(Set(known)).sorted().joined(separator: ", "),
                        field: "faults[\(index)].operation"))
            }
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
        return plan
    }
}
