import Audiences
import Quantities
import Testing

@Suite struct SegmentHierarchyTests {
    private let attributes = [
        Attribute(name: "age", levels: ["18", "30", "45", "60"]),
        Attribute(name: "plan", levels: ["free", "paid"]),
    ]

    @Test func aRecurringAttributeRefinesInsteadOfMultiplying() throws {
        let hierarchy = try SegmentHierarchy(
            attributes: attributes,
            dimensions: [
                Dimension("age", bands: [[0, 1], [2, 3]], bandNames: ["young", "old"]), Dimension("plan"),
                Dimension("age"),
            ])
        #expect((0...3).map(hierarchy.nodeCount) == [1, 2, 4, 8])
        let leaf = hierarchy.leaf(of: [2, 1])
        #expect(hierarchy.path(depth: 3, node: leaf) == "age=45|plan=paid")
        let middle = hierarchy.parent(depth: 3, node: leaf)
        #expect(hierarchy.path(depth: 2, node: middle) == "age=old|plan=paid")
        #expect(hierarchy.path(depth: 1, node: hierarchy.parent(depth: 2, node: middle)) == "age=old")
        #expect(hierarchy.path(depth: 0, node: 0) == "all")
        #expect(hierarchy.node(ofLeaf: leaf, depth: 2) == middle)
    }

    @Test func identitiesAreDenseAndKnowTheirPlace() throws {
        let hierarchy = try SegmentHierarchy(
            attributes: attributes, dimensions: [Dimension("plan"), Dimension("age")])
        var seen: [Int32] = []
        for depth in 0...2 {
            for node in 0..<hierarchy.nodeCount(depth: depth) {
                for isRest in [false, true] {
                    let identity = hierarchy.identity(depth: depth, node: node, isRest: isRest)
                    seen.append(identity.rawValue)
                    #expect(identity.isRest == isRest)
                    #expect(hierarchy.place(of: identity) == (depth, node))
                }
            }
        }
        #expect(seen == (0..<Int32(hierarchy.identityCount)).map { $0 })
        #expect(
            hierarchy.label(of: hierarchy.identity(depth: 1, node: 1, isRest: true)) == "plan=paid (rest)")
    }

    @Test func everyProblemIsNamedAtOnce() {
        let error = #expect(throws: FinegrainError.self) {
            try SegmentHierarchy(
                attributes: attributes,
                dimensions: [
                    Dimension("height"), Dimension("age", bands: [[0, 1], [1, 2]]), Dimension("plan"),
                    Dimension("plan"),
                ])
        }
        let text = error?.description ?? ""
        #expect(text.contains("no attribute height"))
        #expect(text.contains("age=30 is in two bands"))
        #expect(text.contains("age=60 is in no band"))
        #expect(text.contains("dimensions[3]: the bands of plan do not split"))
    }

    @Test func bandsThatDoNotNestAreRefused() {
        #expect(throws: FinegrainError.self) {
            try SegmentHierarchy(
                attributes: attributes,
                dimensions: [
                    Dimension("age", bands: [[0, 1], [2, 3]]), Dimension("age", bands: [[0], [1, 2], [3]]),
                ])
        }
    }

    @Test func moreThanTwoToThe24thLeavesAreRefused() throws {
        let wide = (0..<4).map { Attribute(name: "w\($0)", levels: (0..<200).map { "\($0)" }) }
        _ = try SegmentHierarchy(attributes: wide, dimensions: wide.prefix(3).map { Dimension($0.name) })
        let error = #expect(throws: FinegrainError.self) {
            try SegmentHierarchy(attributes: wide, dimensions: wide.map { Dimension($0.name) })
        }
        #expect(error?.description.contains("depth 4 would have more than 2^24 cells") == true)
    }

    @Test func aLevelWhoseProfilesCannotChangeIsRefused() throws {
        let hierarchy = try SegmentHierarchy(
            attributes: attributes, dimensions: [Dimension("plan"), Dimension("age")])
        let layout = try ProfileLayout(
            attributes: attributes, exported: ["plan", "age"],
            bands: [Dimension("age", bands: [[0, 1], [2, 3]])])
        #expect(layout.constantAttributes(hierarchy, depth: 1) == [0])
        try layout.validate(hierarchy, depth: 1)
        #expect(throws: FinegrainError.self) { try layout.validate(hierarchy, depth: 2) }
    }
}
