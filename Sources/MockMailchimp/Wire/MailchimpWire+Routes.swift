import Encodings
public import MockWire

extension MailchimpWire {
    public var routes: [WireRoute] { MailchimpWire.listRoutes + MailchimpWire.campaignRoutes }

    private static let listRoutes = [
        WireRoute("ping", "GET", "/3.0/ping"),
        WireRoute("getLists", "GET", "/3.0/lists"),
        WireRoute("addList", "POST", "/3.0/lists"),
        WireRoute("getList", "GET", "/3.0/lists/{list}"),
        WireRoute("updateList", "PATCH", "/3.0/lists/{list}"),
        WireRoute("deleteList", "DELETE", "/3.0/lists/{list}"),
        WireRoute("batchMembers", "POST", "/3.0/lists/{list}"),
        WireRoute("getMergeFields", "GET", "/3.0/lists/{list}/merge-fields"),
        WireRoute("addMergeField", "POST", "/3.0/lists/{list}/merge-fields"),
        WireRoute("getMergeField", "GET", "/3.0/lists/{list}/merge-fields/{field}"),
        WireRoute("updateMergeField", "PATCH", "/3.0/lists/{list}/merge-fields/{field}"),
        WireRoute("deleteMergeField", "DELETE", "/3.0/lists/{list}/merge-fields/{field}"),
        WireRoute("getMembers", "GET", "/3.0/lists/{list}/members"),
        WireRoute("addMember", "POST", "/3.0/lists/{list}/members"),
        WireRoute("getMember", "GET", "/3.0/lists/{list}/members/{member}"),
        WireRoute("setMember", "PUT", "/3.0/lists/{list}/members/{member}"),
        WireRoute("updateMember", "PATCH", "/3.0/lists/{list}/members/{member}"),
        WireRoute("archiveMember", "DELETE", "/3.0/lists/{list}/members/{member}"),
        WireRoute("deleteMember", "POST", "/3.0/lists/{list}/members/{member}/actions/delete-permanent"),
        WireRoute("getMemberTags", "GET", "/3.0/lists/{list}/members/{member}/tags"),
        WireRoute("updateMemberTags", "POST", "/3.0/lists/{list}/members/{member}/tags"),
        WireRoute("getSegments", "GET", "/3.0/lists/{list}/segments"),
        WireRoute("addSegment", "POST", "/3.0/lists/{list}/segments"),
        WireRoute("getSegment", "GET", "/3.0/lists/{list}/segments/{segment}"),
        WireRoute("updateSegment", "PATCH", "/3.0/lists/{list}/segments/{segment}"),
        WireRoute("deleteSegment", "DELETE", "/3.0/lists/{list}/segments/{segment}"),
        WireRoute("batchSegment", "POST", "/3.0/lists/{list}/segments/{segment}"),
        WireRoute("getSegmentMembers", "GET", "/3.0/lists/{list}/segments/{segment}/members"),
        WireRoute("addSegmentMember", "POST", "/3.0/lists/{list}/segments/{segment}/members"),
        WireRoute("removeSegmentMember", "DELETE", "/3.0/lists/{list}/segments/{segment}/members/{member}"),
    ]

    private static let campaignRoutes = [
        WireRoute("getCampaigns", "GET", "/3.0/campaigns"),
        WireRoute("addCampaign", "POST", "/3.0/campaigns"),
        WireRoute("getCampaign", "GET", "/3.0/campaigns/{campaign}"),
        WireRoute("updateCampaign", "PATCH", "/3.0/campaigns/{campaign}"),
        WireRoute("deleteCampaign", "DELETE", "/3.0/campaigns/{campaign}"),
        WireRoute("getContent", "GET", "/3.0/campaigns/{campaign}/content"),
        WireRoute("setContent", "PUT", "/3.0/campaigns/{campaign}/content"),
        WireRoute("getChecklist", "GET", "/3.0/campaigns/{campaign}/send-checklist"),
        WireRoute("send", "POST", "/3.0/campaigns/{campaign}/actions/send"),
        WireRoute("schedule", "POST", "/3.0/campaigns/{campaign}/actions/schedule"),
        WireRoute("unschedule", "POST", "/3.0/campaigns/{campaign}/actions/unschedule"),
        WireRoute("test", "POST", "/3.0/campaigns/{campaign}/actions/test"),
        WireRoute("pause", "POST", "/3.0/campaigns/{campaign}/actions/pause"),
        WireRoute("resume", "POST", "/3.0/campaigns/{campaign}/actions/resume"),
        WireRoute("cancelSend", "POST", "/3.0/campaigns/{campaign}/actions/cancel-send"),
        WireRoute("replicate", "POST", "/3.0/campaigns/{campaign}/actions/replicate"),
        WireRoute("getReports", "GET", "/3.0/reports"),
        WireRoute("getReport", "GET", "/3.0/reports/{campaign}"),
    ]

    mutating func perform(_ context: inout Context) throws(MailchimpRefusal) -> Reply {
        switch context.call.operation {
        case "ping": return Reply(json: .members(["health_status": "Everything's Chimpy!"]))
        case "getLists": return try getLists(context)
        case "addList": return try addList(context)
        case "getList": return try getList(context)
        case "updateList": return try updateList(context)
        case "deleteList": return try deleteList(context)
        case "batchMembers": return try batchMembers(context)
        case "getMergeFields": return try getMergeFields(context)
        case "addMergeField": return try addMergeField(context)
        case "getMergeField": return try getMergeField(context)
        case "updateMergeField": return try updateMergeField(context)
        case "deleteMergeField": return try deleteMergeField(context)
        case "getMembers": return try getMembers(context)
        case "addMember": return try addMember(context)
        case "getMember": return try getMember(context)
        case "setMember": return try setMember(context)
        case "updateMember": return try updateMember(context)
        case "archiveMember": return try archiveMember(context)
        case "deleteMember": return try deleteMember(context)
        case "getMemberTags": return try getMemberTags(context)
        case "updateMemberTags": return try updateMemberTags(context)
        default: return try performSegment(&context)
        }
    }

    private mutating func performSegment(_ context: inout Context) throws(MailchimpRefusal) -> Reply {
        switch context.call.operation {
        case "getSegments": try getSegments(context)
        case "addSegment": try addSegment(context)
        case "getSegment": try getSegment(context)
        case "updateSegment": try updateSegment(context)
        case "deleteSegment": try deleteSegment(context)
        case "batchSegment": try batchSegment(context)
        case "getSegmentMembers": try getSegmentMembers(context)
        case "addSegmentMember": try addSegmentMember(context)
        case "removeSegmentMember": try removeSegmentMember(context)
        default: try performCampaign(&context)
        }
    }

    private mutating func performCampaign(_ context: inout Context) throws(MailchimpRefusal) -> Reply {
        switch context.call.operation {
        case "getCampaigns": try getCampaigns(context)
        case "addCampaign": try addCampaign(context)
        case "getCampaign": try getCampaign(context)
        case "updateCampaign": try updateCampaign(context)
        case "deleteCampaign": try deleteCampaign(context)
        case "getContent": try getContent(context)
        case "setContent": try setContent(context)
        case "getChecklist": try getChecklist(context)
        case "send": try send(&context)
        case "schedule": try schedule(context)
        case "unschedule": try unschedule(context)
        case "test": try test(context)
        case "pause": try pause(context)
        case "resume": try resume(context)
        case "cancelSend": try cancelSend(context)
        case "replicate": try replicate(context)
        case "getReports": try getReports(context)
        case "getReport": try getReport(context)
        default: throw .notFound
        }
    }
}
