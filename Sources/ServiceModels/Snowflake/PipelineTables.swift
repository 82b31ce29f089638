/// The tables that the pipeline keeps in Snowflake, made by DDL through the same door as all else.
public enum PipelineTables {
    /// One statement a table, in the order in which they are made.
    public static let definitions: [String] = [
        """
        CREATE TABLE segment_attributes (
            segment_id INTEGER NOT NULL, campaign INTEGER NOT NULL, label TEXT NOT NULL, n INTEGER NOT NULL,
            attributes TEXT NOT NULL, fingerprint TEXT NOT NULL, PRIMARY KEY (segment_id, campaign)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE persona_profiles (
            segment_id INTEGER PRIMARY KEY, persona TEXT NOT NULL, canonical TEXT NOT NULL,
            fingerprint TEXT NOT NULL, prompt_version TEXT NOT NULL, model TEXT NOT NULL,
            created INTEGER NOT NULL
        )
        """,
        """
        CREATE TABLE generated_copy (
            copy_id INTEGER PRIMARY KEY, segment_id INTEGER NOT NULL, campaign INTEGER NOT NULL,
            variant INTEGER NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'edited')),
            review_milliseconds INTEGER NOT NULL DEFAULT 0
        )
        """,
        """
        CREATE TABLE campaign_results (
            campaign INTEGER NOT NULL, segment_id INTEGER NOT NULL, arm TEXT NOT NULL, n INTEGER NOT NULL,
            outcomes INTEGER NOT NULL, PRIMARY KEY (campaign, segment_id, arm)
        ) WITHOUT ROWID
        """,
    ]

    /// Arguments: segment_id, campaign, label, n, attributes, fingerprint.
    public static let upsertSegmentAttributes = """
        INSERT INTO segment_attributes (segment_id, campaign, label, n, attributes, fingerprint)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (segment_id, campaign) DO UPDATE SET label = excluded.label,
        n = excluded.n, attributes = excluded.attributes, fingerprint = excluded.fingerprint
        """

    /// Arguments: segment_id, persona, canonical, fingerprint, prompt_version, model, created (ns).
    public static let upsertPersonaProfile = """
        INSERT INTO persona_profiles
        (segment_id, persona, canonical, fingerprint, prompt_version, model, created)
        VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (segment_id) DO UPDATE SET persona = excluded.persona,
        canonical = excluded.canonical, fingerprint = excluded.fingerprint,
        prompt_version = excluded.prompt_version, model = excluded.model, created = excluded.created
        """

    /// Arguments: copy_id, segment_id, campaign, variant, subject, body, status, review_milliseconds.
    public static let upsertCopy = """
        INSERT INTO generated_copy
        (copy_id, segment_id, campaign, variant, subject, body, status, review_milliseconds)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (copy_id) DO UPDATE SET subject = excluded.subject,
        body = excluded.body, status = excluded.status, review_milliseconds = excluded.review_milliseconds
        """

    /// Arguments: campaign, segment_id, arm, n, outcomes.
    public static let upsertResult = """
        INSERT INTO campaign_results (campaign, segment_id, arm, n, outcomes) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (campaign, segment_id, arm) DO UPDATE SET n = excluded.n, outcomes = excluded.outcomes
        """
}
