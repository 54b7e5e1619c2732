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
            "select tenant_id, id, name, issuer, audience, algorithms, jwks_uri, version, created_at
             from token_issuers ",
            $rest
        )
    };
}

macro_rules! member {
    ($joined:literal, $which:literal) => {
        concat!(
            "select ",
            membership_columns!(),
            " from members m ",
            $joined,
            membership_joins!(),
            " where m.removed_at is null and m.deactivated_at is null
                and not exists (
                    select from people admin where admin.id = m.person_id and admin.is_super_admin)
                and ",
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
        insert into token_issuers (tenant_id, id, name, issuer, audience, algorithms, jwks_uri, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";

    pub(crate) UPDATE = "
        update token_issuers
        set name = $2, audience = $3, algorithms = $4, jwks_uri = $5, version = version + 1
        where id = $1";

    pub(crate) DELETE = "delete from token_issuers where id = $1";

    // Whoever looks after the whole platform is nobody's by a tenant's word.
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

/// The member whom a token names.
pub(super) struct Matched(pub(super) Membership);

impl FromRow for Matched {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self(Membership::from_row(row)?))
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
