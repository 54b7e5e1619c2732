//! Statements on `token_issuers` and `token_subjects`.

use db::{DbError, FromRow, Query, Row, params};
use jiff::Timestamp;
use uuid::Uuid;

use super::model::{TokenAlgorithm, TokenIssuer, TrustedIssuer};
use crate::members::Membership;
use crate::members::queries::{membership_columns, membership_joins};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select tenant_id, id, name, issuer, audience, algorithms, jwks_uri, trusts_email, version,
                    created_at
             from token_issuers ",
            $rest
        )
    };
}

macro_rules! member {
    ($joined:literal, $which:literal) => {
        concat!(
            "select m.person_id, ",
            membership_columns!(),
            " from members m ",
            $joined,
            membership_joins!(),
            " where m.removed_at is null and m.deactivated_at is null and ",
            $which
        )
    };
}

db::statements! {
    pub(crate) LIST = select!("where id > $1 order by id limit $2");
    pub(crate) FIND = select!("where id = $1");
    // Before the tenant is known.
    pub(crate) FIND_BY_ISSUER = select!("where issuer = $1 order by created_at limit 20");

    pub(crate) INSERT = "
        insert into token_issuers (tenant_id, id, name, issuer, audience, algorithms, jwks_uri, trusts_email,
                                   created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    pub(crate) UPDATE = "
        update token_issuers
        set name = $2, audience = $3, algorithms = $4, jwks_uri = $5, trusts_email = $6,
            version = version + 1
        where id = $1";

    pub(crate) DELETE = "delete from token_issuers where id = $1";

    pub(crate) FIND_SUBJECT = member!(
        "join token_subjects s on s.tenant_id = m.tenant_id and s.member_id = m.id ",
        "s.tenant_id = $1 and s.issuer_id = $2 and s.subject = $3"
    );

    pub(crate) FIND_BY_EMAIL = member!(
        "join people p on p.id = m.person_id ",
        "m.tenant_id = $1 and p.email_normalized = $2"
    );

    pub(crate) KEEP_SUBJECT = "
        insert into token_subjects (tenant_id, issuer_id, subject, member_id, created_at)
        values ($1, $2, $3, $4, $5)
        on conflict (tenant_id, issuer_id, subject) do nothing";
}

/// A member with the person that they are.
pub(super) struct Matched {
    pub(super) person_id: Uuid,
    pub(super) membership: Membership,
}

impl FromRow for Matched {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self { person_id: row.get("person_id")?, membership: Membership::from_row(row)? })
    }
}

pub(super) fn list(after: Option<Uuid>, rows: i64) -> Query<Vec<TokenIssuer>> {
    Query::many(&LIST, params![after.unwrap_or_default(), rows])
}

pub(super) fn find(id: Uuid) -> Query<Option<TokenIssuer>> {
    Query::optional(&FIND, params![id])
}

pub(super) fn find_by_issuer(issuer: &str) -> Query<Vec<TrustedIssuer>> {
    Query::many(&FIND_BY_ISSUER, params![issuer.to_owned()])
}

fn names(algorithms: &[TokenAlgorithm]) -> Vec<&'static str> {
    algorithms.iter().map(|algorithm| algorithm.name()).collect()
}

pub(super) fn insert(tenant_id: Uuid, new: &TokenIssuer) -> Query<u64> {
    Query::execute(
        &INSERT,
        params![
            tenant_id,
            new.id,
            new.name.clone(),
            new.issuer.clone(),
            new.audience.clone(),
            names(&new.algorithms),
            new.jwks_uri.clone(),
            new.trusts_email,
            new.created_at,
        ],
    )
}

pub(super) fn update(changed: &TokenIssuer) -> Query<u64> {
    Query::execute(
        &UPDATE,
        params![
            changed.id,
            changed.name.clone(),
            changed.audience.clone(),
            names(&changed.algorithms),
            changed.jwks_uri.clone(),
            changed.trusts_email,
        ],
    )
}

pub(super) fn delete(id: Uuid) -> Query<u64> {
    Query::execute(&DELETE, params![id])
}

pub(super) fn find_subject(tenant_id: Uuid, issuer_id: Uuid, subject: &str) -> Query<Option<Matched>> {
    Query::optional(&FIND_SUBJECT, params![tenant_id, issuer_id, subject.to_owned()])
}

pub(super) fn find_by_email(tenant_id: Uuid, email_normalized: String) -> Query<Option<Matched>> {
    Query::optional(&FIND_BY_EMAIL, params![tenant_id, email_normalized])
}

pub(super) fn keep_subject(
    (tenant_id, issuer_id): (Uuid, Uuid),
    subject: &str,
    member_id: Uuid,
    now: Timestamp,
) -> Query<u64> {
    Query::execute(&KEEP_SUBJECT, params![tenant_id, issuer_id, subject.to_owned(), member_id, now])
}
