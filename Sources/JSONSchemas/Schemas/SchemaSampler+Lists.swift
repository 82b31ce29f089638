import Encodings

/// Values that hold others.
extension SchemaSampler {
    mutating func object(_ schema: JSONValue, depth: Int) throws(SchemaRefusal) -> JSONValue {
        let required = schema["required"]?.array?.compactMap(\.string) ?? []
        let most = SchemaReference.count(schema["maxProperties"]) ?? .max
        let optional = max(0, most - required.count)
        var added = 0
        var members: [JSONValue.Member] = []
        for property in schema["properties"]?.memberList ?? [] {
            let isRequired = required.contains(property.key)
            if !isRequired {
                guard !isSparse(depth), added < optional, property.value != .bool(false) else {
                    continue
                }
                added += 1
            }
            do throws(SchemaRefusal) {
                let value = try value(property.value, name: property.key, depth: depth + 1)
                members.append(.init(property.key, value))
            } catch {
                // What need not be there is left out where there is no value for it.
                if isRequired || !error.isAboutRecursion { throw error }
            }
        }
        for name in required where !members.contains(where: { $0.key == name }) {
            let value = try value(try other(name, schema), name: name, depth: depth + 1)
            members.append(.init(name, value))
        }
        try fill(&members, schema, depth: depth)
        return .object(members)
    }

    /// Adds members of any name until there are enough.
    private mutating func fill(
        _ members: inout [JSONValue.Member], _ schema: JSONValue, depth: Int
    ) throws(SchemaRefusal) {
        guard let least = SchemaReference.count(schema["minProperties"]), members.count < least else {
            return
        }
        guard least <= SchemaSampler.mostElements else {
            throw SchemaRefusal("minProperties", "asks for more members than this mock makes")
        }
        // Optional members that were left out come first.
        for property in schema["properties"]?.memberList ?? []
        where members.count < least && !members.contains(where: { $0.key == property.key }) {
            let value = try value(property.value, name: property.key, depth: depth + 1)
            members.append(.init(property.key, value))
        }
        var tries = 0
        while members.count < least {
            tries += 1
            guard tries <= least * 4 + 20 else {
                throw SchemaRefusal("minProperties", "asks for more names than were found")
            }
            var name = "member\(tries)"
            if let names = schema["propertyNames"], names != .bool(true) {
                variation = tries
                defer { variation = 0 }
                name = try value(names, name: name, depth: depth + 1).string ?? name
            } else if let pattern = schema["patternProperties"]?.memberList?.first?.key,
                schema["additionalProperties"] == .bool(false)
            {
                let read = try TextPattern(pattern)
                name = read.text(slack: tries % 8) { next() }
                if read.matches(name + String(tries)) { name += String(tries) }
            }
            guard !members.contains(where: { $0.key == name }) else { continue }
            let value = try value(try other(name, schema), name: name, depth: depth + 1)
            members.append(.init(name, value))
        }
    }

    /// The schema of a member that is none of the properties.
    private func other(_ name: String, _ schema: JSONValue) throws(SchemaRefusal) -> JSONValue {
        for (pattern, own) in SchemaCheck.patterns(schema) where pattern.matches(name) { return own }
        let others = schema["additionalProperties"] ?? .object([])
        guard others != .bool(false) else {
            throw SchemaRefusal("additionalProperties", "allows no member \(name)")
        }
        return others
    }

    mutating func array(
        _ schema: JSONValue, name: String, depth: Int
    ) throws(SchemaRefusal) -> JSONValue {
        let least = SchemaReference.count(schema["minItems"]) ?? 0
        let prefix = SchemaReference.prefix(schema)
        let rest = SchemaReference.rest(schema) ?? .object([])
        var most = SchemaReference.count(schema["maxItems"]) ?? max(least, max(3, prefix.count))
        if rest == .bool(false) { most = min(most, prefix.count) }
        guard least <= most else {
            throw SchemaRefusal("minItems", "asks for more elements than the list may have")
        }
        guard least <= SchemaSampler.mostElements else {
            throw SchemaRefusal("minItems", "asks for more elements than this mock makes")
        }
        var count = max(least, min(most, max(prefix.count, 1 + Int(next() % 3))))
        if isSparse(depth) { count = least }
        let wanted = schema["contains"]
        let held = wanted == nil ? 0 : SchemaReference.count(schema["minContains"]) ?? 1
        guard held <= min(most, SchemaSampler.mostElements) else {
            throw SchemaRefusal("contains", "asks for more elements than the list may have")
        }
        count = min(max(count, held), SchemaSampler.mostElements)
        let isUnique = schema["uniqueItems"] == .bool(true)
        var elements: [JSONValue] = []
        for index in 0..<count {
            var own = index < prefix.count ? prefix[index] : rest
            if let wanted, index >= count - held { own = .members(["allOf": [own, wanted]]) }
            do throws(SchemaRefusal) {
                elements.append(try element(own, name: name, depth: depth + 1, not: isUnique ? elements : []))
            } catch {
                // Elements that need not be there are left out where there is no value for them.
                guard elements.count >= least, held == 0 else { throw error }
                break
            }
        }
        return .array(elements)
    }

    /// An element that is none of those before it.
    private mutating func element(
        _ schema: JSONValue, name: String, depth: Int, not others: [JSONValue]
    ) throws(SchemaRefusal) -> JSONValue {
        defer { variation = 0 }
        for attempt in 0..<40 {
            variation = attempt
            let value = try value(schema, name: name, depth: depth)
            if !others.contains(where: { SchemaCheck.areEqual($0, value) }) { return value }
        }
        throw SchemaRefusal("uniqueItems", "asks for more different elements than were found")
    }
}

extension SchemaRefusal {
    /// Whether it stands for values that would not end.
    fileprivate var isAboutRecursion: Bool { keyword == "$ref" }
}
