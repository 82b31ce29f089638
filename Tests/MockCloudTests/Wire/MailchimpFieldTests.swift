import Encodings
import MockMailchimp
import Quantities
import RandomStreams
import ServiceModels
import Testing

/// Merge fields, batches that succeed in part, and reports that follow time.
@Suite struct MailchimpFieldTests {
    private static let list = MailchimpWireTests.list
    private static let fields = list + "/merge-fields"

    private static func add(_ chat: ChatCloud, _ body: String) throws -> Int {
        try #require(chat.send("POST", fields, [:], body).json["merge_id"]?.integer)
    }

    private static func member(_ merge: String) -> String {
        #"{"email_address": "x@example.com", "status": "subscribed", "merge_fields": {\#(merge)}}"#
    }

    @Test func aMergeFieldIsReadChangedAndDeleted() throws {
        let chat = MailchimpWireTests.cloud()
        let id = try Self.add(
            chat, #"{"tag": "city", "name": "City", "type": "text", "default_value": "Rome"}"#)
        _ = chat.send("POST", Self.list + "/members", [:], Self.member(""))
        let path = "\(Self.list)/members/x@example.com"
        #expect(chat.send("GET", path).json["merge_fields"]?["CITY"] == "Rome")
        let changed = chat.send("PATCH", "\(Self.fields)/\(id)", [:], #"{"tag": "TOWN", "required": true}"#)
        #expect(changed.json["required"] == true)
        #expect(chat.send("GET", "\(Self.fields)/\(id)").json["tag"] == "TOWN")
        #expect(chat.send("GET", path).json["merge_fields"]?["TOWN"] == "Rome")
        #expect(chat.send("DELETE", "\(Self.fields)/\(id)").status == 204)
        #expect(chat.send("GET", "\(Self.fields)/\(id)").status == 404)
        #expect(chat.send("GET", path).json["merge_fields"]?["TOWN"] == nil)
        #expect(try Self.add(chat, #"{"tag": "A", "name": "A", "type": "text"}"#) == id + 1)
        let type = chat.send("PATCH", "\(Self.fields)/1", [:], #"{"type": "date"}"#)
        #expect(MailchimpWireTests.fields(type) == ["type"])
    }

    @Test func aRequiredValueMustBeThere() throws {
        let chat = MailchimpWireTests.cloud()
        _ = try Self.add(chat, #"{"tag": "CITY", "name": "City", "type": "text", "required": true}"#)
        for merge in ["", #""CITY": """#] {
            let answer = chat.send("POST", Self.list + "/members", [:], Self.member(merge))
            #expect(MailchimpWireTests.fields(answer) == ["merge_fields.CITY"])
        }
        let path = Self.list + "/members?skip_merge_validation=true"
        #expect(chat.send("POST", path, [:], Self.member("")).status == 200)
    }

    @Test(arguments: [
        ("dropdown", #""A""#, true), ("dropdown", #""C""#, false), ("number", #""12.5""#, true),
        ("number", #""many""#, false), ("date", #""2026-02-28""#, true), ("date", #""02/28/2026""#, true),
        ("date", #""2026-02-30""#, false), ("date", #""soon""#, false), ("birthday", #""02/29""#, true),
        ("birthday", #""13/01""#, false), ("url", #""https://example.com""#, true),
        ("url", #""example""#, false),
        ("date", #""""#, true),
    ])
    func aValueMustFitItsField(type: String, value: String, fits: Bool) throws {
        let chat = MailchimpWireTests.cloud()
        let body = #"{"tag": "F", "name": "F", "type": "\#(type)", "options": {"choices": ["A", "B"]}}"#
        let id = try Self.add(chat, body)
        let made = chat.send("GET", "\(Self.fields)/\(id)").json
        #expect(made["options"]?["choices"] == ["A", "B"])
        let answer = chat.send("POST", Self.list + "/members", [:], Self.member("\"F\": \(value)"))
        #expect(answer.status == (fits ? 200 : 400))
        #expect(MailchimpWireTests.fields(answer) == (fits ? [] : ["merge_fields.F"]))
    }

    @Test func aListOfChoicesNeedsSome() {
        let body = #"{"tag": "F", "name": "F", "type": "radio"}"#
        let answer = MailchimpWireTests.cloud().send("POST", Self.fields, [:], body)
        #expect(MailchimpWireTests.fields(answer) == ["options.choices"])
    }

    @Test func aBatchMaySucceedInPart() {
        let chat = MailchimpWireTests.cloud(FaultPlan([.init(.marketing, .rate(1), .partialFailure)]))
        let members = (1...4).map { #"{"email_address": "n\#($0)@example.com", "status": "subscribed"}"# }
        let answer = chat.send("POST", Self.list, [:], "{\"members\": [\(members.joined(separator: ", "))]}")
            .json
        #expect(answer["total_created"] == 2 && answer["error_count"] == 2)
        let refused = answer["errors"]?.array?.compactMap { $0["email_address"]?.string }
        #expect(refused == ["n2@example.com", "n4@example.com"])
        #expect(chat.send("GET", Self.list + "/members/n1@example.com").status == 200)
        #expect(chat.send("GET", Self.list + "/members/n2@example.com").status == 404)
        let body = #"{"members_to_add": ["gina@example.com", "hugo@example.com"]}"#
        let segment = chat.send("POST", Self.list + "/segments/1002", [:], body).json
        #expect(segment["total_added"] == 1 && segment["error_count"] == 1)
        #expect(segment["errors"]?.array?.first?["email_addresses"] == ["hugo@example.com"])
        #expect(chat.send("GET", Self.list + "/segments/1002").json["member_count"] == 6)
    }

    @Test(arguments: [
        ("GET", "/search-members?query=x"), ("POST", "/batches"), ("GET", "/templates"),
        ("GET", "/reports/abc/click-details"), ("GET", "/reports/abc/open-details"), ("GET", "/automations"),
    ])
    func whatIsNotHereIsRefusedByName(method: String, path: String) {
        let answer = MailchimpWireTests.cloud().send(method, "/3.0" + path)
        #expect(answer.status == 404)
        let name = method + " " + path.split(separator: "?")[0]
        #expect(answer.json["detail"]?.string == "\(name) is not supported by the mock cloud.")
    }

    @Test func aPastTimeIsToldFromOneThatIsNone() throws {
        let chat = MailchimpWireTests.cloud()
        let id = try MailchimpWireTests.ready(chat)
        func message(_ time: String) -> JSONValue? {
            chat.send(
                "POST", "/3.0/campaigns/\(id)/actions/schedule", [:], "{\"schedule_time\": \"\(time)\"}"
            ).json["errors"]?
            .array?.first?["message"]
        }
        #expect(message("2020-01-05T10:00:00Z") == "This value should be in the future.")
        #expect(message("soon") == "This value is not a valid time.")
    }

    @Test func aConditionOnTheAddressComesBackAsItWasGiven() {
        let body =
            #"{"name": "A", "options": {"match": "all", "conditions": [{"condition_type": "EmailAddress", "field": "merge0", "op": "starts", "value": "a"}]}}"#
        let segment = MailchimpWireTests.cloud().send("POST", Self.list + "/segments", [:], body).json
        #expect(segment["member_count"] == 1)
        #expect(segment["options"]?["conditions"]?.array?.first?["field"] == "merge0")
    }

    // MARK: Reports

    /// Everybody opens, with a delay.
    private struct Slow: ReportSource {
        var delay: ReportDelay? = ReportDelay(median: .seconds(6 * 3_600), sigma: 1.2)

        func counts(_ delivery: MailchimpDelivery, using stream: inout RandomStream) -> MailchimpCounts {
            var counts = MailchimpCounts()
            counts.uniqueOpens = delivery.recipients.count
            counts.opens = counts.uniqueOpens
            return counts
        }
    }

    @Test func withADelayAReportFollowsTime() throws {
        let contacts = (0..<10_000).map { MailchimpDelivery.Recipient(email: "c\($0)@example.com") }
        let audience = MailchimpAudience(id: "big", name: "Big", mergeFields: [], contacts: contacts)
        let chat = ChatCloud([MailchimpWire(MailchimpAccount(reports: Slow(), audience: audience))])
        let body =
            #"{"type": "regular", "recipients": {"list_id": "big"}, "settings": {"subject_line": "Hi", "from_name": "Shop", "reply_to": "shop@example.com"}}"#
        let id = try #require(chat.send("POST", "/3.0/campaigns", [:], body).json["id"]?.string)
        _ = chat.send("PUT", "/3.0/campaigns/\(id)/content", [:], #"{"html": "<p>Hi</p>"}"#)
        let start = 1_000
        let now = ["Finegrain-Now": "\(start)000000000"]
        #expect(chat.send("POST", "/3.0/campaigns/\(id)/actions/send", now).status == 204)
        func report(_ seconds: Int) -> (sent: Int, opens: Int) {
            let at = ["Finegrain-Now": "\(start + seconds)000000000"]
            let json = chat.send("GET", "/3.0/reports/\(id)", at).json
            return (json["emails_sent"]?.integer ?? -1, json["opens"]?["unique_opens"]?.integer ?? -1)
        }
        // A second and a millisecond a message: after 3.0 s 2,000 are out.
        #expect(report(3) == (2_000, 0))
        let hour = report(3_600)
        #expect(hour.sent == 10_000)
        #expect((670...684).contains(hour.opens), "normal quantile: 6.8 % after an hour")
        #expect((4_995...5_000).contains(report(6 * 3_600).opens))
        #expect((9_970...9_975).contains(report(7 * 86_400).opens))
    }

    @Test func theDeckKeepsReportsCompleteAtOnce() throws {
        #expect(try ReportRates.load(TestWorld.mocksFolder + "/mailchimp.yaml").delay == nil)
    }
}
