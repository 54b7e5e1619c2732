//! Changing policies and holds.

use platform::{Audit, Error, Permission, Result, Tx};

use super::model::{
    LegalHold, LegalHoldCreate, LegalHoldId, RetentionClass, RetentionPolicy, RetentionUpdate, subject_of,
};
use super::queries;
use crate::privacy::exists;

/// Every class, with its policy where there is one.
pub(super) fn whole(stored: Vec<RetentionPolicy>) -> Vec<RetentionPolicy> {
    let of = |class: RetentionClass| {
        let found = stored.iter().find(|policy| policy.class == class).cloned();
        found.unwrap_or(RetentionPolicy { class, days: None, updated_at: None, updated_by_name: None })
    };
    RetentionClass::ALL.into_iter().map(of).collect()
}

pub(super) async fn update(tx: &mut Tx, asked: RetentionUpdate) -> Result<RetentionPolicy> {
    tx.require(Permission::RetentionUpdate)?;
    let RetentionUpdate { class, days } = asked;
    let before = tx.run(queries::find_days(class)).await?;
    match days {
        Some(days) => tx.run(queries::set_policy(&tx.actor, class, days, tx.now)).await?,
        None => tx.run(queries::remove_policy(&tx.actor, class)).await?,
    };
    let audit = Audit::new("retention.updated", "tenant", tx.actor.tenant_id, class.as_str());
    tx.audit(audit.change("days", before, days));
    let updated_by_name = Some(tx.actor.name.to_string());
    Ok(RetentionPolicy { class, days, updated_at: Some(tx.now), updated_by_name })
}

pub(super) async fn hold(tx: &mut Tx, asked: LegalHoldCreate) -> Result<LegalHold> {
    tx.require(Permission::RetentionUpdate)?;
    let subject = subject_of(&asked.subject)?;
    if !exists(tx, subject).await? {
        return Err(Error::invalid("/subject", "unknown_reference", "there is nothing with this id"));
    }
    let reason = asked.reason.trim().to_owned();
    let id = tx.new_id();
    let hold = tx.run(queries::insert_hold(&tx.actor, id, (subject, reason.clone()), tx.now)).await?;
    tx.audit(Audit::new("legal_hold.created", subject.kind.as_str(), subject.id, "").note(reason));
    Ok(hold)
}

pub(super) async fn release(tx: &mut Tx, id: LegalHoldId) -> Result<()> {
    tx.require(Permission::RetentionUpdate)?;
    let released = queries::release_hold(tx.actor.tenant_id, id, tx.now);
    let hold = tx.run(released).await?.ok_or(Error::NotFound)?;
    tx.audit(Audit::new("legal_hold.released", hold.held.kind.as_str(), hold.held.id, ""));
    Ok(())
}
