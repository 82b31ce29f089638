import Encodings
import Foundation
import JSONSchemas
import Quantities

/// What requests of one AWS service look like: the members of every structure, which must be there, values, bounds and patterns.
///
/// Read from `mocks/aws`, which is made from the service's published model.
public struct ShapeBook: Sendable {
    struct Member: Sendable {
        var name: String
        var shape: Int
        var isRequired: Bool
        /// In the path, the query or a header; nil in the body.
        var location: String?
        var isPayload: Bool
    }

    enum Kind: Sendable {
        case structure([Member], isUnion: Bool)
        case list(of: Int)
        case map(of: Int)
        case scalar(String, values: [String])
        /// Any JSON.
        case document
    }

    struct Shape: Sendable {
        var kind: Kind
        var minimum: Double?
        var maximum: Double?
        var pattern: WholePattern?
    }

    private(set) var shapes: [Shape] = []
    private(set) var inputs: [String: Int] = [:]
    /// HTTP status by the name of the error.
    public private(set) var errors: [String: Int] = [:]

    /// - Throws: bad input when the file is not one of shapes.
    public init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path),
            let root = try? JSONParser.parse(Array(data)), case .object(let entries)? = root["shapes"],
            case .object(let operations)? = root["operations"], case .object(let statuses)? = root["errors"]
        else {
            throw FinegrainError.badInput("\(path) is no file of AWS shapes", remedy: "make it anew")
        }
        let places = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.key, $0) })
        func place(_ name: String) -> Int {
            places[name.hasSuffix("*") ? String(name.dropLast()) : name] ?? 0
        }
        for entry in entries {
            shapes.append(
                Shape(
                    kind: ShapeBook.kind(entry.value, place), minimum: entry.value["min"]?.double,
                    maximum: entry.value["max"]?.double,
                    pattern: entry.value["pattern"]?.string.map(WholePattern.init)))
        }
        for operation in operations { inputs[operation.key] = place(operation.value.string ?? "") }
        for status in statuses { errors[status.key] = status.value.integer }
    }

    private static func kind(_ entry: JSONValue, _ place: (String) -> Int) -> Kind {
        if let element = entry["list"]?.string { return .list(of: place(element)) }
        if let pair = entry["map"]?.array, pair.count == 2 { return .map(of: place(pair[1].string ?? "")) }
        if let name = entry["scalar"]?.string {
            return .scalar(name, values: entry["enum"]?.array?.compactMap(\.string) ?? [])
        }
        for (key, isUnion) in [("structure", false), ("union", true)] {
            guard case .object(let members)? = entry[key] else { continue }
            return .structure(
                members.map { member in
                    let parts = member.value.array?.compactMap(\.string) ?? []
                    return Member(
                        name: member.key, shape: place(parts.first ?? ""),
                        isRequired: parts.first?.hasSuffix("*") ?? false,
                        location: parts.dropFirst().first { $0 != "payload" },
                        isPayload: parts.contains("payload"))
                }, isUnion: isUnion)
        }
        return .document
    }
}
