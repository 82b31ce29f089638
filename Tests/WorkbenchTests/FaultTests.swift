import Campaigns
import Pricing
import Quantities
import Scenarios
import ServiceModels
import Testing
import Workers

@testable import Workbench

/// Faults of a scenario strike the simulated pipeline, and what they cost shows.
@Suite struct FaultTests {
    private func run(_ name: String, _ settings: [String]) throws -> SingleRun {
        try SingleRun(
            workspace: SmallScenario.workspace("fault-" + name, settings), jobs: 1, keepsBodies: false)
    }

    private func sum(_ run: SingleRun, _ metric: Metric) -> Double {
        run.campaigns.reduce(0) { $0 + ($1.metrics[metric] ?? 0) }
    }

    @Test func aPlanThatNeverStrikesIsNoPlan() throws {
        let plain = try run("none", [])
        let never = try run(
            "never",
            [
                "faults=[{service: bedrock, kind: throttle, rate: 0}, {service: snowflake, kind: stall, stall_ms: 0}]"
            ])
        #expect(plain.digest == never.digest && plain.journal.entries == never.journal.entries)
        #expect(sum(plain, .refusedCalls) == 0 && sum(plain, .retriedCalls) == 0)
    }

    /// Each try fails with p, so that a call is given up with p^(r + 1) and takes (1 − p^(r + 1))/(1 − p) tries.
    @Test func retriesFollowTheGeometricLaw() throws {
        let (rate, retries) = (0.4, 2)
        let run = try run(
            "geometric",
            [
                "faults=[{service: marketing, kind: server_error, rate: 0.4}]", "limits.retries=2",
                "run.campaigns=12", "limits.retry_base_seconds=0.1",
            ])
        let line = run.campaigns.reduce(into: ServiceTally.Line()) { sum, record in
            let line = record.services[.marketing]
            sum.calls += line.calls
            sum.refused += line.refused
            sum.retries += line.retries
            sum.givenUp += line.givenUp
        }
        let requests = Double(line.calls - line.retries)
        let lost = rate * rate * rate
        let deviation = (lost * (1 - lost) / requests).squareRoot()
        #expect(abs(Double(line.givenUp) / requests - lost) < 4 * deviation)
        let tries = (1 - lost) / (1 - rate)
        #expect(abs(Double(line.calls) / requests - tries) < 0.1)
        #expect(line.refused == line.retries + line.givenUp)
        #expect(retries == 2 && run.invariants.isClean)
        // Who got nothing is neither reached nor falls back.
        #expect(sum(run, .undeliveredShare) > 0)
    }

    @Test func faultsOfEveryServiceInTurnAreLivedThrough() throws {
        let rules = [
            "cortex", "bedrock", "lambda", "snowflake", "sns", "marketing",
        ].flatMap { service in
            ["throttle", "server_error", "stall, stall_ms: 900000", "slow, factor: 30"].map {
                "{service: \(service), kind: \($0)}"
            }
        }
        for rule in rules {
            for mode in ["on_demand", "batch"] {
                let run = try run("each", ["faults=[\(rule)]", "copy.mode=\(mode)", "run.campaigns=3"])
                #expect(
                    run.invariants.isClean,
                    "\(rule) \(mode): \(run.invariants.rows.filter { $0.violations > 0 })")
                for record in run.campaigns {
                    #expect(record.failures.failed <= record.failures.needed, "\(rule) \(mode)")
                }
            }
        }
    }

    @Test func whenTheModelRefusesEverythingEverybodyGetsTheGenericCopy() throws {
        let run = try run("all", ["faults=[{service: bedrock, operation: converse, kind: throttle}]"])
        for record in run.campaigns {
            #expect(record.metrics[.incrementalOutcomes] == 0)
            #expect(record.metrics[.reachedShare] == 0)
            #expect(record.failures[.copyThrottled] > 0)
        }
        #expect(run.cell.usage.entries.allSatisfy { $0.meter.service != .bedrock })
        // Retried five times each, and not billed.
        let line = run.campaigns[0].services[.bedrock]
        #expect(line.throttled == line.calls && line.retries == 5 * line.givenUp)
    }

    @Test func mailsThatThePlatformRefusesCostTheirOutcomes() throws {
        let run = try run("platform", ["faults=[{service: marketing, operation: send, kind: server_error}]"])
        let plain = try self.run("platform-plain", [])
        for (record, usual) in zip(run.campaigns, plain.campaigns) {
            #expect(record.metrics[.undeliveredShare] == 1)
            // Nobody gets a mail: everybody does what the hold-out does, at most what the generic copy brings.
            #expect((record.metrics[.incrementalOutcomes] ?? 0) < 0)
            #expect((usual.metrics[.incrementalOutcomes] ?? 0) >= 0)
        }
        #expect(run.cell.usage.quantity(of: Meter(.marketing, "email", .sends)) == 0)
        let twice = try self.run("twice", ["faults=[{service: marketing, operation: send, kind: duplicate}]"])
        #expect(
            twice.cell.usage.quantity(of: Meter(.marketing, "email", .sends))
                == 2 * plain.cell.usage.quantity(of: Meter(.marketing, "email", .sends)))
    }

    @Test func spoiltAnswersArePaidForAndCounted() throws {
        let run = try run(
            "spoilt", ["faults=[{service: bedrock, kind: malformed_json}]", "copy.failure_rate=0"])
        let cost = run.cell.usage.entries.filter { $0.meter.service == .bedrock }
        let wasted = run.campaigns.reduce(into: Ledger()) { $0.add($1.wasted) }
        for entry in cost { #expect(wasted.quantity(of: entry.meter) == entry.quantity) }
        #expect(!cost.isEmpty && sum(run, .wastedCostUSD) > 0)
        #expect(run.campaigns[0].failures[.copyInvalid] == run.campaigns[0].failures.failed)
    }

    @Test func whatComesTooLateIsBilledAndAskedForAgain() throws {
        let run = try run(
            "late",
            [
                "faults=[{service: bedrock, operation: converse, kind: stall, stall_ms: 120000, rate: 0.5}]",
                "limits.answer_timeout_seconds=60",
            ])
        let line = run.campaigns[0].services[.bedrock]
        #expect(line.timedOut > 0 && line.retries == line.timedOut && line.refused == 0)
        #expect(run.campaigns[0].failures.failed == 0 && sum(run, .wastedTokens) > 0)
        #expect(run.invariants.isClean)
    }

    @Test func aPersonaThatDidNotComeIsAskedForAgain() throws {
        // Every call of the first campaign is refused, none later.
        let run = try run(
            "owed",
            [
                "faults=[{service: cortex, kind: server_error, from_ns: 0, until_ns: \(7 * 24 * 3_600_000_000_000)}]",
                "drift.weekly_rate=0",
            ])
        let segments = run.campaigns[0].failures[.personaRefused]
        #expect(segments > 0)
        #expect(run.campaigns[1].failures.failed == 0 && run.campaigns[1].failures.needed >= 2 * segments)
    }

    @Test func theSamePlanStrikesTheSameSegmentsInEveryRowAndOnAnyNumberOfThreads() throws {
        let workspace = try SmallScenario.workspace(
            "fault-rows", ["faults=[{service: cortex, kind: malformed_json, rate: 0.3}]", "copy.repairs=0"])
        // Rows that differ in what faults cannot know: reviewers and the bucket width of later campaigns.
        let designs = try ["1", "4"].map {
            try workspace.design([ScenarioFile.override("review.reviewers=\($0)")])
        }
        for jobs in [1, 2] {
            let runs = try ReplicationRunner(workspace: workspace, detail: .entries).run(
                designs, sharing: 0, .init(jobs: jobs))
            let failed = runs.map { run in
                run.journal.entries.filter { $0.service == .cortex }.map {
                    [$0.entity, UInt64($0.usage.total(.outputTokens))]
                }
            }
            #expect(failed[0] == failed[1])
            #expect(runs[0].campaigns.map(\.failures) == runs[1].campaigns.map(\.failures))
            #expect(runs[0].campaigns[0].failures[.personaInvalid] > 0)
        }
    }

    @Test func mostFailingIsNoEconomics() throws {
        let result = try SmallScenario.sweep(
            SmallScenario.workspace("fault-most", ["faults=[{service: bedrock, kind: server_error}]"]))
        let failure = try #require(result.decision.failure)
        #expect(failure.reasons.first?.reason == .copyRefused && !result.decision.isConclusive)
    }

    @Test func anotherPlanIsAnotherRunInTheStore() throws {
        let folder = try SmallScenario.folder("fault-store")
        func sweep(_ settings: [String]) throws -> SweepResult {
            try SmallScenario.sweep(
                SmallScenario.workspace("fault-resume", settings), store: folder, resumes: true)
        }
        let plain = try sweep([])
        let plan = ["faults=[{service: cortex, kind: throttle, rate: 0.5}]"]
        let struck = try sweep(plan)
        #expect(plain.digest != struck.digest)
        #expect(try sweep(plan).digest == struck.digest && sweep([]).digest == plain.digest)
        let bands = struck.rows.last?.metrics.first { $0.metric == .retriedCalls }?.band
        #expect((bands?.mean ?? 0) > 0)
    }
}

/// Closed forms under faults.
@Suite struct FaultEstimateTests {
    private func estimate(_ name: String, _ settings: [String]) throws -> EstimateResult {
        let workspace = try SmallScenario.workspace("fault-estimate-" + name, settings)
        return try Estimator(
            workspace: workspace, plan: SweepPlan(scenario: workspace.scenario, options: []), jobs: 1
        ).run()
    }

    @Test func whatFaultsSpoilHasNoClosedFormAndSaysSo() throws {
        let spoilt = try estimate("spoilt", ["faults=[{service: cortex, kind: server_error, rate: 0.8}]"])
        for row in spoilt.rows {
            #expect(row.metrics.allSatisfy { ($0.value == nil) == ($0.metric != .segments) })
            #expect(row.whyNull.allSatisfy { $0.reason.hasPrefix("faults make generations fail") })
        }
        let once = try estimate("once", ["faults=[{service: cortex, kind: throttle, nth: 1}]"])
        #expect(once.rows[0].whyNull.allSatisfy { $0.reason.hasPrefix("faults that strike at one time") })
    }

    @Test func retriesRaiseTheCallsThatAreEstimated() throws {
        let settings = [
            "limits.retries=20", "limits.retry_cap_seconds=1", "privacy.publication=off",
            "drift.kernel=marginal",
        ]
        let plain = try estimate("plain", settings)
        let struck = try estimate(
            "struck", settings + ["faults=[{service: cortex, kind: throttle, rate: 0.5}]"])
        func calls(_ result: EstimateResult) -> Double {
            result.rows.reduce(0) { sum, row in
                sum + (row.metrics.first { $0.metric == .personaCalls }?.value ?? 0)
            }
        }
        // Half of the tries fail: twice as many calls in the mean, over some twenty segments.
        #expect(abs(calls(struck) / calls(plain) - 2) < 0.8)
    }
}
