/// A step into semi-structured data.
enum PathStep: Hashable, Sendable {
    case key(String)
    case index(Int)
}

/// A path in text form, such as `a.b[0]['c d']`, as GET_PATH and FLATTEN take it.
enum VariantPath {
    /// - Throws: error 100074 where the text is no path.
    static func parse(_ text: String) throws -> [PathStep] {
        var steps: [PathStep] = []
        var rest = Substring(text)
        while let first = rest.first {
            switch first {
            case ".", ":":
                rest.removeFirst()
            case "[":
                guard let end = rest.firstIndex(of: "]") else { throw failure(text) }
                let inside = rest[rest.index(after: rest.startIndex)..<end]
                rest = rest[rest.index(after: end)...]
                if let index = Int(inside) {
                    steps.append(.index(index))
                } else if let quote = inside.first, quote == "'" || quote == "\"", inside.last == quote {
                    steps.append(.key(String(inside.dropFirst().dropLast())))
                } else {
                    throw failure(text)
                }
            case "\"":
                let body = rest.dropFirst()
                guard let end = body.firstIndex(of: "\"") else { throw failure(text) }
                steps.append(.key(String(body[..<end])))
                rest = body[body.index(after: end)...]
            default:
                let word = rest.prefix { $0 != "." && $0 != "[" && $0 != ":" }
                steps.append(.key(String(word)))
                rest = rest.dropFirst(word.count)
            }
        }
        return steps
    }

    private static func failure(_ text: String) -> SnowError {
        .runtime("100074", "22023", "Invalid extraction path '\(text)'")
    }

    static func follow(_ steps: [PathStep], from root: Variant) -> Variant? {
        var current = root
        for step in steps {
            let next: Variant? =
                switch step {
                case .key(let key): current[key]
                case .index(let index): current[index]
                }
            guard let next else { return nil }
            current = next
        }
        return current
    }
}
