import Campaigns
import Quantities
import Scenarios
import ServiceModels
import Testing
import Workers

@testable import Workbench

/// What a scenario may say of faults, and what it is told.
@Suite struct FaultPlanTests {
    private func problems(_ lines: String) throws -> [Problem] {
        let text = SmallScenario.text + "faults:\n" + lines
        let error = #expect(throws: FinegrainError.self) {
            try SmallScenario.workspace("fault-plan", text: text)
        }
        return error?.problems ?? []
    }

    private var first: Int {
        SmallScenario.text.split(separator: "\n", omittingEmptySubsequences: false).count + 1
    }

    @Test func wrongFieldsAreRefusedWithLineAndRemedy() throws {
        let wrong = try problems(
            "  - {service: bedrok, kind: throttle}\n  - {service: bedrock, kinds: slow, kind: slow}\n"
                + "  - {service: cortex, kind: throttle, rate: 2}\n")
        #expect(wrong.map(\.field) == ["faults[0].service", "faults[1].kinds", "faults[2].rate"])
        #expect(wrong.map(\.line) == [first, first + 1, first + 2])
        #expect(wrong.allSatisfy { $0.file?.hasSuffix("small.yaml") ?? false })
        #expect(wrong[1].remedy == "did you mean 'kind'?")
    }

    @Test func whatDoesNotGoTogetherIsRefusedWithItsLine() throws {
        let wrong = try problems(
            "  - {service: bedrock, kind: slow}\n  - {service: bedrock, kind: throttle, rate: 0.5, nth: 3}\n"
                + "  - {service: cortex, kind: throttle, factor: 3}\n  - {service: sns, kind: throttle, from_ns: 5}\n"
        )
        #expect(wrong.map(\.field) == ["faults[0].factor", "faults[1]", "faults[2].factor", "faults[3]"])
        #expect(wrong.map(\.line) == [first, first + 1, first + 2, first + 3])
        #expect(wrong.allSatisfy { $0.remedy != nil })
    }

    @Test func servicesAndOperationsThatThePipelineDoesNotCallAreRefused() throws {
        let wrong = try problems(
            "  - {service: openai, kind: throttle}\n  - {service: bedrock, operation: invokeModel, kind: throttle}\n"
        )
        #expect(wrong.map(\.field) == ["faults[0].service", "faults[1].operation"])
        #expect(wrong.map(\.line) == [first, first + 1])
        #expect(wrong[1].remedy == "use converse, createBatchJob, getBatchJob")
    }

    @Test func rulesThatCannotStrikeAreNamed() throws {
        let rules: [(rule: String, reason: String?)] = [
            ("{service: bedrock, operation: Converse, kind: throttle}", nil),
            ("{service: bedrock, operation: createBatchJob, kind: throttle}", "copy.mode is on_demand"),
            ("{service: bedrock, kind: cut_stream}", "cut_stream changes nothing of converse of bedrock"),
            ("{service: sns, kind: duplicate}", "duplicate changes nothing of publish of sns"),
            ("{service: cortex, kind: throttle, rate: 0}", "its rate is 0"),
            ("{service: lambda, kind: slow, factor: 1}", "its factor is 1"),
        ]
        let workspace = try SmallScenario.workspace(
            "fault-inert", ["faults=[\(rules.map(\.rule).joined(separator: ", "))]"])
        let inert = try workspace.inertFields()
        #expect(
            inert
                == rules.indices.compactMap { place in
                    rules[place].reason.map { InertField(path: "faults[\(place)]", reason: $0) }
                })
        // Each rule by itself changes a result, or is named: never both, never neither.
        let runner = ReplicationRunner(workspace: workspace, detail: .totals)
        func result(_ faults: String) throws -> UInt64 {
            var digest: UInt64 = 0
            let design = try workspace.design([ScenarioFile.override("faults=\(faults)")])
            try runner.run([design], replication: 0, workers: .init()) { digest = $1.digest }
            return digest
        }
        let plain = try result("[]")
        for (rule, reason) in rules {
            #expect(try (result("[\(rule)]") == plain) == (reason != nil), "\(rule)")
        }
    }

    @Test func rowsVaryPlans() throws {
        let workspace = try SmallScenario.workspace(
            "fault-vary",
            [
                "sweep={vary: {faults: [[], [{service: cortex, kind: throttle}]]}, replications: 1, side_replications: 1}"
            ])
        let result = try SmallScenario.sweep(workspace)
        #expect(result.rows.count == 3)
        #expect(result.rows[1][.retriedCalls] == 0 && (result.rows[2][.retriedCalls] ?? 0) > 0)
        #expect(result.rows[1].digest != result.rows[2].digest)
    }
}
