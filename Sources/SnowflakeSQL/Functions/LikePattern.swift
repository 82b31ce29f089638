/// A pattern of LIKE: `%` matches any text, `_` one character.
struct LikePattern {
    private enum Element: Hashable {
        case any, one
        case exactly(UnicodeScalar)
    }

    private var elements: [Element] = []
    private let ignoresCase: Bool

    init(_ pattern: String, escape: UnicodeScalar?, ignoresCase: Bool) {
        self.ignoresCase = ignoresCase
        var isEscaped = false
        for scalar in (ignoresCase ? pattern.lowercased() : pattern).unicodeScalars {
            if isEscaped {
                elements.append(.exactly(scalar))
                isEscaped = false
            } else if let escape, scalar == escape {
                isEscaped = true
            } else if scalar == "%" {
                if elements.last != .any { elements.append(.any) }
            } else {
                elements.append(scalar == "_" ? .one : .exactly(scalar))
            }
        }
    }

    /// Takes time proportional to the text times the pattern at most.
    func matches(_ text: String) -> Bool {
        let scalars = Array((ignoresCase ? text.lowercased() : text).unicodeScalars)
        var (position, element) = (0, 0)
        var retry: (position: Int, element: Int)?
        while position < scalars.count {
            if element < elements.count, elements[element] == .any {
                retry = (position, element)
                element += 1
            } else if element < elements.count,
                elements[element] == .one || elements[element] == .exactly(scalars[position])
            {
                position += 1
                element += 1
            } else if let last = retry {
                retry = (last.position + 1, last.element)
                (position, element) = (last.position + 1, last.element + 1)
            } else {
                return false
            }
        }
        return elements[element...].allSatisfy { $0 == .any }
    }
}
