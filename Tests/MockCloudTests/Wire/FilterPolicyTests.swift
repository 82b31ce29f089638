import Testing

@testable import MockAWS

@Suite struct FilterPolicyTests {
    static let attributes = [
        SNSAttribute(name: "kind", type: "String", value: "abc"),
        SNSAttribute(name: "n", type: "Number", value: "3"),
        SNSAttribute(name: "list", type: "String.Array", value: "[\"x\", 1, true, null]"),
        SNSAttribute(name: "raw", type: "Binary", value: "AAAA"),
    ]

    @Test(arguments: [
        ("{\"kind\":[\"abc\"]}", true), ("{\"kind\":[\"ab\"]}", false),
        ("{\"kind\":[\"x\",\"abc\"],\"n\":[3]}", true),
        ("{\"kind\":[\"abc\"],\"n\":[4]}", false), ("{\"kind\":[{\"prefix\":\"ab\"}]}", true),
        ("{\"kind\":[{\"suffix\":\"bc\"}]}", true), ("{\"kind\":[{\"suffix\":\"b\"}]}", false),
        ("{\"kind\":[{\"equals-ignore-case\":\"ABC\"}]}", true),
        ("{\"kind\":[{\"anything-but\":[\"x\"]}]}", true),
        ("{\"kind\":[{\"anything-but\":{\"prefix\":\"a\"}}]}", false),
        ("{\"none\":[{\"anything-but\":\"x\"}]}", false),
        ("{\"n\":[{\"numeric\":[\">\",2,\"<=\",3]}]}", true), ("{\"n\":[{\"numeric\":[\"=\",2]}]}", false),
        ("{\"none\":[{\"exists\":false}]}", true), ("{\"raw\":[{\"exists\":true}]}", true),
        ("{\"raw\":[\"AAAA\"]}", false), ("{\"list\":[\"x\"]}", true), ("{\"list\":[true]}", true),
        ("{\"list\":[null]}", true), ("{\"list\":[2]}", false), ("{}", true),
    ])
    func messagesAreChosenByTheirAttributes(policy: String, matches: Bool) throws {
        #expect(try FilterPolicy(policy).matches(Self.attributes) == matches)
    }

    @Test(arguments: [
        "", "[]", "{\"a\":1}", "{\"a\":[]}", "{\"a\":[{\"near\":1}]}", "{\"a\":[{\"prefix\":1}]}",
        "{\"$or\":[1]}",
        "{\"a\":[{\"numeric\":[\"<\"]}]}", "{\"a\":[{\"numeric\":[1,2]}]}", "{\"a\":[[1]]}",
        "{\"a\":[1],\"b\":[1],\"c\":[1],\"d\":[1],\"e\":[1],\"f\":[1]}",
    ])
    func whatIsNoPolicyIsRefused(policy: String) {
        #expect(throws: FilterPolicy.Problem.self) { try FilterPolicy(policy) }
    }
}
