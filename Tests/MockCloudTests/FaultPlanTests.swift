import Quantities
import ServiceModels
import Testing
import Writing

@Suite struct FaultPlanTests {
    static func errors(_ plan: FaultPlan, calls: Int, spacing: Double = 1) -> [Int] {
        var sns = SNS(latency: .fixed(.milliseconds(30)), faults: plan)
        return (0..<calls).filter { index in
            var stream = TestWorld.stream(index, "faults")
            let now = TestWorld.seconds(Double(index) * spacing)
            return sns.createTopic("t", at: now, using: &stream).error != nil
        }
    }

    @Test func rulesStrikeWhenTheySay() {
        #expect(Self.errors(.none, calls: 50) == [])
        #expect(Self.errors(FaultPlan([.init(.sns, .nthCall(3), .throttle)]), calls: 10) == [2])
        #expect(Self.errors(FaultPlan([.init(.sns, .everyNthCall(4), .serverError)]), calls: 10) == [3, 7])
        let window = FaultPlan.Trigger.window(
            from: TestWorld.seconds(2), until: TestWorld.seconds(5), rate: 1)
        #expect(Self.errors(FaultPlan([.init(.sns, window, .throttle)]), calls: 10) == [2, 3, 4])
        #expect(
            Self.errors(FaultPlan([.init(.sns, operation: "publish", .rate(1), .throttle)]), calls: 5) == [])
        #expect(Self.errors(FaultPlan([.init(.lambda, .rate(1), .throttle)]), calls: 5) == [])
    }

    @Test func ratesAreWithinBinomialError() {
        let calls = 20_000
        let struck = Self.errors(FaultPlan([.init(.sns, .rate(0.1), .throttle)]), calls: calls).count
        let sd = (Double(calls) * 0.1 * 0.9).squareRoot()
        #expect(abs(Double(struck) - 2_000) < 4 * sd)
    }

    @Test func aRuleThatNeverStrikesMovesNoOtherDraw() throws {
        let request = CopyTests.request(CopyTests.persona(points: CopyTests.points(5)))
        var plain = CopyTests.bedrock()
        var planned = CopyTests.bedrock(faults: FaultPlan([.init(.bedrock, .rate(0), .throttle)]))
        #expect(
            try CopyTests.write(&plain, request, entity: 4) == CopyTests.write(&planned, request, entity: 4))
    }

    @Test func slowAndStallLengthenACall() {
        func time(_ kind: FaultPlan.Kind) -> SimulatedDuration {
            var sns = SNS(
                latency: .fixed(.milliseconds(30)), faults: FaultPlan([.init(.sns, .rate(1), kind)]))
            var stream = TestWorld.stream(0)
            return sns.createTopic("t", at: .start, using: &stream).serviceTime
        }
        #expect(time(.slow(factor: 3)) == .milliseconds(90))
        #expect(time(.stall(.seconds(2))) == .milliseconds(2_030))
    }

    @Test func modelFaultsSpoilTheAnswer() throws {
        let request = CopyTests.request(CopyTests.persona(points: CopyTests.points(5)))
        func defect(_ kind: FaultPlan.Kind) throws -> CopyDefect? {
            var bedrock = CopyTests.bedrock(faults: FaultPlan([.init(.bedrock, .rate(1), kind)]))
            let text = try CopyTests.write(&bedrock, request, entity: 1)
            do { _ = try CopyDocument(parsing: text, limits: CopyLimits(variants: 5)) } catch { return error }
            return nil
        }
        #expect(try defect(.malformedJSON) == .malformed)
        #expect(try defect(.schemaBreaking) == .missingField("variants"))
        #expect(try defect(.duplicate) == nil)
    }

    @Test func serverErrorsCostNothingAndGiveTheReservationBack() {
        var bedrock = Bedrock(
            models: [TestWorld.profile(tokensPerMinute: 1_000)], decks: TestWorld.decks, rates: .never,
            faults: FaultPlan([.init(.bedrock, .nthCall(1), .serverError)]))
        var stream = TestWorld.stream(0)
        let request = BedrockQuotaTests.request(input: 900, maxTokens: 100)
        let failed = bedrock.converse(request, at: .start, using: &stream)
        #expect(failed.error?.code == "InternalServerException")
        #expect(failed.usage.isEmpty)
        #expect(bedrock.converse(request, at: .start, using: &stream).error == nil)
    }
}
