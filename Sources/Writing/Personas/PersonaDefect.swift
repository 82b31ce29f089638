/// Why a model's answer is not a persona.
public enum PersonaDefect: Error, Hashable, Sendable {
    /// No JSON object, or one that breaks off or has a member of the wrong type.
    case malformed
    case missingField(String)
    /// A word outside the closed list of its field.
    case unknownValue(field: String, value: String)
    /// Points are not multiples of 10 in 0...100 that sum to 100.
    case wrongPoints(sum: Int)
}
