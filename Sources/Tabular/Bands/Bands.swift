/// How the numbers of one attribute become levels: bands in ascending order that do not overlap.
public struct Bands: Hashable, Sendable {
    /// The level of empty fields needs a code beside those of the bands.
    public static let maximumBands = CategoricalColumn.maximumLevels - 1

    /// The name of the attribute.
    public let attribute: String
    public let bands: [Band]

    /// The bands written as `labels`.
    /// - Parameter field: the option or scenario path that a problem names.
    /// - Throws: bad input with every label that is no band, overlaps its predecessor or is out of order.
    public init(attribute: String, labels: [String], field: String = "--bands") throws {
        var log = ProblemLog()
        self.init(attribute: attribute, labels: labels, field: field, log: &log)
        try log.throwIfAny()
    }

    init(attribute: String, labels: [String], field: String, log: inout ProblemLog) {
        self.attribute = attribute
        var bands: [Band] = []
        if attribute.isEmpty || labels.isEmpty {
            log.add(Bands.problem("no bands for \"\(attribute)\"", Bands.exampleRemedy, field))
        }
        if labels.count > Bands.maximumBands {
            log.add(
                Bands.problem(
                    "\(attribute) has \(labels.count) bands", "Give at most \(Bands.maximumBands).", field))
        }
        for label in labels {
            guard let band = Band(label) else {
                log.add(
                    Bands.problem(
                        "\"\(label)\" is no band of \(attribute)",
                        "Write a range such as 4-6, 0-<100, 13+, <1, or one number.", field))
                continue
            }
            if let previous = bands.last, !previous.isBelow(band) {
                let isOutOfOrder = band.isBelow(previous)
                log.add(
                    Bands.problem(
                        "the bands \(previous.label) and \(band.label) of \(attribute) "
                            + (isOutOfOrder ? "are not in ascending order" : "overlap"),
                        isOutOfOrder
                            ? "Write the bands from low to high."
                            : "Both ends belong to a band; write 0-<100 to leave out the upper one.", field))
            }
            bands.append(band)
        }
        self.bands = bands
    }

    /// The position of the band that holds `value`, or nil when none does.
    /// - Complexity: O(bands), which are few.
    public func index(of value: Double) -> Int? {
        bands.firstIndex { $0.contains(value) }
    }

    static let exampleRemedy = "Write bands as recency=1-3,4-6,7+ and separate attributes by semicolons."
}
