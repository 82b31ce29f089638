internal import Foundation

/// Functions that look for text in text.
enum TextSearchFunctions {
    static let functions: [ScalarFunction] = [
        test("CONTAINS") { $1.isEmpty || $0.range(of: $1, options: .literal) != nil },
        test("STARTSWITH") { $0.utf8.starts(with: $1.utf8) },
        test("ENDSWITH") { $0.utf8.reversed().starts(with: $1.utf8.reversed()) },
        ScalarFunction("POSITION", "CHARINDEX", arity: 2...3, [.text, .text, .integer], .count) { values, _ in
            let start = values.count == 3 ? min(max(1, values[2].int ?? 1), 1 << 40) : 1
            return .integer(position(of: values[0].text ?? "", in: values[1].text ?? "", from: start))
        },
        ScalarFunction("EDITDISTANCE", arity: 2...2, [.text], .count) { values, _ in
            .integer(distance(values[0].text ?? "", values[1].text ?? ""))
        },
        ScalarFunction("$LIKE", "$ILIKE", arity: 3...4, [.text, .text, .boolean, .text], .boolean) {
            values, _ in
            let escape = values.count == 4 ? values[3].text?.unicodeScalars.first : nil
            return .boolean(
                LikePattern(values[1].text ?? "", escape: escape, ignoresCase: values[2].boolean ?? false)
                    .matches(values[0].text ?? ""))
        },
    ]

    private static func test(_ name: String, _ body: @escaping @Sendable (String, String) -> Bool)
        -> ScalarFunction
    {
        ScalarFunction(name, arity: 2...2, [.text], .boolean) { values, _ in
            .boolean(body(values[0].text ?? "", values[1].text ?? ""))
        }
    }

    /// The position from 1, or 0 where it is absent.
    private static func position(of needle: String, in text: String, from start: Int) -> Int {
        let scalars = Array(text.unicodeScalars)
        let wanted = Array(needle.unicodeScalars)
        if wanted.isEmpty { return start }
        var index = start - 1
        while index + wanted.count <= scalars.count {
            if scalars[index..<(index + wanted.count)].elementsEqual(wanted) { return index + 1 }
            index += 1
        }
        return 0
    }

    private static func distance(_ a: String, _ b: String) -> Int {
        let (one, other) = (Array(a.unicodeScalars), Array(b.unicodeScalars))
        var row = Array(0...other.count)
        for i in one.indices {
            var diagonal = row[0]
            row[0] = i + 1
            for j in other.indices {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (one[i] == other[j] ? 0 : 1))
                diagonal = above
            }
        }
        return row[other.count]
    }
}
