import Encodings
import MockWire
import Quantities
import ServiceModels
import Testing

@Suite struct FaultPlanJSONTests {
    private static func plan(_ rule: String) throws -> FaultPlan {
        try FaultPlan(json: try JSONParser.parse("{\"faults\": [\(rule)]}"))
    }

    @Test func everyTriggerAndKindIsRead() throws {
        func rule(_ members: String) throws -> FaultPlan.Rule? {
            try FaultPlanJSONTests.plan("{\"service\": \"sns\", \(members)}").rules.first
        }
        #expect(try rule(#""kind": "throttle""#) == .init(.sns, .rate(1), .throttle))
        #expect(try rule(#""kind": "duplicate", "rate": 0.25"#) == .init(.sns, .rate(0.25), .duplicate))
        #expect(
            try rule(#""kind": "slow", "factor": 2, "nth": 3"#) == .init(.sns, .nthCall(3), .slow(factor: 2)))
        #expect(
            try rule(#""kind": "stall", "stall_ms": 5, "every": 4, "operation": "publish""#)
                == .init(.sns, operation: "publish", .everyNthCall(4), .stall(.milliseconds(5))))
        #expect(
            try rule(#""kind": "server_error", "from_ns": 1, "until_ns": 9"#)
                == .init(
                    .sns,
                    .window(
                        from: SimulatedInstant(nanoseconds: 1), until: SimulatedInstant(nanoseconds: 9),
                        rate: 1),
                    .serverError))
    }

    @Test(arguments: [
        #""kind": "throttle", "nht": 1"#, #""kind": "throttle", "nth": "1""#,
        #""kind": "throttle", "nth": 1.5"#,
        #""kind": "throttle", "nth": 0"#, #""kind": "throttle", "every": -1"#,
        #""kind": "throttle", "rate": "0.1""#,
        #""kind": "throttle", "rate": 2"#, #""kind": "throttle", "rate": true"#,
        #""kind": "throttle", "nth": 1, "every": 2"#, #""kind": "throttle", "nth": 1, "rate": 0.5"#,
        #""kind": "throttle", "from_ns": 1"#, #""kind": "throttle", "from_ns": 9, "until_ns": 1"#,
        #""kind": "throttle", "operation": 5"#, #""kind": "nothing""#, #""rate": 1"#,
        #""kind": "slow""#, #""kind": "slow", "factor": -1"#, #""kind": "slow", "factor": 1e300"#,
        #""kind": "stall", "stall_ms": 99999999999999999"#,
        #""kind": "stall", "stall_ms": 9223372036854775807"#,
        #""kind": "throttle", "factor": 2"#,
    ]) func aRuleWithAMistakeIsRefused(members: String) {
        #expect(throws: FinegrainError.self) {
            try FaultPlanJSONTests.plan("{\"service\": \"sns\", \(members)}")
        }
    }

    @Test func allProblemsAreToldWithTheirPlaces() {
        do {
            _ = try FaultPlanJSONTests.plan(
                #"{"service": "sms", "kind": "x"}, 5, {"service": "sns", "kind": "throttle", "nth": 0}"#)
            Issue.record("the plan was taken")
        } catch let error as FinegrainError {
            #expect(
                error.problems.map(\.field)
                    == ["faults[0].service", "faults[0].kind", "faults[1]", "faults[2].nth"])
        } catch { Issue.record("\(error)") }
    }

    @Test func theLongestWaitsOverflowNothing() throws {
        let slow = try FaultPlanJSONTests.plan(#"{"service": "openai", "kind": "slow", "factor": 1e6}"#)
        let stall = try FaultPlanJSONTests.plan(
            #"{"service": "openai", "kind": "stall", "stall_ms": 2678400000}"#)
        let chat = try ChatCloud.openAI()
        for plan in [slow, stall] {
            chat.cloud.inject(plan)
            for _ in 0..<3 { #expect(chat.complete().status == 200) }
        }
    }

    @Test func operationsAreThoseThatAFaultCanStrike() throws {
        let chat = try ChatCloud.openAI()
        func checked(_ operation: String, _ service: Meter.Service = .openai) throws -> String? {
            try chat.cloud.checked(FaultPlan([.init(service, operation: operation, .rate(1), .throttle)]))
                .rules.first?
                .operation
        }
        #expect(try checked("Complete") == "complete")
        #expect(throws: FinegrainError.self) { try checked("listModels") }
        #expect(throws: FinegrainError.self) { try checked("complete", .lambda) }
    }
}
