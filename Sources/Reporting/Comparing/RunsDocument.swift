public import Encodings
import Quantities
public import Workbench

/// The stored runs of some folders, or one of them, as JSON, table or CSV.
public struct RunsDocument {
    private let headers: [StoredRun.Header]

    public init(_ headers: [StoredRun.Header]) { self.headers = headers }

    public var json: JSONValue {
        .members([
            "schema": "finegrain.runs/1", "finegrain_version": .string(FinegrainVersion.current),
            "runs": .array(headers.map(RunsDocument.json)),
        ])
    }

    /// What is known of a run without its rows.
    static func json(_ header: StoredRun.Header) -> JSONValue {
        .members([
            "id": .string(header.id), "kind": .string(header.kind.rawValue), "name": .string(header.name),
            "command": .string(header.command), "finegrain_version": .string(header.version),
            "seed": .integer(header.seed), "rows": .integer(header.rowCount),
            "replications": .integer(header.replications), "digest": .string(header.digest),
            "folder": .string(header.folder), "sequence": .integer(header.sequence),
            "recommendation": header.decision["recommendation"] ?? .null,
            "inputs": .array(header.inputs.map(\.json)),
        ])
    }

    public var csv: String {
        var csv = CSVText()
        csv.row([
            "id", "kind", "name", "rows", "replications", "seed", "finegrain_version", "digest", "folder",
            "command",
        ])
        for header in headers {
            csv.row([
                header.id, header.kind.rawValue, header.name, String(header.rowCount),
                String(header.replications), String(header.seed), header.version, header.digest,
                header.folder, header.command,
            ])
        }
        return csv.text
    }

    public var table: String {
        guard !headers.isEmpty else { return "no runs: finegrain sweep and finegrain run keep theirs" }
        return TextTable(
            header: [["id", "kind", "scenario", "rows", "worlds", "seed", "folder"]],
            rows: headers.map { header in
                [
                    header.id, header.kind.rawValue, header.name, String(header.rowCount),
                    String(header.replications), String(header.seed), header.folder,
                ]
            }, leftColumns: [0, 1, 2, 6]
        ).text
    }
}
