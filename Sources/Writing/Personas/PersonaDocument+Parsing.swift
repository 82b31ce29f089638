import Encodings

extension PersonaDocument {
    /// Reads and checks a model's answer.
    ///
    /// The answer must be one JSON object, with nothing around it but space. Unknown members are
    /// skipped: models add some, and nothing downstream reads them.
    /// - Parameter traits: what the segment's definition says; if given, the answer's traits must be
    ///   among these.
    /// - Throws: the first defect.
    public init(
        parsing text: String, schema: PersonaSchema, traits: [String]? = nil
    ) throws(PersonaDefect) {
        var text = text
        var partial = Partial(angleCount: schema.angles.count)
        let isWhole = text.withUTF8 { bytes in
            var cursor = JSONCursor(bytes)
            return cursor.object { partial.read($0, &$1, schema: schema) } && cursor.peek() == 0
        }
        if let defect = partial.defect { throw defect }
        guard isWhole else { throw .malformed }
        self = try partial.checked(schema: schema, traits: traits)
    }

    /// The members found so far.
    private struct Partial {
        var segment: String?
        var summary: String?
        var motivations: [String]?
        var tone: String?
        var objections: [String]?
        var traits: [String]?
        var hasAngles = false
        var points: [Int]
        var defect: PersonaDefect?

        init(angleCount: Int) { points = Array(repeating: 0, count: angleCount) }

        mutating func read(_ name: JSONCursor.Span, _ cursor: inout JSONCursor, schema: PersonaSchema) -> Bool
        {
            if cursor.equals(name, "segment") {
                segment = cursor.string()
                return segment != nil
            }
            if cursor.equals(name, "summary") {
                summary = cursor.string()
                return summary != nil
            }
            if cursor.equals(name, "motivations") {
                motivations = cursor.strings()
                return motivations != nil
            }
            if cursor.equals(name, "tone") {
                tone = cursor.string()
                return tone != nil
            }
            if cursor.equals(name, "objections") {
                objections = cursor.strings()
                return objections != nil
            }
            if cursor.equals(name, "traits") {
                traits = cursor.strings()
                return traits != nil
            }
            if cursor.equals(name, "angles") { return readAngles(&cursor, schema: schema) }
            return cursor.skipValue()
        }

        private mutating func readAngles(_ cursor: inout JSONCursor, schema: PersonaSchema) -> Bool {
            hasAngles = true
            return cursor.object { name, cursor in
                guard let name = cursor.text(name), let value = cursor.number() else { return false }
                guard let angle = schema.angles.firstIndex(of: name) else {
                    if defect == nil { defect = .unknownValue(field: "angles", value: name) }
                    return true
                }
                guard value >= 0, value <= 100, value == value.rounded() else {
                    if defect == nil { defect = .unknownValue(field: "angles", value: "\(name): \(value)") }
                    return true
                }
                points[angle] = Int(value)
                return true
            }
        }

        func checked(schema: PersonaSchema, traits allowed: [String]?) throws(PersonaDefect)
            -> PersonaDocument
        {
            guard let segment else { throw .missingField("segment") }
            guard let summary else { throw .missingField("summary") }
            guard let motivations else { throw .missingField("motivations") }
            guard let tone else { throw .missingField("tone") }
            guard let objections else { throw .missingField("objections") }
            guard let traits else { throw .missingField("traits") }
            guard hasAngles else { throw .missingField("angles") }
            try Partial.check([tone], "tone", in: schema.tones)
            try Partial.check(motivations, "motivations", in: schema.motivations)
            try Partial.check(objections, "objections", in: schema.objections)
            if let allowed { try Partial.check(traits, "traits", in: allowed) }
            let sum = points.reduce(0, +)
            guard sum == 100, points.allSatisfy({ $0 % 10 == 0 }) else { throw .wrongPoints(sum: sum) }
            return PersonaDocument(
                segment: segment, summary: summary, motivations: motivations, tone: tone,
                objections: objections, traits: traits, points: points, angles: schema.angles)
        }

        private static func check(
            _ values: [String], _ field: String, in list: [String]
        ) throws(PersonaDefect) {
            for value in values where !list.contains(value) {
                throw .unknownValue(field: field, value: value)
            }
        }
    }
}
