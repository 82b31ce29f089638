/// Functions that make, read and print semi-structured data.
enum VariantFunctions {
    static let functions: [ScalarFunction] = [
        ScalarFunction("PARSE_JSON", arity: 1...1, [.text], .variant) { values, _ in
            let text = values[0].text ?? ""
            return ValueText.trimmed(text).isEmpty ? .null : .variant(try VariantParser.parse(text))
        },
        ScalarFunction("TRY_PARSE_JSON", arity: 1...1, [.text], .variant) { values, _ in
            (try? VariantParser.parse(values[0].text ?? "")).map { .variant($0) } ?? .null
        },
        ScalarFunction("CHECK_JSON", arity: 1...1, [.any], .text) { values, call in
            do {
                _ = try VariantParser.parse(ValueText.text(values[0], call.types[0], call.context))
                return .null
            } catch let error as SnowError {
                return .text(error.message)
            }
        },
        ScalarFunction("TO_JSON", arity: 1...1, [.variant], .text) { values, _ in
            .text((values[0].variant ?? .null).text())
        },
        ScalarFunction("STRIP_NULL_VALUE", arity: 1...1, [.variant], .variant) { values, _ in
            values[0].variant == .null ? .null : values[0]
        },
        ScalarFunction("TYPEOF", arity: 1...1, [.variant], .text) { values, _ in
            .text((values[0].variant ?? .null).typeName)
        },
        ScalarFunction("IS_NULL_VALUE", arity: 1...1, [.variant], .boolean) { values, _ in
            .boolean(values[0].variant == .null)
        },
        ScalarFunction("GET", arity: 2...2, [.variant, .any], .variant) { values, _ in
            let found: Variant? =
                switch (values[0].variant, values[1]) {
                case (let root?, .text(let key)): root[key]
                case (let root?, .variant(.string(let key))): root[key]
                case (let root?, .variant(.fixed(let index))):
                    Int(exactly: index.unscaled).flatMap { root[$0] }
                case (let root?, let index): index.int.flatMap { root[$0] }
                default: nil
                }
            return found.map { .variant($0) } ?? .null
        },
        ScalarFunction("GET_IGNORE_CASE", arity: 2...2, [.variant, .text], .variant) { values, _ in
            guard case .variant(.object(let members)) = values[0] else { return .null }
            let key = values[1].text ?? ""
            let exact = members.first { $0.key == key }
            let found = exact ?? members.first { $0.key.lowercased() == key.lowercased() }
            return found.map { .variant($0.value) } ?? .null
        },
        ScalarFunction("GET_PATH", arity: 2...2, [.variant, .text], .variant) { values, _ in
            let steps = try VariantPath.parse(values[1].text ?? "")
            return VariantPath.follow(steps, from: values[0].variant ?? .null).map { .variant($0) } ?? .null
        },
        ScalarFunction("$PATH", arity: 2...1000, [.variant, .any], .variant) { values, _ in
            let steps = values.dropFirst().map { value in
                value.text.map { PathStep.key($0) } ?? .index(value.int ?? -1)
            }
            return VariantPath.follow(Array(steps), from: values[0].variant ?? .null).map { .variant($0) }
                ?? .null
        },
        ScalarFunction(
            "$FLATTEN", arity: 5...5, [.any, .text, .boolean, .boolean, .text], strict: false, volatile: true,
            .text
        ) { values, call in
            call.runtime.flattened += 1
            var flatten = Flatten(
                isOuter: values[2].boolean ?? false, isRecursive: values[3].boolean ?? false,
                mode: (values[4].text ?? "BOTH").uppercased())
            let steps = try VariantPath.parse(values[1].text ?? "")
            let root = values[0].variant.flatMap { VariantPath.follow(steps, from: $0) }
            return .text(flatten.rows(of: root, at: values[1].text ?? "", call.runtime.flattened).text())
        },
    ]
}
