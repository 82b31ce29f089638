/// What the model that writes personas believes about who likes which message.
///
/// Angle a's believed preference in a segment with attribute shares r is
/// μₐ + scale · Σ weight[a, level] · (r[level] − reference[level]) + ηₐ, with ηₐ ~ N(0, noise²)
/// drawn at each call; the mix is the softmax of that over `temperature` (the design's response
/// model, section 3). The belief may differ from the truth: that is the point of having two.
public struct PersonaBelief: Hashable, Sendable {
    /// An attribute that profiles carry, with its levels.
    public struct Attribute: Hashable, Sendable {
        public var name: String
        public var levels: [String]

        public init(name: String, levels: [String]) {
            self.name = name
            self.levels = levels
        }
    }

    public let angles: [String]
    public let attributes: [Attribute]
    /// A number an angle, in standard deviations of preference.
    public let mu: [Double]
    /// Row-major: (levels of all attributes in order) × angles.
    public let weights: [Double]
    /// Shares of the whole audience at week 0, by level in the order of `attributes`.
    public let reference: [Double]
    /// λ√R²: how strongly the writer trusts its weights.
    public let scale: Double
    /// In standard deviations; 0 puts everything on the best angle, the first of equals.
    public let temperature: Double
    /// σ_η, in standard deviations, of each call.
    public let noise: Double
    /// The place of each attribute's first level.
    let offsets: [Int]
    let names: [AttributeBytes]

    struct AttributeBytes: Hashable, Sendable {
        var name: [UInt8]
        var levels: [[UInt8]]
    }

    /// - Precondition: one or more angles; lengths agree; temperature and noise are not negative.
    public init(
        angles: [String], attributes: [Attribute], mu: [Double], weights: [Double], reference: [Double],
        scale: Double, temperature: Double, noise: Double
    ) {
        let levels = attributes.reduce(0) { $0 + $1.levels.count }
        precondition(!angles.isEmpty && mu.count == angles.count, "a mean an angle")
        precondition(weights.count == levels * angles.count, "a weight a level and angle")
        precondition(reference.count == levels, "a reference share a level")
        precondition(temperature >= 0 && noise >= 0, "temperature and noise are not negative")
        self.angles = angles
        self.attributes = attributes
        self.mu = mu
        self.weights = weights
        self.reference = reference
        self.scale = scale
        self.temperature = temperature
        self.noise = noise
        var offset = 0
        offsets = attributes.map { attribute in
            defer { offset += attribute.levels.count }
            return offset
        }
        names = attributes.map {
            AttributeBytes(name: Array($0.name.utf8), levels: $0.levels.map { Array($0.utf8) })
        }
    }

    /// A belief that knows no attribute and holds every angle equally dear.
    public static func even(angles: [String]) -> PersonaBelief {
        PersonaBelief(
            angles: angles, attributes: [], mu: Array(repeating: 0, count: angles.count), weights: [],
            reference: [], scale: 0, temperature: 0.5, noise: 0)
    }

    /// Levels of all attributes together.
    public var levelCount: Int { reference.count }
}
