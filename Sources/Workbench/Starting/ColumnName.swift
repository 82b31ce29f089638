/// What the name of a column says about it, whatever its case, spaces and underscores.
struct ColumnName: Sendable {
    /// The name's words in lower case: `Kunden-Nr.`, `customerId` and `customer_id` have two.
    private let words: [String]
    private let joined: String

    private static let identifiers = [
        "id", "customerid", "custid", "userid", "clientid", "contactid", "accountid", "memberid",
        "subscriberid",
        "personid", "profileid", "customerno", "customernumber", "customerkey", "kundenid", "kundennummer",
        "kundennr", "kundenr", "kdnr", "mitgliedsnummer", "vertragsnummer", "uuid", "guid", "key",
    ]
    private static let identifierWords = ["id", "uuid", "guid", "nr", "no", "number", "nummer", "key"]
    private static let personal = [
        "firstname", "lastname", "surname", "fullname", "givenname", "familyname", "vorname", "nachname",
        "familienname", "email", "mail", "emailaddress", "phone", "phonenumber", "mobile", "telephone",
        "telefon",
        "street", "address", "strasse", "straße", "adresse", "hausnummer", "iban", "ssn", "passport",
    ]
    private static let postal = ["zip", "zipcode", "postcode", "postalcode", "plz", "postleitzahl"]
    private static let arms = [
        "arm", "group", "testgroup", "variant", "treatment", "cell", "testcell", "experiment", "segment",
        "cohort",
        "bucket", "gruppe", "testgruppe", "variante",
    ]

    init(_ name: String) {
        var words: [String] = []
        var wasLower = false
        for character in name {
            guard character.isLetter || character.isNumber else {
                words.append("")
                wasLower = false
                continue
            }
            if words.isEmpty || (character.isUppercase && wasLower) { words.append("") }
            words[words.count - 1] += character.lowercased()
            wasLower = character.isLowercase || character.isNumber
        }
        self.words = words.filter { !$0.isEmpty }
        joined = self.words.joined()
    }

    /// Names that people give the column of the customer's id.
    var isCommonIdentifier: Bool { ColumnName.identifiers.contains(joined) }
    /// Names that end like those of identifiers.
    var endsLikeIdentifier: Bool {
        isCommonIdentifier || words.last.map(ColumnName.identifierWords.contains) == true
    }
    /// Names of what identifies a person or where one lives.
    var isPersonal: Bool { ColumnName.personal.contains(joined) }
    var isPostalCode: Bool { ColumnName.postal.contains(joined) }
    /// Names that people give the arms of an experiment.
    var isArm: Bool { ColumnName.arms.contains(joined) }
}
