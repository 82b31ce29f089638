import Audiences
import Campaigns
import Encodings
import Quantities
import Writing

extension SegmentLineage {
    /// The segment's own part of its record; costs and calls are added by the file.
    var members: [JSONValue.Member] {
        [
            .init("identity", .integer(Int(identity.rawValue))), .init("customers", .integer(count)),
            .init("held", .bool(isHeld)), .init("difference", difference.map { .integer($0) } ?? .null),
            .init("profile", profile.json), .init("persona", persona.json), .init("copy", copy.json),
            .init("delivery", delivery.json),
        ]
    }
}

extension SegmentLineage.Lookup {
    /// What the cache said in a word: `hit`, the cause of a miss, or null where it was not asked.
    var json: JSONValue {
        switch self {
        case .none: .null
        case .hit: "hit"
        case .miss(let cause): .string(cause)
        }
    }
}

extension SegmentLineage.Profile {
    fileprivate var json: JSONValue {
        .members([
            "histogram": .integers(histogram), "before": .integers(before), "buckets": .integers(buckets),
            "smoothed": .array(smoothed.map { .number($0) }), "fingerprint": .string(fingerprint),
        ])
    }
}

extension SegmentLineage.Persona {
    fileprivate var json: JSONValue {
        .members([
            "lookup": lookup.json, "before": before?.json ?? .null, "now": now?.json ?? .null,
            "text": .text(text), "prompt_sha256": .text(prompt.map { SHA256.hex($0.utf8) }),
            "prompt_bytes": prompt.map { .integer($0.utf8.count) } ?? .null, "checks": .strings(checks),
            "failure": .text(failure),
        ])
    }
}

extension SegmentLineage.Persona.Version {
    fileprivate var json: JSONValue {
        .members(["campaign": .integer(campaign), "canonical": .string(canonical)])
    }
}

extension SegmentLineage.Copy {
    fileprivate var json: JSONValue {
        .members([
            "lookup": lookup.json, "key": .text(key), "outcome": .text(outcome),
            "decided_ns": decidedAt.map { .integer(Int($0.nanoseconds)) } ?? .null,
            "approved": approved?.json ?? .null, "checks": .strings(checks), "failure": .text(failure),
            "reviews": .array(reviews.map(\.json)),
        ])
    }
}

extension SegmentLineage.Review {
    fileprivate var json: JSONValue {
        .members([
            "reviewer": .integer(reviewer + 1), "round": .integer(round + 1),
            "begins_ns": .integer(Int(begins.nanoseconds)), "ends_ns": .integer(Int(ends.nanoseconds)),
            "milliseconds": .integer(milliseconds),
            "drafts": .array(
                drafts.map {
                    .members([
                        "verdict": .string($0.verdict), "subject": .string($0.variant.subject),
                        "body": .string($0.variant.body),
                    ])
                }),
        ])
    }
}

extension CopyVariant {
    fileprivate var json: JSONValue { .members(["subject": .string(subject), "body": .string(body)]) }
}

extension SegmentLineage.Delivery {
    fileprivate var json: JSONValue {
        .members([
            "source": source?.json ?? .null, "own": .bool(isOwn), "text": .string(text),
            "mix": .array(mix.map { .number($0) }), "missed": .strings(missed.map(\.name)),
            "arms": .array(
                groups.map {
                    .members([
                        "arm": .string($0.arm.name), "customers": .integer($0.customers),
                        "outcomes": .integer($0.outcomes), "base": .number($0.base),
                        "effect": .number($0.effect),
                    ])
                }),
        ])
    }
}

extension SegmentLineage.Delivery.Source {
    fileprivate var json: JSONValue {
        .members([
            "identity": .integer(Int(identity.rawValue)), "campaign": .integer(campaign),
            "approved_ns": .integer(Int(approvedAt.nanoseconds)), "versions": versions.json,
            "sends": .integer(sends), "quality": .number(quality), "off_brand": .bool(isOffBrand),
        ])
    }
}

extension Versions {
    var json: JSONValue {
        .members([
            "persona_prompt": .integer(personaPrompt), "persona_model": .integer(personaModel),
            "copy_prompt": .integer(copyPrompt), "copy_model": .integer(copyModel), "brand": .integer(brand),
            "brief": .integer(brief),
        ])
    }
}

extension JSONValue {
    static func integers(_ list: [Int]) -> JSONValue { .array(list.map { .integer($0) }) }
    static func strings(_ list: [String]) -> JSONValue { .array(list.map { .string($0) }) }
    static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
}
