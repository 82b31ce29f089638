extension Term {
    /// The term as a value of the type; itself where it already has the stored form.
    func cast(to target: DataType, isTry: Bool = false) -> Term {
        if type.isUntyped {
            return constant != nil
                ? Term(form, target) : Term(.cast(Cast(target: target, source: type), self), target)
        }
        if type.storesLike(target), type.fits(in: target) { return Term(form, target) }
        let cast = Cast(target: target, source: type, isTry: isTry)
        if case .constant(let value) = form, !type.isTimestamp, !target.isTimestamp,
            let folded = try? cast(value, CastContext())
        {
            return Term(.constant(folded), target)
        }
        return Term(.cast(cast, self), target)
    }
}

extension DataType {
    /// Whether values of both types have the same form in SQLite.
    func storesLike(_ other: DataType) -> Bool {
        if kind != other.kind {
            let isWider = other.kind == .variant && (kind == .object || kind == .array)
            return isWider
        }
        return kind != .fixed || scale == other.scale
    }

    /// Whether every value of this type passes the limits of the other, so that no cast is needed.
    func fits(in other: DataType) -> Bool {
        switch kind {
        case .fixed: precision <= other.precision
        case .text: other.length == nil || (length.map { $0 <= other.length ?? 0 } ?? false)
        case .time, .timestampNTZ, .timestampLTZ, .timestampTZ: precision <= other.precision
        default: true
        }
    }
}
