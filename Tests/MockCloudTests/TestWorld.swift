import Foundation
import Quantities
import RandomStreams
import ServiceModels
import Writing

/// Decks, a belief and segments that the tests share.
enum TestWorld {
    static let mocksFolder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("mocks").path

    static let decks: MockDecks = {
        do { return try MockDecks.load(directory: mocksFolder) } catch { fatalError("\(error)") }
    }()

    static let sixAngles = ["quality", "price", "novelty", "convenience", "community", "sustainability"]

    static let attributes = [
        PersonaBelief.Attribute(name: "channel", levels: ["web", "store", "phone"]),
        PersonaBelief.Attribute(name: "loyal", levels: ["no", "yes"]),
        PersonaBelief.Attribute(name: "spend", levels: ["low", "middle", "high", "very high"]),
    ]

    /// Weights by a fixed stream, centred shares, defaults of the response model.
    static func belief(
        angles: [String] = sixAngles, temperature: Double = 0.5, noise: Double = 0.25, scale: Double = 0.55
    ) -> PersonaBelief {
        var stream = Seed(7).streams("test.belief").stream(entity: 1)
        let levels = attributes.reduce(0) { $0 + $1.levels.count }
        return PersonaBelief(
            angles: angles, attributes: attributes, mu: angles.map { _ in 0.5 * stream.normal() },
            weights: (0..<levels * angles.count).map { _ in stream.normal() },
            reference: [0.5, 0.3, 0.2, 0.6, 0.4, 0.25, 0.25, 0.25, 0.25], scale: scale,
            temperature: temperature, noise: noise)
    }

    /// A segment with shares in steps of five points that sum to 1 for each attribute.
    static func segment(_ index: Int) -> SegmentAttributes {
        var stream = Seed(11).streams("test.segment").stream(entity: index)
        var shares: [Double] = []
        for attribute in attributes {
            var left = 20
            for level in attribute.levels.indices {
                let isLast = level == attribute.levels.count - 1
                let part = isLast ? left : Int(stream.below(UInt32(left + 1)))
                shares.append(Double(part) / 20)
                left -= part
            }
        }
        let regions = ["North", "South", "East", "West \"end\""]
        return SegmentAttributes(
            dimensions: [.init("region", regions[index % 4]), .init("age", "\(20 + index / 4 % 6 * 10)s")],
            size: 100 + index, shares: shares)
    }

    static func prompt(_ segment: SegmentAttributes) -> [PromptPart] {
        [PromptPart("Describe this segment as a persona."), PromptPart(segment.text(attributes: attributes))]
    }

    static let writerModel = "claude-haiku-4-5"

    static func profile(
        tokensPerMinute: Int = 1_000_000_000, _ change: (inout ModelProfile) -> Void = { _ in }
    ) -> ModelProfile {
        var profile = ModelProfile(
            id: writerModel, cacheMinimumTokens: 100, longContextThreshold: 100_000, outputBurndown: 5,
            maxOutputTokens: 8_000, tokensPerMinute: tokensPerMinute,
            latency: GenerationLatency(firstToken: .fixed(.seconds(1)), tokensPerSecond: 100))
        change(&profile)
        return profile
    }

    static func stream(_ entity: Int, _ name: String = "test") -> RandomStream {
        Seed(3).streams(name).stream(entity: entity)
    }

    static func seconds(_ count: Double) -> SimulatedInstant { .start + SimulatedDuration(seconds: count) }

    /// A part of exactly `tokens` tokens for the Claude family.
    static func part(tokens: Int) -> PromptPart {
        // 4.78 characters a token and 1.18 tokens a base token: the longest text that still counts `tokens`.
        var length = tokens * 4_780 / 1_180
        while decks.tokens.tokens(characters: length + 1, .englishCopy, family: 0) <= tokens { length += 1 }
        return PromptPart(String(repeating: "a", count: length))
    }
}
