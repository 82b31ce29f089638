import Encodings

/// The conditions of a saved segment, of which all or any must hold.
struct MailchimpConditions: Hashable, Sendable {
    /// One condition.
    enum Condition: Hashable, Sendable {
        /// On a merge field, or on the address by the tag `EMAIL`.
        case text(type: String, field: String, comparison: String, value: String)
        /// On being in a segment.
        case segment(Int, isMember: Bool)
        /// On a tag.
        case tag(String, isMember: Bool)
    }

    var matchesAny: Bool
    var conditions: [Condition]

    private static let comparisons = [
        "is", "not", "contains", "notcontain", "starts", "ends", "greater", "less", "blank", "blank_not",
    ]

    func fit(_ member: MailchimpMember, in list: MailchimpList) -> Bool {
        matchesAny
            ? conditions.contains { MailchimpConditions.holds($0, member, list) }
            : conditions.allSatisfy { MailchimpConditions.holds($0, member, list) }
    }

    private static func holds(
        _ condition: Condition, _ member: MailchimpMember, _ list: MailchimpList
    ) -> Bool {
        switch condition {
        case .text(let type, let field, let comparison, let value):
            compare(
                type == "EmailAddress" || field == "EMAIL" ? member.email : member.mergeText(field),
                comparison,
                value)
        case .segment(let id, let isMember):
            (list.segments.first { $0.id == id && $0.type == "static" }?.holds(member, in: list) ?? false)
                == isMember
        case .tag(let name, let isMember): member.tags.contains(name) == isMember
        }
    }

    /// Texts compare without regard to case; numbers as numbers where both sides are.
    private static func compare(_ text: String, _ comparison: String, _ value: String) -> Bool {
        let (a, b) = (text.lowercased(), value.lowercased())
        switch comparison {
        case "is": return a == b
        case "not": return a != b
        case "contains": return a.firstRange(of: b) != nil || b.isEmpty
        case "notcontain": return a.firstRange(of: b) == nil && !b.isEmpty
        case "starts": return a.hasPrefix(b)
        case "ends": return a.hasSuffix(b)
        case "greater":
            if let left = Double(a), let right = Double(b) { return left > right }
            return a > b
        case "less":
            if let left = Double(a), let right = Double(b) { return left < right }
            return a < b
        case "blank": return a.isEmpty
        default: return !a.isEmpty
        }
    }

    /// Reads `{"match", "conditions"}`.
    init(_ fields: MailchimpFields, list: MailchimpList) {
        fields.allow(["match", "conditions", "saved_segment_id", "prebuilt_segment_id"])
        matchesAny = fields.choice("match", of: ["any", "all"]) == "any"
        conditions = (fields.objects("conditions") ?? []).compactMap {
            MailchimpConditions.condition($0, list: list)
        }
    }

    private static func condition(_ fields: MailchimpFields, list: MailchimpList) -> Condition? {
        fields.allow(["condition_type", "field", "op", "value", "extra"])
        let types = [
            "TextMerge", "SelectMerge", "EmailAddress", "StaticSegment", "Tag", "DateMerge", "ZipMerge",
        ]
        guard let type = fields.choice("condition_type", of: types, isRequired: true) else { return nil }
        switch type {
        case "StaticSegment":
            let comparison = fields.choice("op", of: ["static_is", "static_not"], isRequired: true)
            guard let id = fields["value"]?.integer ?? fields["value"]?.string.flatMap(Int.init) else {
                fields.errors.add(fields.path("value"), "This value should be the id of a segment.")
                return nil
            }
            return comparison.map { .segment(id, isMember: $0 == "static_is") }
        case "Tag":
            let comparison = fields.choice("op", of: ["is", "not"], isRequired: true)
            guard let name = fields.string("value", isRequired: true) else { return nil }
            return comparison.map { .tag(name, isMember: $0 == "is") }
        default: return text(fields, type: type, list: list)
        }
    }

    private static func text(_ fields: MailchimpFields, type: String, list: MailchimpList) -> Condition? {
        let isEmail = type == "EmailAddress"
        // The address goes by several names, of which the one given comes back.
        let field = isEmail ? fields.string("field") ?? "EMAIL" : fields.string("field", isRequired: true)
        let comparison = fields.choice("op", of: comparisons, isRequired: true)
        let isBlank = comparison?.hasPrefix("blank") ?? false
        let value = fields["value"].flatMap {
            $0.string ?? $0.double.map { _ in fields["value"]?.text() ?? "" }
        }
        if value == nil, !isBlank {
            fields.errors.add(fields.path("value"), "This value should not be blank.")
        }
        guard let field, let comparison else { return nil }
        guard isEmail || field == "EMAIL" || list.mergeFields.contains(where: { $0.tag == field }) else {
            fields.errors.add(fields.path("field"), "This merge field does not exist in the list")
            return nil
        }
        return .text(type: type, field: field, comparison: comparison, value: value ?? "")
    }

    init(matchesAny: Bool, _ conditions: [Condition]) {
        self.matchesAny = matchesAny
        self.conditions = conditions
    }

    mutating func rename(_ tag: String, to name: String) {
        conditions = conditions.map { condition in
            guard case .text(let type, tag, let comparison, let value) = condition else { return condition }
            return .text(type: type, field: name, comparison: comparison, value: value)
        }
    }

    var json: JSONValue {
        .members([
            "match": .string(matchesAny ? "any" : "all"),
            "conditions": .array(conditions.map(MailchimpConditions.json)),
        ])
    }

    private static func json(_ condition: Condition) -> JSONValue {
        switch condition {
        case .text(let type, let field, let comparison, let value):
            .members([
                "condition_type": .string(type), "field": .string(field), "op": .string(comparison),
                "value": .string(value),
            ])
        case .segment(let id, let isMember):
            .members([
                "condition_type": "StaticSegment", "field": "static_segment",
                "op": .string(isMember ? "static_is" : "static_not"), "value": .integer(id),
            ])
        case .tag(let name, let isMember):
            .members([
                "condition_type": "Tag", "field": "tag", "op": .string(isMember ? "is" : "not"),
                "value": .string(name),
            ])
        }
    }
}
