public import Encodings
import Foundation
import Quantities
public import YAMLReading

/// A scenario file as read, from which checked scenarios with options on top are made.
public struct ScenarioFile: Sendable {
    public let path: String
    public let text: String
    private let tree: YAMLTree

    /// - Throws: `FinegrainError` when the file is missing or is not YAML.
    public init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw FinegrainError.badInput(
                "no such file, or it cannot be read", remedy: "check the path; scenarios/ has examples",
                file: path)
        }
        try self.init(text: String(decoding: data, as: UTF8.self), path: path)
    }

    public init(text: String, path: String) throws {
        self.path = path
        self.text = text
        tree = try YAMLTree.parse(text, file: path)
    }

    /// The folder that relative paths in the scenario start from.
    public var folder: String { (path as NSString).deletingLastPathComponent }

    /// The checked scenario with `path=value` overrides applied, later ones on top.
    /// - Throws: `FinegrainError` with every problem at once.
    public func scenario(overrides: [String] = []) throws -> Scenario {
        try scenario(values: try overrides.map(ScenarioFile.override))
    }

    /// The checked scenario with the values of one sweep row applied.
    public func scenario(values: [Named<YAMLTree>]) throws -> Scenario {
        var tree = tree
        var reader = Reader(file: path)
        for value in values {
            if Scenario.knows(path: value.name) {
                tree.set(value.name, to: value.value)
            } else {
                let near = Spelling.nearest(to: value.name, in: Scenario.paths(prefix: ""))
                reader.report(
                    "no such field",
                    remedy: near.map { "did you mean '\($0)'?" } ?? "finegrain schema lists all fields",
                    path: value.name)
            }
        }
        var scenario = Scenario.read(tree, path: "", &reader)
        if scenario.name.isEmpty {
            scenario.name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
        }
        scenario.check(tree, &reader)
        try reader.finish()
        return scenario
    }

    /// Whether the file, or one of the values on top of it, gives the field at a dotted path.
    public func gives(_ path: String, values: [Named<YAMLTree>] = []) -> Bool {
        var tree = tree
        for value in values { tree.set(value.name, to: value.value) }
        return tree.value(at: path) != nil
    }

    /// The line that a field stands on; nil where an option gives it.
    public func line(of path: String, values: [Named<YAMLTree>] = []) -> Int? {
        var tree = tree
        for value in values { tree.set(value.name, to: value.value) }
        return tree.value(at: path)?.line
    }

    /// Reads `path=value`.
    public static func override(_ option: String) throws -> Named<YAMLTree> {
        guard let equals = option.firstIndex(of: "=") else {
            throw FinegrainError.badInput(
                "'\(option)' has no '='", remedy: "write path=value, such as privacy.k=100")
        }
        let value = try YAMLTree.parseValue(String(option[option.index(after: equals)...]))
        return Named(String(option[..<equals]), value)
    }

    /// Reads `path=v1,v2,...`, the values of `--vary`.
    public static func variation(_ option: String) throws -> Named<[YAMLTree]> {
        guard let equals = option.firstIndex(of: "=") else {
            throw FinegrainError.badInput(
                "'\(option)' has no '='", remedy: "write path=v1,v2, such as privacy.k=50,100")
        }
        let list = try YAMLTree.parseValue("[" + option[option.index(after: equals)...] + "]")
        guard case .sequence(let values, _) = list, !values.isEmpty else {
            throw FinegrainError.badInput(
                "'\(option)' gives no values", remedy: "write path=v1,v2, such as privacy.k=50,100")
        }
        return Named(String(option[..<equals]), values)
    }
}

extension Scenario {
    /// Whether a dotted path names a field, or something inside a named map.
    static func knows(path: String) -> Bool {
        let paths = paths(prefix: "")
        return paths.contains(path) || paths.contains { $0.hasPrefix(path + ".") || path.hasPrefix($0 + ".") }
    }

    /// The JSON Schema of scenario files, for editors.
    public static var jsonSchema: JSONValue {
        guard case .object(let members) = schema else { return schema }
        return .object(
            [
                .init("$schema", "https://json-schema.org/draft/2020-12/schema"),
                .init("title", "Finegrain scenario"),
            ] + members)
    }
}
