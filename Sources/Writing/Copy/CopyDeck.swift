import Quantities

/// What the mock of the copy writer can say.
///
/// A sentence belongs to one angle and to no other, so that the mix of a text can be counted. All
/// texts are plain ASCII without quotation marks or backslashes, so that they need no escapes in JSON.
public struct CopyDeck: Hashable, Sendable {
    /// Sentences and subject lines that carry one angle.
    public struct Angle: Hashable, Sendable {
        public var name: String
        /// Ten or more: an angle may fill a whole body.
        public var sentences: [String]
        public var subjects: [String]

        public init(name: String, sentences: [String], subjects: [String]) {
            self.name = name
            self.sentences = sentences
            self.subjects = subjects
        }
    }

    /// How a text of a tone begins and ends; `{audience}` is filled from the persona's traits.
    public struct Tone: Hashable, Sendable {
        public var name: String
        public var openers: [String]
        public var closers: [String]
    }

    public var angles: [Angle]
    /// The first is used for a tone that the deck does not know.
    public var tones: [Tone]
    /// Subject lines for a text without angles.
    public var plainSubjects: [String]
    /// Sentences that break the brand's tone.
    public var offBrand: [String]
    /// Sentences that carry `{canary}`.
    public var leaks: [String]
    /// Variants that are written when the prompt does not say how many.
    public var defaultVariants: Int

    /// The places of the named angles.
    /// - Throws: bad input that names every angle that the deck lacks.
    public func places(of names: [String]) throws -> [Int] {
        let missing = names.filter { name in !angles.contains { $0.name == name } }
        guard missing.isEmpty else {
            throw FinegrainError(
                .badInput,
                missing.map {
                    Problem(
                        "the copy deck has no angle `\($0)`",
                        remedy: "add ten sentences for it, or use one of: "
                            + angles.map(\.name).joined(separator: ", "),
                        field: "angles")
                })
        }
        return names.compactMap { name in angles.firstIndex { $0.name == name } }
    }
}
