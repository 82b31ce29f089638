extension Binder {
    func unary(_ operation: UnaryOperator, _ inner: Expr, _ scope: Scope) throws -> Term {
        switch operation {
        case .not: return negate(try condition(inner, scope), true)
        case .plus: return try bind(inner, scope)
        case .prior: throw SnowError.unsupported("CONNECT BY")
        case .minus:
            let term = try bind(inner, scope)
            switch term.constant {
            case .fixed(let number):
                return .constant(.fixed(Fixed(-number.unscaled, scale: number.scale)), term.type)
            case .real(let number): return .constant(.real(-number), .real)
            default: return try scalar("NEGATE", [term], nil)
            }
        }
    }

    func binary(_ operation: BinaryOperator, _ a: Expr, _ b: Expr, _ place: Place, _ scope: Scope) throws
        -> Term
    {
        if operation == .add || operation == .subtract {
            if case .interval(let text) = b {
                return try moved(bind(a, scope), text, operation == .add ? 1 : -1)
            }
            if operation == .add, case .interval(let text) = a { return try moved(bind(b, scope), text, 1) }
        }
        if operation.isComparison, case .tuple(let left) = a, case .tuple(let right) = b,
            operation == .equal, left.count == right.count
        {
            let tests = zip(left, right).map { Expr.binary(.equal, $0, $1, place) }
            return try bind(.logical(isAnd: true, tests), scope)
        }
        let (one, other) = (try bind(a, scope), try bind(b, scope))
        if operation.isComparison { return try compare(operation, one, other) }
        if operation == .concat { return concatenated(one, other) }
        if let term = try dateArithmetic(operation, one, other, place) { return term }
        return try scalar(operation.rawValue, [one, other], place)
    }

    /// A chain of `||` becomes one call, so that long chains stay flat.
    private func concatenated(_ a: Term, _ b: Term) -> Term {
        let right = b.type.kind == .text && !b.type.isUntyped ? b : b.cast(to: .text)
        if case .scalar("||", let parts) = a.form, parts.count < 900 {
            return Term(.scalar("||", parts + [right]), .text)
        }
        let left = a.type.kind == .text && !a.type.isUntyped ? a : a.cast(to: .text)
        return Term(.scalar("||", [left, right]), .text)
    }

    private func moved(_ term: Term, _ interval: String, _ sign: Int) throws -> Term {
        _ = try Interval(interval)
        let base = term.type.kind == .text ? term.cast(to: .ntz) : term
        guard base.type.kind == .date || base.type.kind == .time || base.type.isTimestamp else {
            throw SnowError.badType(sign > 0 ? "+" : "-", "\(term.type.name), INTERVAL")
        }
        return try scalar("$INTERVAL", [base, .text(interval), .integer(sign)], nil)
    }

    private func dateArithmetic(_ operation: BinaryOperator, _ a: Term, _ b: Term, _ place: Place) throws
        -> Term?
    {
        let isDate = a.type.kind == .date
        switch operation {
        case .add:
            if isDate, b.type.isNumeric { return try scalar("$DATE+", [a, b], place) }
            if b.type.kind == .date, a.type.isNumeric { return try scalar("$DATE+", [b, a], place) }
        case .subtract:
            if isDate, b.type.isNumeric { return try scalar("$DATE-", [a, b], place) }
            if isDate, b.type.kind == .date { return try scalar("$DATEMINUSDATE", [a, b], place) }
        default: break
        }
        let kinds = [a.type, b.type]
        guard kinds.contains(where: { $0.kind == .date || $0.kind == .time || $0.isTimestamp }) else {
            return nil
        }
        throw SnowError.badType(operation.rawValue, "\(a.type.name), \(b.type.name)", at: place)
    }

    func compare(_ operation: BinaryOperator, _ a: Term, _ b: Term) throws -> Term {
        let (one, other) = try comparable(a, b, operation.rawValue)
        return Term(.compare(operation, one, other), .boolean)
    }

    /// Both terms cast to the type in which they are compared.
    func comparable(_ a: Term, _ b: Term, _ context: String) throws -> (Term, Term) {
        var type = try comparisonType(a.type, b.type, context, constant: b.constant)
        if a.constant != nil { type = try comparisonType(b.type, a.type, context, constant: a.constant) }
        // Integers and floats compare as they are stored.
        if type.kind == .real {
            let isPlain: (Term) -> Bool = {
                $0.type.kind == .real || ($0.type.kind == .fixed && $0.type.scale == 0)
            }
            if isPlain(a), isPlain(b), a.type.precision <= 15, b.type.precision <= 15 { return (a, b) }
        }
        return (a.cast(to: type), b.cast(to: type))
    }

    func comparisonType(_ a: DataType, _ b: DataType, _ context: String, constant: Value?) throws -> DataType
    {
        var type = try DataType.unify(a, b, in: context)
        if type.kind == .text { type.length = nil }
        if type.kind == .fixed {
            let isMixed = a.kind == .text || b.kind == .text
            let literal = constant?.text.flatMap { Fixed(text: ValueText.trimmed($0)) }
            let scale = isMixed ? max(type.scale, literal?.scale ?? 5) : type.scale
            type = .fixed(38, scale)
        }
        return type
    }
}
