/// What a persona may say: its angles and the closed lists of its other fields.
public struct PersonaSchema: Hashable, Sendable {
    public var angles: [String]
    public var tones: [String]
    public var motivations: [String]
    public var objections: [String]

    public init(angles: [String], tones: [String], motivations: [String], objections: [String]) {
        self.angles = angles
        self.tones = tones
        self.motivations = motivations
        self.objections = objections
    }
}
