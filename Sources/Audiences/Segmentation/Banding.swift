import Quantities

/// A partition of an attribute's levels.
struct Banding: Hashable, Sendable {
    let bands: [[Int]]
    let bandOfLevel: [UInt8]
    let names: [String]

    var count: Int { bands.count }

    /// The banding of a dimension, or what is wrong with it.
    static func make(
        _ dimension: Dimension, attribute: Attribute, field: String
    ) -> (banding: Banding?, problems: [Problem]) {
        let levels = attribute.levels.count
        let bands = dimension.bands ?? (0..<levels).map { [$0] }
        var bandOfLevel = [Int](repeating: -1, count: levels)
        var problems: [Problem] = []
        for (index, band) in bands.enumerated() {
            if band.isEmpty { problems.append(Problem("band \(index) is empty", field: field)) }
            for level in band {
                if !(0..<levels).contains(level) {
                    problems.append(Problem("\(attribute.name) has no level \(level)", field: field))
                } else if bandOfLevel[level] >= 0 {
                    problems.append(
                        Problem("\(attribute.name)=\(attribute.levels[level]) is in two bands", field: field))
                } else {
                    bandOfLevel[level] = index
                }
            }
        }
        for level in 0..<levels where bandOfLevel[level] < 0 {
            problems.append(
                Problem("\(attribute.name)=\(attribute.levels[level]) is in no band", field: field))
        }
        if let names = dimension.bandNames, names.count != bands.count {
            problems.append(Problem("\(names.count) names for \(bands.count) bands", field: field))
        }
        if !problems.isEmpty { return (nil, problems) }
        let names =
            dimension.bandNames
            ?? bands.map { band in band.map { attribute.levels[$0] }.joined(separator: "+") }
        return (Banding(bands: bands, bandOfLevel: bandOfLevel.map(UInt8.init), names: names), [])
    }

    /// True if each band lies within one of `coarse` and there are more of them.
    func refines(_ coarse: Banding) -> Bool {
        count > coarse.count
            && bands.allSatisfy { band in
                band.allSatisfy { coarse.bandOfLevel[$0] == coarse.bandOfLevel[band[0]] }
            }
    }

    static func product(_ bandings: [Banding]) -> (count: Int, overflow: Bool) {
        bandings.reduce((1, false)) { sum, banding in
            let (count, overflow) = sum.0.multipliedReportingOverflow(by: banding.count)
            return (count, sum.1 || overflow)
        }
    }
}
