import Quantities

/// The names by which fault plans know a service's operations: those that a fault can strike.
extension WireService {
    public var faultOperations: [String] { routes.map { FaultInjector.name(of: $0.operation) } }
}

extension BedrockWire {
    /// `converse` is every generation on demand: Converse, InvokeModel, and both streams.
    public var faultOperations: [String] { ["converse", "createBatchJob", "getBatchJob"] }
}

extension LambdaWire {
    public var faultOperations: [String] { ["invoke"] }
}

extension SNSWire {
    public var faultOperations: [String] {
        (SNSWire.actions.sorted() + ["CreateTopic", "Publish", "PublishBatch"]).map(FaultInjector.name(of:))
    }
}

extension SnowflakeWire {
    /// `complete` is a call of a model by SQL, which is the service cortex.
    public var faultOperations: [String] { ["login", "query"] }
}

extension OpenAIWire {
    public var faultOperations: [String] { ["complete"] }
}

extension AnthropicWire {
    public var faultOperations: [String] { ["complete"] }
}

extension CortexRESTWire {
    public var faultOperations: [String] { ["complete"] }
}

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
                        remedy: known.isEmpty ? "name another service" : "use " + Array(Set(known)).sorted().joined(separator: ", "),
                        field: "faults[\(index)].operation"))
            }
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
        return plan
    }
}
