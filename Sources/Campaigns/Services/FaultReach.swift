import Encodings
public import Quantities
public import Scenarios
public import ServiceModels

/// What a fault plan can strike of a pipeline: the operations that it calls, and the kinds that change what it does then.
///
/// Operations have the names of the server's plans, but for the marketing platform, whose operations are the pipeline's own.
public enum FaultReach {
    struct Operation {
        let service: Meter.Service
        let name: String
        /// The kinds that a result can depend on.
        let kinds: Set<FaultSettings.Kind>
        /// Why a scenario never calls it; nil where it does.
        let absence: @Sendable (Scenario) -> String?

        init(
            _ service: Meter.Service, _ name: String, _ kinds: Set<FaultSettings.Kind>,
            unless absence: @escaping @Sendable (Scenario) -> String? = { _ in nil }
        ) {
            self.service = service
            self.name = name
            self.kinds = kinds
            self.absence = absence
        }
    }

    private static let refusals: Set<FaultSettings.Kind> = [.throttle, .serverError]
    private static let delays: Set<FaultSettings.Kind> = [.slow, .stall]
    private static let personas: Set<FaultSettings.Kind> = [.malformedJSON, .schemaBreaking]
    private static let copies = personas.union([.offBrand, .canaryLeak])

    private static func needsBatch(_ scenario: Scenario) -> String? {
        scenario.copy.mode == .batch ? nil : "copy.mode is on_demand"
    }

    static let operations: [Operation] = [
        Operation(.cortex, "complete", refusals.union(delays).union(personas)),
        Operation(.bedrock, "converse", refusals.union(delays).union(copies)) {
            $0.copy.mode == .batch && $0.copy.repairs == 0 && $0.review.regenerations == 0
                ? "copy.mode is batch, without repairs or regenerations" : nil
        },
        Operation(
            .bedrock, "createBatchJob", refusals.union(delays).union(copies).union([.partialFailure]),
            unless: needsBatch),
        Operation(.bedrock, "getBatchJob", refusals, unless: needsBatch),
        Operation(.lambda, "invoke", refusals.union(delays)) {
            $0.copy.mode == .batch && $0.copy.repairs == 0 && $0.review.regenerations == 0
                ? "copy.mode is batch, without repairs or regenerations" : nil
        },
        Operation(.snowflake, "query", refusals.union(delays)),
        Operation(.sns, "publish", refusals),
        Operation(.marketing, "defineSegments", refusals),
        Operation(.marketing, "loadContent", refusals),
        Operation(.marketing, "send", refusals.union([.duplicate])),
        Operation(.marketing, "archive", refusals),
    ]

    /// The plan of a scenario, with operations as the services name them.
    /// - Throws: bad input with everything that is wrong with it, by field.
    public static func plan(of scenario: Scenario) throws(FinegrainError) -> FaultPlan {
        guard !scenario.faults.isEmpty else { return .none }
        var plan = try FaultPlan(json: .members(["faults": .array(scenario.faults.map(\.rule))]))
        var problems: [Problem] = []
        for (index, rule) in plan.rules.enumerated() {
            let known = operations.filter { $0.service == rule.service }.map(\.name)
            if known.isEmpty {
                let services = Meter.Service.allCases.filter { service in
                    operations.contains { $0.service == service }
                }
                problems.append(
                    Problem(
                        "the pipeline does not call \(rule.service.rawValue)",
                        remedy: "it calls " + services.map(\.rawValue).joined(separator: ", "),
                        field: "faults[\(index)].service"))
            } else if let operation = rule.operation {
                let name = operation.prefix(1).lowercased() + operation.dropFirst()
                plan.rules[index].operation = name
                if !known.contains(name) {
                    problems.append(
                        Problem(
                            "the pipeline calls no \(operation) of \(rule.service.rawValue)",
                            remedy: "use " + known.joined(separator: ", "),
                            field: "faults[\(index)].operation"))
                }
            }
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
        return plan
    }

    /// Why a rule of a plan can change no result; nil where it can.
    public static func inertness(of rule: FaultSettings, in scenario: Scenario) -> String? {
        if rule.rate == 0 { return "its rate is 0" }
        if rule.kind == .slow, rule.factor == 1 { return "its factor is 1" }
        if rule.kind == .stall, rule.stallMilliseconds == 0 { return "it stalls for no time" }
        if scenario.segmentation.depth == 0, rule.service != .marketing, rule.service != .snowflake {
            return "segmentation.depth is 0, which generates nothing"
        }
        let named = operations.filter { operation in
            operation.service == rule.service
                && rule.operation.map { $0.lowercased() == operation.name.lowercased() } ?? true
        }
        let called = named.filter { $0.absence(scenario) == nil }
        if called.isEmpty, let reason = named.compactMap({ $0.absence(scenario) }).first { return reason }
        guard !called.contains(where: { $0.kinds.contains(rule.kind) }) else { return nil }
        let names = called.map(\.name).joined(separator: ", ")
        return "\(rule.kind.rawValue) changes nothing of \(names) of \(rule.service.rawValue)"
    }
}
