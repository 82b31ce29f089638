/// One step of a segmentation: an attribute, whole or in bands.
///
/// An attribute may come again further down in finer bands; each of these must lie within one of
/// the bands above.
public struct Dimension: Hashable, Sendable {
    public var attribute: String
    /// The levels in each band; every level is in exactly one. Nil: one band a level.
    public var bands: [[Int]]?
    /// What a band is called in a path. Nil: its levels' names, joined by `+`.
    public var bandNames: [String]?

    public init(_ attribute: String, bands: [[Int]]? = nil, bandNames: [String]? = nil) {
        self.attribute = attribute
        self.bands = bands
        self.bandNames = bandNames
    }
}
