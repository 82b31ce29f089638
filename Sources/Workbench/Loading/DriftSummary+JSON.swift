public import Encodings

extension DriftSummary {
    /// All of it; a weekly rate is `{value, standard_error}`.
    public var json: JSONValue {
        .members([
            "source": .string(isFitted ? "exports" : "assumed"), "kernel": .string(kernel),
            "classes": classes.map {
                .members(["count": .integer($0.count), "source": .string($0.areFitted ? "fitted" : "given")])
            } ?? .null,
            "weeks_between_campaigns": .number(weeksBetweenCampaigns),
            "attributes": .array(attributes.map(\.json)),
            "departures": departures.json, "arrivals": arrivals.json,
            "exports": exports.map(\.json) ?? .null,
        ])
    }
}

extension DriftSummary.Rate {
    var json: JSONValue {
        .members(["value": .number(value), "standard_error": .optional(standardError)])
    }
}

extension DriftSummary.AttributeDrift {
    var json: JSONValue {
        .members([
            "name": .string(name), "redrawn": redrawn.map(\.json) ?? .null, "changed": .number(changed),
            "changed_between_exports": .optional(changedBetweenExports),
        ])
    }
}

extension DriftSummary.Exports {
    var json: JSONValue {
        .members([
            "files": .array(names.map { .string($0) }), "weeks_between": .number(weeks),
            "joined": .integer(joined), "older": .integer(older), "arrived": .integer(arrived),
            "levels": .array(
                levels.map { change in
                    .members([
                        "attribute": .string(change.attribute),
                        "renamed": .array(change.renamed.map { .array($0.map { .string($0) }) }),
                        "new": .array(change.new.map { .string($0) }),
                        "vanished": .array(change.vanished.map { .string($0) }),
                    ])
                }),
        ])
    }
}
