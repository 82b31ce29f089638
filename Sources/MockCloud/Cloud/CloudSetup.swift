public import Quantities
public import RandomStreams

/// What a cloud is made of: decks, seed and the account's habits, with the default data that tests rely on.
public struct CloudSetup {
    public var decks: MockDecks
    public var answers: AnswerDeck
    public var seed = Seed(1)
    public var faults = FaultPlan.none
    /// Quota of every Bedrock model of the account.
    public var tokensPerMinute = 10_000_000
    /// Verifies signatures.
    public var isStrict = false
    private let shapes: [ShapeBook]

    /// The decks and shapes of a folder such as `mocks`.
    /// - Throws: bad input with every problem of every file.
    public init(directory: String) throws {
        decks = try MockDecks.load(directory: directory)
        answers = try AnswerDeck.load(directory + "/answers.yaml")
        shapes = try ["bedrock-runtime", "bedrock", "bedrock-agent"].map {
            try ShapeBook(path: "\(directory)/aws/\($0).json")
        }
    }

    /// A cloud with every service.
    public func cloud(observers: [any CallObserver] = []) throws -> Cloud {
        let objects = ObjectStore()
        return Cloud(services: [try bedrock(objects)], seed: seed, observers: observers)
    }

    private func bedrock(_ objects: ObjectStore) throws -> BedrockWire {
        let ids = decks.bedrockModels.map(\.id)
        let prefixed = MockDecks.geographicPrefixes.flatMap { prefix in ids.map { prefix + $0 } }
        return BedrockWire(
            Bedrock(
                models: (ids + prefixed).compactMap {
                    decks.bedrockModel($0, tokensPerMinute: tokensPerMinute)
                }, decks: decks, chat: try ChatWriter(deck: answers, decks: decks, rates: decks.bedrockRates),
                faults: faults), shapes: shapes, objects: objects)
    }
}
