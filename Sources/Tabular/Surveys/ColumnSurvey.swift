/// What one column of a file holds.
public struct ColumnSurvey: Sendable {
    /// A distinct value and its customers.
    public struct Level: Hashable, Sendable {
        public var name: String
        public var customers: Int
    }

    public var name: String { sample.name }
    /// The values of the sampled rows; an empty field is the level `(missing)`.
    public let sample: LevelColumn
    /// All values of the file in the order of levels; nil when there are more than 255.
    public let levels: [Level]?
    /// Customers whose field is empty or stands for a missing number.
    public let missing: Int
    /// Customers whose field is a number in each style, in the order of ``NumberStyle/allCases``.
    public let numbers: [Int]
    /// The first field that is neither missing nor a number in any style, and its line.
    public let text: (value: String, line: Int)?
    /// Whether all values that are levels are UTF-8.
    public let isUTF8: Bool

    /// Whether every field that is there is a number in this style.
    public func isNumeric(_ style: NumberStyle, customers: Int) -> Bool {
        guard let place = NumberStyle.allCases.firstIndex(of: style) else { return false }
        return numbers[place] > 0 && numbers[place] + missing == customers
    }
}

/// The tallies of one column while its file is read.
struct ColumnTally {
    /// After this many fields of text that outnumber the numbers, a column is one of texts.
    private static let enough = 100

    private var dictionary: LevelDictionary? = LevelDictionary()
    private var counts: [Int] = []
    private(set) var missing = 0
    private var numbers = NumberStyle.allCases.map { _ in 0 }
    private var text: (value: String, line: Int)?
    private var texts = 0
    private var isUTF8 = true
    private(set) var sampled = TextDictionary()
    var codes: [UInt32] = []

    @inline(__always)
    mutating func add(_ field: UnsafeBufferPointer<UInt8>, line: Int, isSampled: Bool) {
        if MissingMark.matches(field) {
            missing += 1
        } else if texts < ColumnTally.enough || texts < numbers[0] + numbers[1] + numbers[2] {
            count(field, line: line)
        }
        if let dictionary { addLevel(field, dictionary) }
        if isSampled { codes.append(sampled.code(of: field, isMissing: field.isEmpty) ?? 0) }
    }

    private mutating func count(_ field: UnsafeBufferPointer<UInt8>, line: Int) {
        var isNumber = false
        for (place, style) in NumberStyle.allCases.enumerated() where style.value(of: field) != nil {
            numbers[place] += 1
            isNumber = true
        }
        guard !isNumber else { return }
        texts += 1
        if text == nil { text = (String(decoding: field, as: UTF8.self), line) }
    }

    private mutating func addLevel(_ field: UnsafeBufferPointer<UInt8>, _ dictionary: LevelDictionary) {
        var missing = LevelOrder.missing
        let code = field.isEmpty ? missing.withUTF8 { dictionary.code(of: $0) } : dictionary.code(of: field)
        guard let code else {
            if String(validating: field, as: UTF8.self) == nil { isUTF8 = false }
            self.dictionary = nil
            return
        }
        if code == counts.count { counts.append(0) }
        counts[code] += 1
    }

    func survey(_ name: String) -> ColumnSurvey {
        let levels = dictionary.map { dictionary in
            LevelOrder.sorted(dictionary.levels).map {
                ColumnSurvey.Level(name: dictionary.levels[$0], customers: counts[$0])
            }
        }
        return ColumnSurvey(
            sample: LevelColumn(name: name, levels: sampled.texts, codes: codes), levels: levels,
            missing: missing, numbers: numbers, text: text, isUTF8: isUTF8)
    }
}
