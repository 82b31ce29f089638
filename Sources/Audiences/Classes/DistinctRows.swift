/// The distinct rows of an audience, ascending, with their counts.
///
/// Sums over customers become sums over rows, which are far fewer. Any number of attributes and levels will do: no
/// row is ever written as one number.
public struct DistinctRows: Sendable {
    public let attributeCount: Int
    /// `levels[row * attributeCount + attribute]`
    public let levels: [UInt8]
    public let counts: [Int]
    public let rowOfCustomer: [Int32]

    public var count: Int { counts.count }
    /// Customers in all rows.
    public var total: Int { rowOfCustomer.count }

    /// - Complexity: O(customers x attributes): one counting sort for each run of attributes that have at most 2^16
    ///   combinations of levels.
    public init(_ audience: Audience) {
        let digits = DistinctRows.digits(audience)
        let order = DistinctRows.order(digits, customers: audience.count)
        // Where a new row begins in that order, digit by digit: each is one sweep through memory.
        var isNew = [Bool](repeating: false, count: order.count)
        for digit in digits {
            digit.codes.withUnsafeBufferPointer { codes in
                var previous = -1
                for place in order.indices {
                    let code = Int(codes[Int(order[place])])
                    if code != previous { isNew[place] = true }
                    previous = code
                }
            }
        }
        var firsts: [Int32] = []
        var counts: [Int] = []
        var rowOfCustomer = [Int32](repeating: 0, count: order.count)
        for place in order.indices {
            if isNew[place] {
                firsts.append(order[place])
                counts.append(0)
            }
            counts[counts.count - 1] += 1
            rowOfCustomer[Int(order[place])] = Int32(counts.count - 1)
        }
        let width = audience.attributes.count
        var levels = [UInt8](repeating: 0, count: firsts.count * width)
        for (attribute, column) in audience.columns.enumerated() {
            for row in firsts.indices { levels[row * width + attribute] = column[Int(firsts[row])] }
        }
        attributeCount = audience.attributes.count
        self.levels = levels
        self.counts = counts
        self.rowOfCustomer = rowOfCustomer
    }

    @inline(__always)
    func level(_ row: Int, _ attribute: Int) -> Int { Int(levels[row * attributeCount + attribute]) }

    /// Several neighbouring attributes as one, the first the most significant.
    private struct Digit {
        var codes: [UInt16]
        var size: Int
    }

    private static func digits(_ audience: Audience) -> [Digit] {
        var digits: [Digit] = []
        for (attribute, column) in zip(audience.attributes, audience.columns) {
            let count = attribute.levels.count
            if let size = digits.last?.size, size * count <= 1 << 16 {
                let place = digits.count - 1
                let factor = UInt16(truncatingIfNeeded: count)
                digits[place].size *= count
                for customer in column.indices {
                    let code = digits[place].codes[customer]
                    digits[place].codes[customer] = code &* factor &+ UInt16(column[customer])
                }
            } else {
                digits.append(Digit(codes: column.map(UInt16.init), size: count))
            }
        }
        return digits
    }

    /// The customers in ascending order of their rows: least significant digit first, each pass stable.
    private static func order(_ digits: [Digit], customers: Int) -> [Int32] {
        var order = Array(0..<Int32(customers))
        var sorted = order
        for digit in digits.reversed() {
            var starts = [Int](repeating: 0, count: digit.size + 1)
            digit.codes.withUnsafeBufferPointer { codes in
                starts.withUnsafeMutableBufferPointer { starts in
                    for code in codes { starts[Int(code) + 1] += 1 }
                    for code in 1..<starts.count { starts[code] += starts[code - 1] }
                    for customer in order {
                        let code = Int(codes[Int(customer)])
                        sorted[starts[code]] = customer
                        starts[code] += 1
                    }
                }
            }
            swap(&order, &sorted)
        }
        return order
    }
}
