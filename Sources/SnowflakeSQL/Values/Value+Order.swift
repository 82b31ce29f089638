extension Value {
    /// Order of two values of one type, neither NULL; nil where the type has no order.
    func compare(_ other: Value) -> Int? {
        switch (self, other) {
        case (.fixed(let a), .fixed(let b)): Value.sign(a, b)
        case (.fixed, .real), (.real, .fixed), (.real, .real):
            Value.realOrder(double ?? 0, other.double ?? 0)
        case (.text(let a), .text(let b)): Value.textOrder(a, b)
        case (.boolean(let a), .boolean(let b)): Value.sign(a ? 1 : 0, b ? 1 : 0)
        case (.date(let a), .date(let b)): Value.sign(a, b)
        case (.time(let a), .time(let b)), (.timestamp(let a), .timestamp(let b)): Value.sign(a, b)
        case (.zoned(let a, _), .zoned(let b, _)): Value.sign(a, b)
        case (.binary(let a), .binary(let b)):
            a == b ? 0 : a.lexicographicallyPrecedes(b) ? -1 : 1
        case (.variant(let a), .variant(let b)): a.compare(b)
        default: nil
        }
    }

    /// NaN is equal to itself and greater than every number.
    private static func realOrder(_ a: Double, _ b: Double) -> Int {
        if a.isNaN || b.isNaN { return a.isNaN ? (b.isNaN ? 0 : 1) : -1 }
        return sign(a, b)
    }

    private static func sign<T: Comparable>(_ a: T, _ b: T) -> Int { a < b ? -1 : a > b ? 1 : 0 }

    /// Order of the UTF-8 bytes, as Snowflake and SQLite both compare text.
    static func textOrder(_ a: String, _ b: String) -> Int {
        var one = a.utf8.makeIterator()
        var other = b.utf8.makeIterator()
        while true {
            switch (one.next(), other.next()) {
            case (nil, nil): return 0
            case (nil, _): return -1
            case (_, nil): return 1
            case (let x?, let y?): if x != y { return x < y ? -1 : 1 }
            }
        }
    }
}
