/// Compiles a term into closures, and collects the leaves that SQLite computes.
final class ProgramBuilder {
    private let emitter: Emitter
    private let scope: EmissionScope
    private(set) var leaves: [String] = []
    private var places: [Term: Int] = [:]

    init(_ emitter: Emitter, _ scope: EmissionScope) {
        self.emitter = emitter
        self.scope = scope
    }

    func compile(_ term: Term) throws -> Evaluate {
        if scope.replacements[term] != nil { return try leaf(term) }
        switch term.form {
        case .constant(let value): return { _ in value }
        case .column, .parameter, .aggregate, .window, .query, .exists, .inQuery, .raw: return try leaf(term)
        case .scalar(let name, let arguments): return try scalar(name, arguments, term.type)
        case .compare(let operation, let a, let b): return try compare(operation, a, b)
        case .logical(let isAnd, let terms): return try logical(isAnd, terms)
        case .not(let inner):
            let inner = try compile(inner)
            return { frame in (try inner(frame).boolean).map { .boolean(!$0) } ?? .null }
        case .isNull(let inner):
            let inner = try compile(inner)
            return { .boolean(try inner($0).isNull) }
        case .isDistinct(let a, let b):
            let (a, b) = (try compile(a), try compile(b))
            return { frame in
                let (one, other) = (try a(frame), try b(frame))
                if one.isNull || other.isNull { return .boolean(one.isNull != other.isNull) }
                return .boolean(one.compare(other) != 0)
            }
        case .inList(let subject, let list): return try inList(subject, list)
        case .choice(let branches, let otherwise): return try choice(branches, otherwise)
        case .coalesce(let terms):
            let terms = try terms.map(compile)
            return { frame in
                for term in terms {
                    let value = try term(frame)
                    if !value.isNull { return value }
                }
                return .null
            }
        case .cast(let cast, let inner):
            let inner = try compile(inner)
            return { try cast(inner($0), $0.runtime.cast) }
        case .store(let nullable, let inner):
            let inner = try compile(inner)
            return { frame in
                let value = try inner(frame)
                if value.isNull, !nullable { throw SnowError.notNullable() }
                return value
            }
        case .external(let name, let arguments, let named, _):
            return try external(name, arguments, named, term.type)
        }
    }

    private func leaf(_ term: Term) throws -> Evaluate {
        let place: Int
        if let known = places[term], !term.isVolatile {
            place = known
        } else {
            leaves.append(try emitter.text(term, scope))
            place = leaves.count
            places[term] = place
        }
        let type = term.type
        return { try Value($0.arguments[place], as: type) }
    }

    private func scalar(_ name: String, _ arguments: [Term], _ type: DataType) throws -> Evaluate {
        guard let function = ScalarLibrary.shared[name] else {
            throw SnowError.unknownFunction(name, at: nil)
        }
        let compiled = try arguments.map(compile)
        let types = arguments.map(\.type)
        let body = function.body
        let isStrict = function.isStrict
        return { frame in
            var values: [Value] = []
            values.reserveCapacity(compiled.count)
            for argument in compiled {
                let value = try argument(frame)
                if isStrict, value.isNull { return .null }
                values.append(value)
            }
            return try body(values, .init(types: types, result: type, runtime: frame.runtime))
        }
    }

    private func compare(_ operation: BinaryOperator, _ a: Term, _ b: Term) throws -> Evaluate {
        let (one, other) = (try compile(a), try compile(b))
        return { frame in
            let (x, y) = (try one(frame), try other(frame))
            if x.isNull || y.isNull { return .null }
            guard let sign = x.compare(y) else { return .null }
            switch operation {
            case .equal: return .boolean(sign == 0)
            case .notEqual: return .boolean(sign != 0)
            case .less: return .boolean(sign < 0)
            case .lessOrEqual: return .boolean(sign <= 0)
            case .greater: return .boolean(sign > 0)
            default: return .boolean(sign >= 0)
            }
        }
    }

    private func logical(_ isAnd: Bool, _ terms: [Term]) throws -> Evaluate {
        let terms = try terms.map(compile)
        return { frame in
            var isUnknown = false
            for term in terms {
                guard let value = try term(frame).boolean else {
                    isUnknown = true
                    continue
                }
                if value != isAnd { return .boolean(!isAnd) }
            }
            return isUnknown ? .null : .boolean(isAnd)
        }
    }

    private func inList(_ subject: Term, _ list: [Term]) throws -> Evaluate {
        let subject = try compile(subject)
        let list = try list.map(compile)
        return { frame in
            let wanted = try subject(frame)
            if wanted.isNull { return .null }
            var isUnknown = false
            for item in list {
                let value = try item(frame)
                if value.isNull {
                    isUnknown = true
                } else if wanted.compare(value) == 0 {
                    return .boolean(true)
                }
            }
            return isUnknown ? .null : .boolean(false)
        }
    }

    private func choice(_ branches: [Term.Branch], _ otherwise: Term) throws -> Evaluate {
        let branches = try branches.map { (try compile($0.test), try compile($0.value)) }
        let otherwise = try compile(otherwise)
        return { frame in
            for (test, value) in branches where try test(frame).boolean == true { return try value(frame) }
            return try otherwise(frame)
        }
    }

    private func external(
        _ name: String, _ arguments: [Term], _ named: [Term.NamedTerm], _ type: DataType
    ) throws -> Evaluate {
        let positional = try arguments.map { (try compile($0), $0.type) }
        let named = try named.map { ($0.name, try compile($0.value), $0.value.type) }
        return { frame in
            try frame.runtime.budget?.spend(StepBudget.stepsAnExternalCall)
            let values = try positional.map { try $0.0(frame).shown(as: $0.1, compact: true) }
            let pairs = try named.map { ($0.0, try $0.1(frame).shown(as: $0.2, compact: true)) }
            guard let answer = try frame.runtime.functions?.call(name, positional: values, named: pairs)
            else {
                throw SnowError.unknownFunction(name, at: nil)
            }
            let value = try Value(answer)
            return try Cast(target: type, source: DataType.of(value))(value, frame.runtime.cast)
        }
    }
}
