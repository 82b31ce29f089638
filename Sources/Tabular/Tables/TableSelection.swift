/// What to load from a file as a ``CategoricalTable``.
public struct TableSelection: Hashable, Sendable {
    /// The attribute columns in the order wanted; nil means every column that is not named otherwise.
    public var attributes: [String]?
    public var bands: [Bands]
    /// How the numbers that go into bands are written.
    public var numberStyle: NumberStyle
    /// Columns of numbers, which only unit rows have.
    public var numbers: [String]
    /// The column that identifies a customer, which only unit rows have.
    public var identifier: String?

    public init(
        attributes: [String]? = nil, bands: [Bands] = [], numberStyle: NumberStyle = .plain,
        numbers: [String] = [], identifier: String? = nil
    ) {
        self.attributes = attributes
        self.bands = bands
        self.numberStyle = numberStyle
        self.numbers = numbers
        self.identifier = identifier
    }

    /// The attributes wanted of a file with these columns.
    func attributes(among columns: [String]) -> [String] {
        attributes ?? columns.filter { !numbers.contains($0) && $0 != identifier }
    }
}
