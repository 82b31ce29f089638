import Campaigns
import MockWire
import Pricing
import Quantities
import ServiceModels
import Synchronization
import Testing
import Workbench

/// A run gives the same results whether its calls are typed or bytes.
@Suite struct TransportTests {
    /// Settings that reach every operation, refusal and repair.
    static let settings: [[String]] = [
        [], ["copy.mode=batch", "copy.failure_rate=0.3"],
        ["copy.prompt_cache=on", "copy.prompt_cache_ttl=1h"],
        ["limits.bedrock_tokens_per_minute=9000", "limits.fan_out=10", "limits.retries=12"],
        ["copy.repairs=1", "copy.failure_rate=0.3", "persona.failure_rate=0.3", "copy.offbrand_rate=0.2"],
        ["privacy.k=900", "experiment.holdout=0.1"], ["segmentation.depth=0"],
        // Faults of every service and kind, that strike now and then.
        [
            """
            faults=[{service: cortex, kind: throttle, rate: 0.2}, {service: cortex, kind: schema_breaking, every: 7},
            {service: bedrock, kind: server_error, rate: 0.2}, {service: bedrock, kind: malformed_json, every: 5},
            {service: bedrock, kind: off_brand, rate: 0.2}, {service: bedrock, kind: canary_leak, every: 9},
            {service: bedrock, kind: stall, stall_ms: 90000, rate: 0.1}, {service: lambda, kind: throttle, rate: 0.3},
            {service: lambda, kind: slow, factor: 9, nth: 3}, {service: snowflake, kind: server_error, rate: 0.3},
            {service: snowflake, kind: stall, stall_ms: 5000, rate: 0.3}, {service: sns, kind: throttle, rate: 0.4},
            {service: marketing, kind: server_error, rate: 0.2},
            {service: marketing, operation: send, kind: duplicate, every: 4},
            {service: marketing, kind: throttle, from_ns: 0, until_ns: 900000000000000, rate: 0.3}]
            """, "limits.answer_timeout_seconds=80",
        ],
        [
            """
            faults=[{service: bedrock, operation: createBatchJob, kind: throttle, every: 2},
            {service: bedrock, operation: createBatchJob, kind: partial_failure, rate: 0.6},
            {service: bedrock, operation: getBatchJob, kind: server_error, rate: 0.5},
            {service: bedrock, operation: createBatchJob, kind: slow, factor: 3}]
            """, "copy.mode=batch",
        ],
    ]

    @Test(arguments: settings.indices) func bytesGiveWhatTypedCallsGive(_ index: Int) throws {
        let settings = TransportTests.settings[index]
        let workspace = try SmallScenario.workspace("transport-\(index)", settings)
        try expectEqualRuns(workspace, "\(settings)")
    }

    /// The shipped scenarios, with fewer campaigns and customers.
    @Test(arguments: [
        ("email-2008", ["run.campaigns=2"]),
        ("weekly-email", ["run.campaigns=2", "audience.synthetic.customers=20000"]),
        ("zero-effect", ["run.campaigns=2", "audience.synthetic.customers=20000"]),
        ("unreliable", ["run.campaigns=2"]),
        ("closed-form", ["run.campaigns=2", "audience.synthetic.customers=20000"]),
        ("million", ["run.campaigns=2", "audience.synthetic.customers=20000"]),
    ]) func everyScenarioGivesTheSameByBytes(_ name: String, _ settings: [String]) throws {
        let workspace = try Workspace(
            scenarioPath: SmallScenario.root + "/scenarios/\(name).yaml", overrides: settings)
        try expectEqualRuns(workspace, name)
    }

    @Test func theCloudMetersWhatTheJournalHolds() throws {
        let witness = Witness()
        let run = try SingleRun(
            workspace: SmallScenario.workspace("transport-cloud"), jobs: 1, keepsBodies: false,
            transport: .bytes(Transport.Connection(observers: [witness]) { $0 }))
        // The pipeline's own set-up is no campaign's, and reviewers are no service.
        for service in [Meter.Service.bedrock, .cortex, .lambda, .marketing] {
            let asked = run.journal.entries.filter { $0.service == service }
            let answered = witness.calls.withLock { $0 }.filter { $0.service == service }
            #expect(asked.map(\.time) == answered.map(\.time) && !asked.isEmpty)
            #expect(asked.map(\.usage) == answered.map(\.answer.usage))
            #expect(asked.map(\.serviceTime) == answered.map(\.answer.serviceTime))
        }
    }

    @Test func aBrokenLineEndsTheRunWithItsReason() throws {
        let workspace = try SmallScenario.workspace("transport-broken")
        let failure = #expect(throws: FinegrainError.self) {
            try SingleRun(
                workspace: workspace, jobs: 1, keepsBodies: false,
                transport: .bytes(Transport.Connection { BreakingLine(cloud: $0) }))
        }
        #expect(failure?.problems.first?.message == "the line broke")
    }

    private func expectEqualRuns(_ workspace: Workspace, _ name: String) throws {
        let typed = try SingleRun(workspace: workspace, jobs: 2, keepsBodies: true)
        let bytes = try SingleRun(workspace: workspace, jobs: 2, keepsBodies: true, transport: .wire)
        #expect(typed.digest == bytes.digest, "\(name)")
        #expect(typed.journal.totals == bytes.journal.totals, "\(name)")
        #expect(typed.journal.refusals == bytes.journal.refusals, "\(name)")
        #expect(typed.journal.entries == bytes.journal.entries, "\(name)")
        #expect(typed.invoice.lines == bytes.invoice.lines, "\(name)")
        #expect(bytes.invariants.isClean, "\(name)")
        #expect(typed.journal.count > 0, "\(name)")
    }
}

/// Keeps every call that reaches a cloud.
private final class Witness: CallObserver {
    let calls = Mutex<[CallRecord]>([])

    func observe(_ record: CallRecord) { calls.withLock { $0.append(record) } }
}

/// Carries a hundred calls and then no more.
private final class BreakingLine: Carrier {
    let cloud: Cloud
    private let carried = Mutex(0)

    init(cloud: Cloud) { self.cloud = cloud }

    func carry(_ request: WireRequest) throws -> WireAnswer {
        let count = carried.withLock { count in
            count += 1
            return count
        }
        guard count <= 100 else { throw FinegrainError.defect("the line broke") }
        return cloud.carry(request)
    }
}
