import Foundation

/// Rows of Markdown tables on standard output.
enum Markdown {
    static func row(_ cells: [String]) { print("| " + cells.joined(separator: " | ") + " |") }

    static func header(_ cells: [String]) {
        row(cells)
        row(Array(repeating: "---", count: cells.count))
    }

    static func percent(_ value: Double) -> String {
        value.isNaN ? "-" : String(format: "%.1f", 100 * value)
    }
}
