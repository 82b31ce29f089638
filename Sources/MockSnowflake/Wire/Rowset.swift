import Encodings
import SnowflakeSQL

/// Results as the connectors and the SQL API read them: columns described, every value a text or null.
enum Rowset {
    /// Rows that come with the answer itself, and rows of every later part.
    static let inlineRows = 10_000
    static let chunkRows = 20_000

    static func bindings(_ value: JSONValue?) -> [SnowBinding] {
        guard case .object(let members)? = value else { return [] }
        return members.map { member in
            let type = member.value["type"]?.string ?? "ANY"
            if let values = member.value["value"]?.array {
                return SnowBinding(name: member.key, type: type, values: values.map(text))
            }
            return SnowBinding(name: member.key, type: type, value: member.value["value"].flatMap(text))
        }
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .null: nil
        case .string(let text): text
        default: value.text()
        }
    }

    /// The `data` of a connector's answer.
    /// - Parameter base: address under which later parts can be fetched; nil sends all rows at once.
    static func data(
        _ result: SnowResult, id: String, _ session: SnowflakeSession, bindings: Int,
        chunksAt base: String? = nil
    ) -> JSONValue {
        let chosen = session
        let hasChunks = base.map { !$0.isEmpty } ?? false && result.rows.count > inlineRows
        let inline = hasChunks ? inlineRows : result.rows.count
        var members: [JSONValue.Member] = [
            .init("parameters", parameters(of: session)),
            .init("rowtype", .array(result.columns.map(column))),
            .init("rowset", .array(result.rows.prefix(inline).map { .array($0.map(encoded)) })),
            .init("total", .integer(result.rows.count)), .init("returned", .integer(result.rows.count)),
            .init("queryId", .string(id)), .init("databaseProvider", .null),
            .init("finalDatabaseName", .optional(chosen.database)),
            .init("finalSchemaName", .optional(chosen.schema)),
            .init("finalWarehouseName", .optional(chosen.warehouse)),
            .init("finalRoleName", .optional(chosen.role)), .init("numberOfBinds", .integer(bindings)),
            .init("arrayBindSupported", .bool(bindings > 0 && result.kind.isDML)),
            .init("statementTypeId", .integer(result.statementTypeID)), .init("version", 1),
            .init("sendResultTime", 0), .init("queryResultFormat", "json"),
        ]
        if hasChunks, let base {
            members.append(.init("chunks", chunks(result, id: id, base)))
            members.append(.init("chunkHeaders", .object([])))
        }
        return .object(members)
    }

    /// The session's parameters that connectors keep, with the values that they have now.
    static func parameters(of session: SnowflakeSession) -> JSONValue {
        let flags = ["AUTOCOMMIT", "CLIENT_SESSION_KEEP_ALIVE"].map { name in
            (name, JSONValue.bool(session.parameter(name)?.lowercased() == "true"))
        }
        let counts = ["CLIENT_PREFETCH_THREADS", "CLIENT_RESULT_CHUNK_SIZE"].map { name in
            (name, JSONValue.integer(session.parameter(name).flatMap(Int.init) ?? 0))
        }
        let texts = ["TIMEZONE", "QUERY_TAG"].map { ($0, JSONValue.string(session.parameter($0) ?? "")) }
        // No array of bindings is long enough to be uploaded: they come inside the request.
        let standing: [(String, JSONValue)] = [
            ("CLIENT_TELEMETRY_ENABLED", false), ("CLIENT_STAGE_ARRAY_BINDING_THRESHOLD", 0),
        ]
        return .array(
            (flags + counts + texts + standing).map { .members(["name": .string($0.0), "value": $0.1]) })
    }

    private static func chunks(_ result: SnowResult, id: String, _ base: String) -> JSONValue {
        let count = (result.rows.count - inlineRows + chunkRows - 1) / chunkRows
        return .array(
            (0..<count).compactMap { number in
                guard let text = chunk(number, of: result) else { return nil }
                let rows = min(chunkRows, result.rows.count - inlineRows - number * chunkRows)
                return .members([
                    "url": .string("\(base)/finegrain-chunks/\(id)/\(number)"), "rowCount": .integer(rows),
                    "uncompressedSize": .integer(text.utf8.count),
                    "compressedSize": .integer(text.utf8.count),
                ])
            })
    }

    /// Rows of a later part, without the brackets around them.
    static func chunk(_ number: Int, of result: SnowResult) -> String? {
        let start = inlineRows + number * chunkRows
        guard number >= 0, start < result.rows.count else { return nil }
        return result.rows[start..<min(start + chunkRows, result.rows.count)].map {
            JSONValue.array($0.map(encoded)).text()
        }.joined(separator: ",")
    }

    static func column(_ column: SnowColumn) -> JSONValue {
        let length = column.type == .text ? column.length ?? 16_777_216 : column.length
        return .members([
            "name": .string(column.name), "database": "", "schema": "", "table": "",
            "nullable": .bool(column.nullable), "type": .string(column.type.rawValue),
            "length": length.map { .integer($0) } ?? .null,
            "byteLength": length.map { .integer(min(4 * $0, 16_777_216)) } ?? .null,
            "precision": column.precision.map { .integer($0) } ?? .null,
            "scale": column.scale.map { .integer($0) } ?? (column.type.hasFraction ? 9 : .null),
            "collation": .null,
        ])
    }

    /// A value in the connectors' encoding.
    static func encoded(_ value: SnowValue) -> JSONValue {
        switch value {
        case .null: .null
        case .integer(let number): .string(String(number))
        case .decimal(let text), .text(let text), .variant(let text), .object(let text), .array(let text):
            .string(text)
        case .real(let number): .string(JSONValue.number(number).real)
        case .boolean(let flag): .string(flag ? "1" : "0")
        case .date(let days): .string(String(days))
        case .time(let nanoseconds): .string(seconds(nanoseconds))
        case .timestampNTZ(let nanoseconds), .timestampLTZ(let nanoseconds): .string(seconds(nanoseconds))
        case .timestampTZ(let nanoseconds, let offset):
            .string(seconds(nanoseconds) + " " + String(offset + 1_440))
        case .binary(let bytes): .string(HMAC.hex(bytes).uppercased())
        }
    }

    /// Seconds with nine digits of a fraction.
    private static func seconds(_ nanoseconds: Int64) -> String {
        let magnitude = nanoseconds.magnitude
        let fraction = String(magnitude % 1_000_000_000)
        return (nanoseconds < 0 ? "-" : "") + String(magnitude / 1_000_000_000) + "."
            + String(repeating: "0", count: 9 - fraction.count) + fraction
    }
}

extension JSONValue {
    /// A floating-point number as Snowflake writes it; `inf`, `-inf` and `NaN` have names.
    fileprivate var real: String {
        guard let number = double else { return "NaN" }
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        return text()
    }
}

extension SnowType {
    var hasFraction: Bool {
        switch self {
        case .time, .timestampNTZ, .timestampLTZ, .timestampTZ: true
        default: false
        }
    }
}
