import Quantities

/// How the numbers of a file's columns are written: with digits and points unless they would not be numbers then.
///
/// A text such as 1,500 or 1.500 is one number with decimal commas and another without. It is read as other columns of the
/// file say, and refused when none does.
struct NumberSurvey {
    /// One a column.
    let styles: [NumberStyle]

    var isPlain: Bool { styles.allSatisfy { $0 == .plain } }

    /// - Parameter columns: of numbers; one that holds texts is left plain.
    /// - Throws: bad input for a column that means two things.
    /// - Complexity: O(bytes).
    init(file: String, columns: [String]) throws {
        var reader = try CSVReader.open(file)
        let positions = columns.map { name in reader.header.firstIndex(of: name) }
        var tallies = columns.map { _ in NumberTally() }
        while try reader.next() {
            var isOver = true
            for (index, position) in positions.enumerated() {
                guard let position, !tallies[index].isText else { continue }
                tallies[index].add(reader.field(position))
                isOver = false
            }
            if isOver { break }
        }
        try self.init(
            tallies, columns: columns, file: file, separator: reader.separator)
    }

    private init(_ tallies: [NumberTally], columns: [String], file: String, separator: UInt8) throws {
        let readings = tallies.map(\.reading)
        let hasCommas = readings.contains(.only(.decimalComma))
        let hasPoints = readings.contains(.only(.plain)) || readings.contains(.only(.commaGroups))
        var problems: [Problem] = []
        styles = readings.enumerated().map { index, reading in
            switch reading {
            case .text, .either: return .plain
            case .only(let style): return style
            case .doubtful(let style):
                if hasCommas != hasPoints { return hasCommas ? .decimalComma : style }
                // Files with commas have points for decimals, by custom.
                if !hasCommas, style == .plain, separator == FieldSeparator.comma { return .plain }
                problems.append(
                    NumberSurvey.question(tallies[index].doubtful ?? "", columns[index], file: file))
                return .plain
            }
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
    }

    private static func question(_ text: String, _ column: String, file: String) -> Problem {
        let styles: [NumberStyle] =
            text.contains(",") ? [.decimalComma, .commaGroups] : [.plain, .decimalComma]
        let values = styles.map { style in style.value(of: text).map { DecimalText.text(of: $0) } ?? text }
        return Problem(
            "\(text) may mean \(values[0]) or \(values[1]), and no other value of the file tells which",
            remedy: "Say how its numbers are written: --numbers \(styles[0].rawValue) for \(values[0]), "
                + "--numbers \(styles[1].rawValue) for \(values[1]).", file: file, field: column)
    }
}
