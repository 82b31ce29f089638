import Foundation
import MockAWS
import MockBedrock
import MockChat
public import MockMailchimp
public import MockSnowflake
public import MockWire
import Quantities
public import RandomStreams
public import ServiceModels
import SnowflakeSQL
public import Writing

/// What a cloud is made of: decks, seed and the account's habits, with the default data that tests rely on.
public struct CloudSetup: Sendable {
    public var decks: MockDecks
    public var answers: AnswerDeck
    public var seed = Seed(1)
    public var faults = FaultPlan.none
    /// Quotas of every Bedrock model of the account; nil has no limit of requests.
    public var tokensPerMinute = 10_000_000
    public var requestsPerMinute: Int?
    public var lambdaLimits = LambdaLimits()
    public var lambdaMemoryMegabytes = 512
    /// What Cortex believes about who likes which message; without one every angle of the deck weighs the same.
    public var belief: PersonaBelief?
    /// How often answers fail their schema, or the brand.
    public var cortexRates: FailureRates
    public var bedrockRates: FailureRates
    /// Verifies AWS signatures, whose key and secret are `finegrain`.
    public var isStrict = false
    /// Credits a million tokens, input and output, by Cortex model, for the account-usage views; none gives NULL credits.
    public var creditRates: [String: (input: Double, output: Double)] = [:]
    /// Folder that local stages read from; nil has none.
    public var stageFolder: String?
    /// Tables that are there from the start, which need a stage folder.
    public var tables: [TableLoad] = []
    /// Tells what becomes of marketing campaigns.
    public var reports: any ReportSource
    /// What a report has that no scenario's world knows of, such as bounces.
    public var reportRates: ReportRates
    /// Marketing contacts beside the default list's.
    public var audience: MailchimpAudience?
    private let shapes: [ShapeBook]
    private let lambdaShapes: ShapeBook
    private let openAIModels: [ChatModels.Profile]
    private let anthropicModels: [ChatModels.Profile]

    /// The decks and shapes of a folder such as `mocks`.
    /// - Throws: bad input with every problem of every file.
    public init(directory: String) throws {
        decks = try MockDecks.load(directory: directory)
        cortexRates = decks.cortexRates
        bedrockRates = decks.bedrockRates
        answers = try AnswerDeck.load(directory + "/answers.yaml")
        shapes = try ["bedrock-runtime", "bedrock", "bedrock-agent"].map {
            try ShapeBook(path: "\(directory)/aws/\($0).json")
        }
        lambdaShapes = try ShapeBook(path: "\(directory)/aws/lambda.json")
        reportRates = try ReportRates.load(directory + "/mailchimp.yaml")
        reports = reportRates
        openAIModels = try ChatModels.Profile.load(directory + "/openai/models.yaml")
        anthropicModels = try ChatModels.Profile.load(directory + "/anthropic/models.yaml")
    }

    /// A cloud with every service.
    public func cloud(observers: [any CallObserver] = []) throws -> Cloud {
        let objects = ObjectStore()
        return Cloud(
            services: [
                try bedrock(objects),
                AnthropicWire(try chat(.anthropic, anthropicModels)),
                OpenAIWire(try chat(.openai, openAIModels)),
                CortexRESTWire(try chat(.cortex, cortexModels)),
                try snowflake(),
                // S3 goes by the signature; SNS takes whatever else asks for the root.
                LambdaWire(lambda, shapes: lambdaShapes), S3Wire(store: objects, faults: faults),
                SNSWire(SNS(faults: faults)),
                MailchimpWire(MailchimpAccount(reports: reports, audience: audience, faults: faults)),
            ], seed: seed, verifying: isStrict ? ("finegrain", "finegrain") : nil, faults: faults,
            observers: observers)
    }

    private func bedrock(_ objects: ObjectStore) throws -> BedrockWire {
        let ids = decks.bedrockModels.map(\.id)
        let prefixed = MockDecks.geographicPrefixes.flatMap { prefix in ids.map { prefix + $0 } }
        let models = (ids + prefixed).compactMap { id in
            var model = decks.bedrockModel(id, tokensPerMinute: tokensPerMinute)
            model?.requestsPerMinute = requestsPerMinute
            return model
        }
        return BedrockWire(
            Bedrock(
                models: models, decks: decks, rates: bedrockRates, canaries: Canary.texts,
                chat: try ChatWriter(
                    deck: answers, decks: decks, belief: belief, rates: bedrockRates, canaries: Canary.texts),
                faults: faults),
            shapes: shapes, objects: objects)
    }

    private var lambda: Lambda {
        let coldStart = decks.coldStart("python") ?? .fixed(.milliseconds(250))
        return Lambda(
            functions: [
                LambdaFunction(
                    name: LambdaWire.defaultFunction, memoryMegabytes: lambdaMemoryMegabytes,
                    coldStart: coldStart)
            ], limits: lambdaLimits, faults: faults)
    }

    private func snowflake() throws -> SnowflakeWire {
        let cortex = CortexFunctions(try chat(.cortex, cortexModels))
        let views = CortexUsageViews(cortex, rates: creditRates)
        let clock = AccountClock()
        let account = try SnowflakeAccount(cortex: cortex, clock: clock, faults: faults) {
            [stageFolder, tables] in
            let engine = try SnowflakeEngine(
                storage: .memory, now: { clock.now }, functions: cortex, views: views)
            engine.stageDirectory = stageFolder.map { URL(fileURLWithPath: $0) }
            try engine.ensure(database: "FINEGRAIN", schemas: ["PUBLIC"])
            for table in tables { try table.run(in: engine, stageFolder: stageFolder ?? "") }
            return engine
        }
        return SnowflakeWire(account)
    }

    private var cortexModels: [ChatModels.Profile] {
        decks.cortexModels.map { ChatModels.Profile(id: $0.id, latency: $0.latency) }
    }

    private func chat(_ service: Meter.Service, _ profiles: [ChatModels.Profile]) throws -> ChatModels {
        try ChatModels(
            service, profiles: profiles, decks: decks, deck: answers, belief: belief,
            rates: service == .cortex ? cortexRates : bedrockRates, canaries: Canary.texts,
            faults: faults)
    }
}
