public import Encodings

/// A segment's persona as a model writes it.
///
/// As JSON: `{"segment","summary","motivations","tone","objections","traits","angles":{name:points}}`.
/// `segment` and `summary` are free text; the rest comes from closed lists.
public struct PersonaDocument: Hashable, Sendable {
    public var segment: String
    public var summary: String
    public var motivations: [String]
    public var tone: String
    public var objections: [String]
    /// The segment's definition, such as `region: North`.
    public var traits: [String]
    /// Points by angle in the order of the schema, multiples of 10 that sum to 100.
    public var points: [Int]
    /// The names that `points` belong to.
    public var angles: [String]

    public init(
        segment: String, summary: String, motivations: [String], tone: String, objections: [String],
        traits: [String], points: [Int], angles: [String]
    ) {
        precondition(points.count == angles.count, "points an angle")
        self.segment = segment
        self.summary = summary
        self.motivations = motivations
        self.tone = tone
        self.objections = objections
        self.traits = traits
        self.points = points
        self.angles = angles
    }

    /// The whole persona as JSON on one line.
    public var text: String {
        var out = ByteWriter(capacity: 900)
        write(to: &out)
        return out.text
    }

    package func write(to out: inout ByteWriter) {
        out.literal("{\"segment\":")
        out.quoted(segment)
        out.literal(",\"summary\":")
        out.quoted(summary)
        out.literal(",\"motivations\":")
        out.quotedList(motivations)
        out.literal(",\"tone\":")
        out.quoted(tone)
        out.literal(",\"objections\":")
        out.quotedList(objections)
        out.literal(",\"traits\":")
        out.quotedList(traits)
        out.literal(",\"angles\":")
        writeAngles(to: &out)
        out.literal("}")
    }

    func writeAngles(to out: inout ByteWriter) {
        out.literal("{")
        for (index, angle) in angles.enumerated() {
            if index > 0 { out.literal(",") }
            out.quoted(angle)
            out.literal(":")
            out.integer(points[index])
        }
        out.literal("}")
    }

    /// The canonical persona as JSON: closed-list fields sorted, points in the schema's order, no free text.
    ///
    /// Equal whenever the rounded mix and the segment's definition are equal, however the model worded
    /// the rest. Fingerprint 2 of the copy cache is taken from it.
    public var canonical: String {
        var out = ByteWriter(capacity: 500)
        out.literal("{\"angles\":")
        writeAngles(to: &out)
        out.literal(",\"motivations\":")
        out.quotedList(motivations.sorted())
        out.literal(",\"objections\":")
        out.quotedList(objections.sorted())
        out.literal(",\"tone\":")
        out.quoted(tone)
        out.literal(",\"traits\":")
        out.quotedList(traits.sorted())
        out.literal("}")
        return out.text
    }

    /// The fingerprint of the canonical persona.
    public var fingerprint: Fingerprint { PersonaDocument.fingerprint(ofCanonical: canonical) }

    /// The same from a canonical persona that is at hand already.
    public static func fingerprint(ofCanonical canonical: String) -> Fingerprint {
        var hash = Fingerprint()
        hash.combine(canonical)
        return hash
    }
}
