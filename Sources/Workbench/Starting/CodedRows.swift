#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Customers by some attributes as small integers, for what one attribute tells about another.
///
/// With weights n_i of the rows, N their sum and n(x) the customers at a value x, the entropy of a group of
/// attributes is H = log2 N - (sum of n(x) log2 n(x)) / N bits. A sample's entropy is too low by (m - 1) / (2 N ln 2),
/// where m is the number of values that occur (Miller 1955, "Note on the bias of information estimates"), which is
/// added.
struct CodedRows: Sendable {
    /// The codes of each attribute, from zero.
    let columns: [[UInt8]]
    /// One more than the greatest code of each attribute.
    let sizes: [Int]
    /// The customers of each row.
    let weights: [Int]

    /// The customers of all rows.
    var total: Int { weights.reduce(0, +) }

    /// Rows grouped by the values of some attributes: groups are numbered without gaps.
    struct Groups: Sendable {
        var groupOfRow: [Int32]
        var customers: [Int]

        var count: Int { customers.count }
    }

    /// All rows in one group.
    var everybody: Groups {
        Groups(groupOfRow: [Int32](repeating: 0, count: weights.count), customers: [total])
    }

    /// The groups cut by one more attribute; only those that hold customers.
    func cut(_ groups: Groups, by column: Int) -> Groups {
        let size = sizes[column]
        var numbers = [Int32](repeating: -1, count: groups.count * size)
        var result = Groups(groupOfRow: groups.groupOfRow, customers: [])
        for row in weights.indices {
            let place = Int(groups.groupOfRow[row]) * size + Int(columns[column][row])
            if numbers[place] < 0 {
                numbers[place] = Int32(result.count)
                result.customers.append(0)
            }
            result.groupOfRow[row] = numbers[place]
            result.customers[Int(numbers[place])] += weights[row]
        }
        return result
    }

    /// I(first; second | groups) in bits: what the first attribute tells about the second for somebody who
    /// knows the group. Chance may make the estimate negative.
    /// - Complexity: O(rows + groups x sizes).
    func information(_ first: Int, _ second: Int, given groups: Groups) -> Double {
        let (a, b) = (sizes[first], sizes[second])
        var joint = [Int](repeating: 0, count: groups.count * a * b)
        for row in weights.indices {
            let group = Int(groups.groupOfRow[row])
            joint[(group * a + Int(columns[first][row])) * b + Int(columns[second][row])] += weights[row]
        }
        var one = [Int](repeating: 0, count: groups.count * a)
        var other = [Int](repeating: 0, count: groups.count * b)
        for (place, count) in joint.enumerated() where count > 0 {
            one[place / b] += count
            other[place / (a * b) * b + place % b] += count
        }
        // I = H(a, g) + H(b, g) - H(a, b, g) - H(g)
        let entropy = { (counts: [Int]) in CodedRows.entropy(counts, total: total) }
        return entropy(one) + entropy(other) - entropy(joint) - entropy(groups.customers)
    }

    /// The entropy of one attribute in bits.
    func entropy(_ column: Int) -> Double {
        CodedRows.entropy(cut(everybody, by: column).customers, total: total)
    }

    /// Miller's estimate of the entropy in bits; zeros do not count as values.
    static func entropy(_ counts: [Int], total: Int) -> Double {
        guard total > 0 else { return 0 }
        var sum = 0.0
        var values = 0
        for count in counts where count > 0 {
            sum += Double(count) * log2(Double(count))
            values += 1
        }
        let plain = log2(Double(total)) - sum / Double(total)
        return plain + Double(values - 1) / (2 * Double(total) * log(2))
    }
}
