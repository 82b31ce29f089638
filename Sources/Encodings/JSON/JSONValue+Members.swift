extension JSONValue {
    /// The members of an object; nil for anything else.
    package var memberList: [JSONValue.Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    package var isObject: Bool { if case .object = self { true } else { false } }

    package var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }

    /// Sets a member of an object, in place or at the end.
    package mutating func set(_ key: String, _ value: JSONValue) {
        guard case .object(var members) = self else { return }
        if let index = members.firstIndex(where: { $0.key == key }) {
            members[index].value = value
        } else {
            members.append(.init(key, value))
        }
        self = .object(members)
    }
}
