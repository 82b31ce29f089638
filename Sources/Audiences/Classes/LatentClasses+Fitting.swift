public import RandomStreams

extension LatentClasses {
    /// The classes that make the audience likeliest; as `ClassFitter.fit`.
    public static func fit(
        _ audience: Audience, classes: Int = 8, seed: Seed, iterations: Int = 200, tolerance: Double = 1e-7
    ) -> LatentClasses {
        ClassFitter(audience, classes: classes).fit(seed: seed, iterations: iterations, tolerance: tolerance)
    }
}
