import MockWire

/// Lists.
extension MailchimpWire {
    func getLists(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(context.call.request, filters: ["email"], isPaged: true)
        let lists = account.lists.filter { list in query["email"].map { list.place(of: $0) != nil } ?? true }
        let json = query.page("lists", lists) { $0.json() }
        return Reply(json: query.projected(json))
    }

    mutating func addList(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let errors = MailchimpFields.Errors()
        let body = MailchimpListBody(
            MailchimpFields(try MailchimpWire.body(context), errors), isNew: true)
        try errors.check()
        var list = MailchimpList(
            id: context.newID, webID: account.takeWebID(), name: "", settings: [], at: context.call.now)
        body.applied(to: &list)
        account.lists.append(list)
        return Reply(json: list.json())
    }

    func getList(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let query = try MailchimpQuery(
            context.call.request, filters: ["include_total_contacts"], isPaged: false)
        let list = account.lists[try account.listPlace(context.part("list"))]
        return Reply(json: query.projected(list.json()))
    }

    mutating func updateList(_ context: Context) throws(MailchimpRefusal) -> Reply {
        let place = try account.listPlace(context.part("list"))
        let errors = MailchimpFields.Errors()
        let body = MailchimpListBody(
            MailchimpFields(try MailchimpWire.body(context), errors), isNew: false)
        try errors.check()
        body.applied(to: &account.lists[place])
        return Reply(json: account.lists[place].json())
    }

    mutating func deleteList(_ context: Context) throws(MailchimpRefusal) -> Reply {
        account.lists.remove(at: try account.listPlace(context.part("list")))
        return .done
    }
}
