/// Why a segment was not served from the persona cache, or from the copy cache.
public enum MissCause: Hashable, Sendable {
    /// The segment has no profile yet.
    case newSegment
    /// The share of a level of this attribute left its bucket the farthest.
    case shareMoved(attribute: Int)
    case personaPromptChanged
    case personaModelChanged
    case personaExpired
    /// The segment never had a persona, so no copy either.
    case copyForNewSegment
    /// The persona was written again and its canonical form differs from all that were approved.
    case personaReworded
    case briefChanged
    case brandChanged
    case copyPromptChanged
    case copyModelChanged
    /// No copy of this persona was approved so far: rejected, late or failed.
    case rejected

    /// All causes in the order in which they are reported.
    static func all(attributes: Int) -> [MissCause] {
        [.newSegment] + (0..<attributes).map { .shareMoved(attribute: $0) } + [
            .personaPromptChanged, .personaModelChanged, .personaExpired, .copyForNewSegment,
            .personaReworded, .briefChanged,
            .brandChanged, .copyPromptChanged, .copyModelChanged, .rejected,
        ]
    }

    func name(attributes: [String]) -> String {
        switch self {
        case .newSegment: "persona.new_segment"
        case .shareMoved(let attribute): "persona.share_moved.\(attributes[attribute])"
        case .personaPromptChanged: "persona.prompt_changed"
        case .personaModelChanged: "persona.model_changed"
        case .personaExpired: "persona.expired"
        case .copyForNewSegment: "copy.new_segment"
        case .personaReworded: "copy.persona_reworded"
        case .briefChanged: "copy.brief_changed"
        case .brandChanged: "copy.brand_changed"
        case .copyPromptChanged: "copy.prompt_changed"
        case .copyModelChanged: "copy.model_changed"
        case .rejected: "copy.rejected"
        }
    }
}

/// Counts of misses by cause.
struct MissTally {
    private let causes: [MissCause]
    private var counts: [Int]
    private let attributes: [String]

    init(attributes: [String]) {
        self.attributes = attributes
        causes = MissCause.all(attributes: attributes.count)
        counts = [Int](repeating: 0, count: causes.count)
    }

    mutating func add(_ cause: MissCause) {
        if let place = causes.firstIndex(of: cause) { counts[place] += 1 }
    }

    func name(of cause: MissCause) -> String { cause.name(attributes: attributes) }

    var named: [(cause: String, count: Int)] {
        causes.indices.map { (name(of: causes[$0]), counts[$0]) }
    }
}
