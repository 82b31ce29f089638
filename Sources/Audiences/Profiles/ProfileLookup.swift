/// What the profile cache says of a segment in one campaign.
public enum ProfileLookup: Hashable, Sendable {
    case hit
    case miss(MissCause)
}

/// Why a profile had to be made anew.
public enum MissCause: Hashable, Sendable {
    /// The identity was never looked up before.
    case newSegment
    /// A share left its bucket; the exported attribute, by its place in the layout, that left furthest.
    case shareMoved(attribute: Int)
}
