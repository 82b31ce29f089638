/// A scalar function: what it takes, what it gives, and how it is computed.
struct ScalarFunction: Sendable {
    /// What an argument is cast to before the call.
    enum Parameter: Sendable {
        case any, text, number, real, integer, boolean, date, timestamp, variant, binary
    }

    let names: [String]
    let arity: ClosedRange<Int>
    /// The last one repeats.
    let parameters: [Parameter]
    /// The type of the result, from the arguments after their casts.
    let result: @Sendable ([Term]) throws -> DataType
    /// Whether a NULL argument gives NULL without a call.
    let isStrict: Bool
    /// Whether two calls with the same arguments may differ.
    let isVolatile: Bool
    let body: @Sendable ([Value], Call) throws -> Value

    /// What a body may know besides the values.
    struct Call: Sendable {
        let types: [DataType]
        let result: DataType
        let runtime: Runtime

        var context: CastContext { runtime.cast }
    }

    init(
        _ names: String..., arity: ClosedRange<Int>, _ parameters: [Parameter], strict: Bool = true,
        volatile: Bool = false, result: @escaping @Sendable ([Term]) throws -> DataType,
        body: @escaping @Sendable ([Value], Call) throws -> Value
    ) {
        self.names = names
        self.arity = arity
        self.parameters = parameters
        self.result = result
        self.isStrict = strict
        self.isVolatile = volatile
        self.body = body
    }

    init(
        _ names: String..., arity: ClosedRange<Int>, _ parameters: [Parameter], strict: Bool = true,
        volatile: Bool = false, _ type: DataType,
        body: @escaping @Sendable ([Value], Call) throws -> Value
    ) {
        self.names = names
        self.arity = arity
        self.parameters = parameters
        self.result = { _ in type }
        self.isStrict = strict
        self.isVolatile = volatile
        self.body = body
    }

    func parameter(_ index: Int) -> Parameter { parameters[min(index, parameters.count - 1)] }

    /// The arguments cast to the parameters.
    func converted(_ arguments: [Term], place: Place?) throws -> [Term] {
        guard arity.contains(arguments.count) else {
            throw SnowError.arguments(names[0], given: arguments.count, at: place)
        }
        return try arguments.enumerated().map {
            try ScalarFunction.convert($1, to: parameter($0), names[0], place)
        }
    }

    private static func convert(
        _ term: Term, to parameter: Parameter, _ name: String, _ place: Place?
    ) throws -> Term {
        let kind = term.type.kind
        switch parameter {
        case .any: return term
        case .text: return kind == .text && !term.type.isUntyped ? term : term.cast(to: .text)
        case .number:
            if term.type.isUntyped { return term.cast(to: .integer) }
            if term.type.isNumeric { return term }
            if kind == .text { return numberFromText(term) }
            if kind == .variant { return term.cast(to: .real) }
        case .real:
            if term.type.isNumeric || kind == .text || kind == .variant { return term.cast(to: .real) }
        case .integer:
            if term.type.isNumeric || kind == .text || kind == .variant { return term.cast(to: .integer) }
        case .boolean:
            if kind == .boolean || kind == .text || term.type.isNumeric || kind == .variant {
                return term.cast(to: .boolean)
            }
        case .date:
            if kind == .date || term.type.isTimestamp || kind == .text || kind == .variant {
                return term.cast(to: .date)
            }
        case .timestamp:
            if term.type.isTimestamp || (kind == .date) { return term }
            if kind == .text || kind == .variant { return term.cast(to: .ntz) }
        case .variant: return kind.isSemiStructured ? term : term.cast(to: .variant)
        case .binary: return term.cast(to: .binary)
        }
        throw SnowError.badType(name, term.type.name, at: place)
    }

    /// Literals keep their own digits; other text is read with five, as Snowflake does.
    static func numberFromText(_ term: Term) -> Term {
        if let text = term.constant?.text, let number = Fixed(text: ValueText.trimmed(text)) {
            return .constant(.fixed(number), .fixed(38, number.scale))
        }
        return term.cast(to: .fixed(38, 5))
    }
}

extension SnowType {
    var isSemiStructured: Bool { self == .variant || self == .object || self == .array }
}
