import Quantities
import Testing

@Suite("A problem says where, what and what to do")
struct ProblemTests {
    @Test("what is unknown is left out of the text")
    func text() {
        #expect(Problem("no rows").description == "no rows")
        #expect(Problem("too small", line: 4, field: "privacy.k").description == "privacy.k: too small")
        let full = Problem("is 0", remedy: "give a whole number", file: "a.yaml", line: 3, field: "privacy.k")
        #expect(full.description == "a.yaml:3: privacy.k: is 0\n    give a whole number")
    }

    @Test("the exit code follows from the kind, and all problems are told")
    func exitCodes() {
        #expect(FinegrainError.defect("x").exitCode == 1)
        #expect(FinegrainError.badInput("x").exitCode == 2)
        let error = FinegrainError(.broken, [Problem("one"), Problem("two")])
        #expect(error.exitCode == 3)
        #expect(error.description == "one\ntwo")
    }
}
