//! Statements on `voice_profiles`.

use db::{Query, params};
use platform::{Actor, Reach};
use uuid::Uuid;

use super::Voice;
use crate::clients::ClientId;

db::statements! {
    pub(crate) FIND_LATEST = "
        select version, summary, tone, audience, dos, donts, banned_words, samples, openings,
        avg_sentence_words,
            emoji_per_100_words, hashtags_per_post, text, compiled_at
        from voice_profiles
        where atelier.reaches($1, client_id) and client_id = $2
        order by version desc limit 1";

    pub(crate) INSERT = "
        insert into voice_profiles (tenant_id, id, client_id, version, summary, tone, audience, dos, donts,
            banned_words, samples, openings, avg_sentence_words, emoji_per_100_words, hashtags_per_post, text,
            compiled_at, compiled_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
}

/// The newest version of the voice of a client within reach.
pub fn find_latest(reach: Reach, client_id: ClientId) -> Query<Option<Voice>> {
    Query::optional(&FIND_LATEST, params![reach, client_id])
}

pub(crate) fn insert(actor: &Actor, id: Uuid, client_id: ClientId, voice: Voice) -> Query<u64> {
    Query::execute(
        &INSERT,
        params![
            actor.tenant_id,
            id,
            client_id,
            voice.version,
            voice.summary,
            voice.tone,
            voice.audience,
            voice.dos,
            voice.donts,
            voice.banned_words,
            voice.samples,
            voice.openings,
            voice.avg_sentence_words,
            voice.emoji_per_100_words,
            voice.hashtags_per_post,
            voice.text,
            voice.compiled_at,
            actor.member_id(),
        ],
    )
}
