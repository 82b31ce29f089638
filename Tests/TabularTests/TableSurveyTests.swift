import Quantities
import Testing

@testable import Tabular

@Suite struct TableSurveyTests {
    private func file(_ rows: Int) -> String {
        "id,plan,amount,when\n"
            + (0..<rows).map { row in
                let amount = row % 10 == 3 ? "" : row == 77 ? "unknown" : "\(row % 400).5"
                return "c\(row),\(["basic", "plus", ""][row % 3]),\(amount),2026-01-\(10 + row % 20)\n"
            }.joined()
    }

    @Test func aSurveyCountsWhatTheFileHolds() throws {
        try withFile("survey", file(1_000)) { path in
            let survey = try TableSurvey(file: path)
            #expect(survey.customers == 1_000 && survey.weights == Array(repeating: 1, count: 1_000))
            let plan = survey.columns[1]
            #expect(
                plan.levels == [
                    ColumnSurvey.Level(name: "basic", customers: 334),
                    ColumnSurvey.Level(name: "plus", customers: 333),
                    ColumnSurvey.Level(name: "(missing)", customers: 333),
                ])
            #expect(
                plan.sample.codes.prefix(4).map { plan.sample.levels[Int($0)] } == [
                    "basic", "plus", "(missing)", "basic",
                ])
            let amount = survey.columns[2]
            #expect(amount.missing == 100 && amount.numbers == [899, 899, 0] && amount.levels == nil)
            #expect(amount.text?.value == "unknown" && amount.text?.line == 79)
            #expect(!amount.isNumeric(.plain, customers: 1_000))
            #expect(survey.columns[0].levels == nil)
        }
    }

    @Test func theSampleStaysSmallAndEven() throws {
        try withFile("sample", file(20_000)) { path in
            let survey = try TableSurvey(file: path, sampleLimit: 1_000)
            let count = survey.weights.count
            #expect(count <= 1_000 && count > 400)
            #expect(survey.columns.allSatisfy { $0.sample.codes.count == count })
            // Counts are those of the whole file all the same.
            #expect(survey.customers == 20_000 && survey.columns[1].levels?[0].customers == 6_667)
            // A third has each plan, within four standard errors of 0.021.
            let basic = survey.columns[1].sample.codes.count {
                survey.columns[1].sample.levels[Int($0)] == "basic"
            }
            #expect(abs(Double(basic) / Double(count) - 1.0 / 3) < 0.085)
            let ids = survey.columns[0].sample
            #expect(Set(ids.codes).count == count)
        }
    }

    @Test func cellsAreSurveyedByTheirCustomers() throws {
        try withFile("cells", "area,age,n\nnorth,3,40\nsouth,4,60\nsouth,,5\n") { path in
            let survey = try TableSurvey(file: path)
            #expect(survey.customers == 105 && survey.weights == [40, 60, 5])
            #expect(survey.columns.map(\.name) == ["area", "age"])
            #expect(survey.columns[1].missing == 5 && survey.columns[1].numbers == [100, 100, 100])
        }
        try withFile("by-chance", "city,total,clicks\na,1.5,2\nb,2.5,3\n") { path in
            let error = #expect(throws: FinegrainError.self) { _ = try TableSurvey(file: path) }
            #expect(error?.description.contains("read as cells, because of 'total' and 'clicks'") == true)
        }
    }
}
