import Quantities

/// Reads a file's numbers as they are written: plainly first, and in the styles of a survey when that fails or when the file
/// is not separated by commas.
enum NumberReading {
    /// - Parameters:
    ///   - columns: those that hold numbers.
    ///   - given: the style of all of them, when it is known.
    ///   - read: reads the file in one style a column; returns the columns that turned out to be text.
    /// - Throws: what `read` throws, and bad input for numbers that mean two things.
    static func read<Value>(
        _ file: String, separator: UInt8, columns: [String], given: NumberStyle?,
        _ read: ([NumberStyle]) throws -> (value: Value, texts: [String])
    ) throws -> (value: Value, formats: [FileFormat.Column]) {
        func formats(_ styles: [NumberStyle]) -> [FileFormat.Column] {
            zip(columns, styles).filter { $0.1 != .plain }.map { FileFormat.Column(name: $0.0, style: $0.1) }
        }
        let plain = columns.map { _ in given ?? .plain }
        if given != nil { return (try read(plain).value, formats(plain)) }
        var failure: FinegrainError?
        if separator == FieldSeparator.comma {
            do {
                let first = try read(plain)
                // Only columns that seem to be text can hold numbers that were not seen.
                let isPlain =
                    try first.texts.isEmpty || NumberSurvey(file: file, columns: first.texts).isPlain
                if isPlain { return (first.value, []) }
            } catch let error as FinegrainError where error.kind == .badInput {
                failure = error
            }
        }
        let survey = try NumberSurvey(file: file, columns: columns)
        if let failure, survey.isPlain { throw failure }
        return (try read(survey.styles).value, formats(survey.styles))
    }
}
