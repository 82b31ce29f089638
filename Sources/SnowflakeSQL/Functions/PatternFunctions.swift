internal import Foundation

/// Functions of regular expressions.
enum PatternFunctions {
    static let functions: [ScalarFunction] = [
        ScalarFunction("REGEXP_LIKE", "RLIKE", "REGEXP", arity: 2...3, [.text], .boolean) { values, call in
            let flags = values.count == 3 ? values[2].text ?? "" : ""
            let text = values[0].text ?? ""
            // The pattern must match the whole text.
            let regex = try call.runtime.patterns.regex("^(?:\(values[1].text ?? ""))\\z", flags)
            return .boolean(regex.firstMatch(in: text, range: whole(text)) != nil)
        },
        ScalarFunction(
            "REGEXP_REPLACE", arity: 2...6, [.text, .text, .text, .integer, .integer, .text], .text
        ) {
            values, call in
            let regex = try call.runtime.patterns.regex(values[1].text ?? "", flags(values, 5))
            return .text(replace(regex, values))
        },
        ScalarFunction(
            "REGEXP_SUBSTR", arity: 2...6, [.text, .text, .integer, .integer, .text, .integer], .text
        ) { values, call in
            let text = values[0].text ?? ""
            let flags = flags(values, 4)
            let regex = try call.runtime.patterns.regex(values[1].text ?? "", flags)
            let found = matches(regex, text, from: number(values, 2))
            let occurrence = number(values, 3)
            guard occurrence >= 1, found.count >= occurrence else { return .null }
            let group = values.count > 5 ? values[5].int ?? 0 : flags.contains("e") ? 1 : 0
            let match = found[occurrence - 1]
            guard (0..<match.numberOfRanges).contains(group),
                let range = Range(match.range(at: group), in: text)
            else {
                return .null
            }
            return .text(String(text[range]))
        },
        ScalarFunction(
            "REGEXP_SUBSTR_ALL", "REGEXP_EXTRACT_ALL", arity: 2...6,
            [.text, .text, .integer, .integer, .text, .integer], .array
        ) { values, call in
            let text = values[0].text ?? ""
            let flags = flags(values, 4)
            let regex = try call.runtime.patterns.regex(values[1].text ?? "", flags)
            let group = values.count > 5 ? values[5].int ?? 0 : flags.contains("e") ? 1 : 0
            let found = matches(regex, text, from: number(values, 2)).dropFirst(max(0, number(values, 3) - 1))
            return .variant(
                .array(
                    found.compactMap { match in
                        guard (0..<match.numberOfRanges).contains(group) else { return nil }
                        return Range(match.range(at: group), in: text).map { .string(String(text[$0])) }
                    }))
        },
        ScalarFunction("REGEXP_COUNT", arity: 2...4, [.text, .text, .integer, .text], .count) {
            values, call in
            let regex = try call.runtime.patterns.regex(values[1].text ?? "", flags(values, 3))
            return .integer(matches(regex, values[0].text ?? "", from: number(values, 2)).count)
        },
        ScalarFunction(
            "REGEXP_INSTR", arity: 2...6, [.text, .text, .integer, .integer, .integer, .text], .count
        ) { values, call in
            let text = values[0].text ?? ""
            let regex = try call.runtime.patterns.regex(values[1].text ?? "", flags(values, 5))
            let found = matches(regex, text, from: number(values, 2))
            let occurrence = number(values, 3)
            guard occurrence >= 1, found.count >= occurrence,
                let range = Range(found[occurrence - 1].range, in: text)
            else { return .integer(0) }
            let atEnd = values.count > 4 && values[4].int == 1
            let edge = atEnd ? range.upperBound : range.lowerBound
            return .integer(text.unicodeScalars.distance(from: text.startIndex, to: edge) + 1)
        },
    ]

    private static func whole(_ text: String) -> NSRange { NSRange(text.startIndex..., in: text) }

    private static func flags(_ values: [Value], _ index: Int) -> String {
        values.count > index ? values[index].text ?? "" : ""
    }

    private static func number(_ values: [Value], _ index: Int) -> Int {
        values.count > index ? values[index].int ?? 1 : 1
    }

    private static func matches(
        _ regex: NSRegularExpression, _ text: String, from start: Int
    ) -> [NSTextCheckingResult] {
        let scalars = text.unicodeScalars
        guard
            let index = scalars.index(
                scalars.startIndex, offsetBy: max(1, start) - 1, limitedBy: scalars.endIndex)
        else { return [] }
        return regex.matches(in: text, range: NSRange(index..., in: text))
    }

    /// Replaces all matches, or the one of a given number. `\\1` stands for a group.
    private static func replace(_ regex: NSRegularExpression, _ values: [Value]) -> String {
        let text = values[0].text ?? ""
        let template = values.count > 2 ? values[2].text ?? "" : ""
        let occurrence = values.count > 4 ? values[4].int ?? 0 : 0
        var out = ""
        var last = text.startIndex
        for (index, match) in matches(regex, text, from: number(values, 3)).enumerated() {
            guard occurrence == 0 || occurrence == index + 1, let range = Range(match.range, in: text) else {
                continue
            }
            out += text[last..<range.lowerBound]
            out += expand(template, match, text)
            last = range.upperBound
        }
        return out + text[last...]
    }

    private static func expand(_ template: String, _ match: NSTextCheckingResult, _ text: String) -> String {
        var out = ""
        var isEscaped = false
        for character in template {
            if isEscaped {
                isEscaped = false
                if character.isASCII, let group = character.wholeNumberValue {
                    if group < match.numberOfRanges, let range = Range(match.range(at: group), in: text) {
                        out += text[range]
                    }
                } else {
                    out.append(character)
                }
            } else if character == "\\" {
                isEscaped = true
            } else {
                out.append(character)
            }
        }
        return out
    }
}
