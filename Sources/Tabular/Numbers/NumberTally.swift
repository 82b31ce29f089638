/// In which styles the fields of one column are numbers, and where the styles disagree.
struct NumberTally {
    /// After so many fields that are numbers in no style a column without any is one of texts.
    private static let enough = 100

    private var present = 0
    /// Fields that are numbers, in the order of ``NumberStyle/allCases``.
    private var numbers = NumberStyle.allCases.map { _ in 0 }
    /// The first field that is a number with decimal commas and another one with points for decimals.
    private(set) var doubtful: String?

    /// Whether the column cannot turn out to be one of numbers.
    var isText: Bool { present > NumberTally.enough && numbers.allSatisfy { $0 == 0 } }

    mutating func add(_ field: UnsafeBufferPointer<UInt8>) {
        if MissingMark.matches(field) { return }
        present += 1
        let values = NumberStyle.allCases.map { $0.value(of: field) }
        for place in values.indices where values[place] != nil { numbers[place] += 1 }
        if doubtful == nil, let point = values[1], let comma = values[2], point != comma {
            doubtful = String(decoding: field, as: UTF8.self)
        }
    }

    /// What the column says of itself.
    enum Reading: Hashable {
        /// A number in no style, or not often.
        case text
        /// The same numbers in every style.
        case either
        /// Numbers in this style and not in the one with another decimal mark.
        case only(NumberStyle)
        /// Other numbers with decimal commas than in this style.
        case doubtful(NumberStyle)
    }

    /// A few fields that are no numbers do not make another column of it; they are named when it is read.
    var reading: Reading {
        let (plain, point, comma) = (numbers[0], numbers[1], numbers[2])
        guard 2 * max(plain, point, comma) > present else { return .text }
        if comma > point { return .only(.decimalComma) }
        let style = plain == point ? NumberStyle.plain : .commaGroups
        if point > comma { return .only(style) }
        if doubtful != nil { return .doubtful(style) }
        return style == .plain ? .either : .only(.commaGroups)
    }
}
