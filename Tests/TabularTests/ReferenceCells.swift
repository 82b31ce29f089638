import RandomStreams

@testable import Tabular

/// Random unit rows, and their cells by a dictionary of texts: slow and obvious.
struct ReferenceCells {
    struct Sums: Equatable {
        var n = 0
        var sums: [String: Double] = [:]
    }

    static let attributes = ["plan", "age", "size"]
    static let ageBands = ["<20", "20-29", "30-64", "65+"]

    var header = ["id", "plan", "age", "size", "group", "y", "z", "x1", "x2"]
    var rows: [[String]] = []

    /// Numbers are multiples of 1/64, so that plain sums of their products are exact.
    init(rowCount: Int, using stream: inout RandomStream) {
        for row in 0..<rowCount {
            let plan = ["basic, monthly", "pro", "", "\"max\""][Int(stream.below(4))]
            let size = String([1, 2, 10, 20][Int(stream.below(4))])
            let age = stream.happens(0.1) ? "" : String(stream.below(90))
            let numbers = (0..<3).map { _ in String(Double(stream.below(1_000)) / 64 - 5) }
            let hit = stream.happens(0.3) ? "1" : "0"
            rows.append(["\(row)", plan, age, size, ["a", "b"][Int(stream.below(2))], hit] + numbers)
        }
    }

    var csv: [UInt8] {
        var writer = CSVWriter()
        for row in [header] + rows {
            for value in row { writer.field(value) }
            writer.endRow()
        }
        return writer.bytes
    }

    static func ageBand(_ text: String) -> String {
        guard let age = Int(text) else { return "(missing)" }
        return age < 20 ? "<20" : age < 30 ? "20-29" : age < 65 ? "30-64" : "65+"
    }

    /// By the levels of plan, age and size, and the arm; the sums by the names of the columns.
    var cells: [[String]: Sums] {
        var cells: [[String]: Sums] = [:]
        for row in rows {
            let key = [row[1].isEmpty ? "(missing)" : row[1], Self.ageBand(row[2]), row[3], row[4]]
            let value = Dictionary(uniqueKeysWithValues: zip(header[5...], row[5...].map { Double($0)! }))
            cells[key, default: Sums()].n += 1
            for name in ["y", "z", "x1", "x2"] {
                cells[key]!.sums["sum_\(name)", default: 0] += value[name]!
                cells[key]!.sums["sumsq_\(name)", default: 0] += value[name]! * value[name]!
            }
            for (a, b) in [("x1", "x2"), ("x1", "y"), ("x1", "z"), ("x2", "y"), ("x2", "z")] {
                cells[key]!.sums["sum_\(a)_\(b)", default: 0] += value[a]! * value[b]!
            }
        }
        return cells
    }
}
