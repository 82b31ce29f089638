import Encodings

/// Members of an answer of Converse that are there because the request asked for them.
struct ConverseEcho {
    /// `additionalModelResponseFields`; nil where none are asked for.
    var fields: JSONValue?
    /// `performanceConfig` and `serviceTier`, as they came.
    var settings: [JSONValue.Member] = []

    init() {}

    /// - Parameter native: the answer in the body of the model's family, where the paths point.
    init(_ body: JSONValue, native: @autoclosure () -> JSONValue?) {
        for name in ["performanceConfig", "serviceTier"] {
            guard let value = body[name], value != .null else { continue }
            settings.append(.init(name, value))
        }
        let paths = body["additionalModelResponseFieldPaths"]?.array?.compactMap(\.string) ?? []
        guard !paths.isEmpty, let native = native() else { return }
        var found = JSONValue.object([])
        for path in paths {
            let names = ConverseEcho.names(path)
            guard !names.isEmpty, let value = names.reduce(native, { $0?.item($1) }) else { continue }
            found = found.setting(names[...], to: value)
        }
        if found != .object([]) { fields = found }
    }

    /// The first path that is no JSON Pointer (RFC 6901).
    static func invalidPath(_ body: JSONValue) -> String? {
        body["additionalModelResponseFieldPaths"]?.array?.compactMap(\.string).first { !$0.hasPrefix("/") }
    }

    private static func names(_ path: String) -> [String] {
        path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            String($0.replacing("~1", with: "/").replacing("~0", with: "~"))
        }
    }
}

extension JSONValue {
    /// A member, or an element by its number.
    fileprivate func item(_ name: String) -> JSONValue? {
        guard let array else { return self[name] }
        return Int(name).flatMap { array.indices.contains($0) ? array[$0] : nil }
    }

    /// An object with a value at a path; elements of lists go by their numbers as names.
    fileprivate func setting(_ names: ArraySlice<String>, to value: JSONValue) -> JSONValue {
        guard let name = names.first else { return value }
        var members = memberList ?? []
        let index = members.firstIndex { $0.key == name }
        let inner = (index.map { members[$0].value } ?? .object([])).setting(names.dropFirst(), to: value)
        if let index { members[index].value = inner } else { members.append(.init(name, inner)) }
        return .object(members)
    }
}
