/// Running sums of one number a unit and of its square down a ranking, group by group.
struct RunningMoments {
    /// What lies inside, at and outside the border of a share.
    struct Border {
        /// Sum over the share, the group at the border in part.
        var sum: Double
        /// How much of the border's group is inside.
        var part: Double
        var innerSquares: Double
        var groupSquares: Double
        var outerSquares: Double
    }

    private let ends: [Int]
    /// After each group, zero first.
    private var sums: [Double] = [0]
    private var squares: [Double] = [0]

    /// - Complexity: O(units).
    init(_ ranked: RankedUnits, _ values: [Double]) {
        ends = ranked.ends
        var (sum, square) = (0.0, 0.0)
        var start = 0
        for end in ranked.ends {
            for position in start..<end {
                let value = values[ranked.order[position]]
                sum += value
                square += value * value
            }
            sums.append(sum)
            squares.append(square)
            start = end
        }
    }

    /// - Complexity: O(log groups).
    func border(share: Double) -> Border {
        let wanted = share * Double(ends.last ?? 0)
        var (low, high) = (0, ends.count)
        while low < high {
            let middle = (low + high) / 2
            if Double(ends[middle]) <= wanted { low = middle + 1 } else { high = middle }
        }
        guard low < ends.count else {
            return Border(
                sum: sums[low], part: 0, innerSquares: squares[low], groupSquares: 0, outerSquares: 0)
        }
        let start = low > 0 ? ends[low - 1] : 0
        let part = (wanted - Double(start)) / Double(ends[low] - start)
        return Border(
            sum: sums[low] + part * (sums[low + 1] - sums[low]), part: part, innerSquares: squares[low],
            groupSquares: squares[low + 1] - squares[low],
            outerSquares: squares[ends.count] - squares[low + 1])
    }
}
