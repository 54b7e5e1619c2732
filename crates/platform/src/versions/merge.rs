//! Taking back a change without taking back what came after it: three-way, field by field. Pure.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::Fields;

/// Why a field cannot be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// Somebody changed it again since.
    ChangedSince,
    /// It changes by its own rules only, such as a state.
    NotRestorable,
    /// The change made the whole, and what was made stays.
    Created,
    /// What depends on it would be left behind.
    WouldOrphan,
}

/// One field that is in the way: before the change, after it, and now.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Conflict {
    /// Of the aggregate.
    #[schema(example = "campaign")]
    pub kind: String,
    pub id: String,
    #[schema(example = "name")]
    pub field: String,
    pub reason: Obstacle,
    pub base: Value,
    pub theirs: Value,
    pub ours: Value,
}

/// A field of [`undo`] that is in the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocked {
    pub field: String,
    pub reason: Obstacle,
    pub base: Value,
    pub theirs: Value,
    pub ours: Value,
}

fn at(fields: &Fields, field: &str) -> Value {
    fields.get(field).cloned().unwrap_or(Value::Null)
}

/// The fields in which two states differ, in the order of their names. What is absent is null.
pub fn changed(before: &Fields, after: &Fields) -> Vec<String> {
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    names.into_iter().filter(|name| at(before, name) != at(after, name)).cloned().collect()
}

/// Several changes in a row as one: each field before the first change that touched it, and after the last.
pub fn combine<'a>(changes: impl IntoIterator<Item = &'a (Fields, Fields)>) -> (Fields, Fields) {
    let (mut base, mut theirs) = (Fields::new(), Fields::new());
    for (before, after) in changes {
        for field in changed(before, after) {
            base.entry(field.clone()).or_insert_with(|| at(before, &field));
            let value = at(after, &field);
            theirs.insert(field, value);
        }
    }
    (base, theirs)
}

/// What to write so that the change from `base` to `theirs` is no longer in `ours`. A field that already is
/// what it was before stays out; one that somebody changed since is in the way.
pub fn undo(
    (restorable, derived): (&[&str], &[&str]),
    (base, theirs): (&Fields, &Fields),
    ours: &Fields,
) -> Result<Fields, Vec<Blocked>> {
    let mut write = Fields::new();
    let mut blocked = Vec::new();
    for field in changed(base, theirs) {
        let (was, became, is) = (at(base, &field), at(theirs, &field), at(ours, &field));
        if derived.contains(&field.as_str()) || is == was {
            continue;
        }
        let reason = match restorable.contains(&field.as_str()) {
            true if is == became => {
                write.insert(field, was);
                continue;
            }
            true => Obstacle::ChangedSince,
            false => Obstacle::NotRestorable,
        };
        blocked.push(Blocked { field, reason, base: was, theirs: became, ours: is });
    }
    if blocked.is_empty() { Ok(write) } else { Err(blocked) }
}

/// What to write so that `ours` is as `wanted` in every restorable field.
pub fn restore(restorable: &[&str], wanted: &Fields, ours: &Fields) -> Fields {
    let differs = |field: &&&str| wanted.contains_key(**field) && at(wanted, field) != at(ours, field);
    restorable.iter().filter(differs).map(|field| ((*field).to_owned(), at(wanted, field))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RESTORABLE: &[&str] = &["a", "b", "c", "d"];
    const DERIVED: &[&str] = &["e"];

    fn any_fields() -> impl Strategy<Value = Fields> {
        prop::collection::vec(0..4_i32, 5).prop_map(|values| {
            let named = ["a", "b", "c", "d", "e"].into_iter().zip(values);
            named.map(|(name, value)| (name.to_owned(), Value::from(value))).collect()
        })
    }

    /// Changes of restorable fields.
    fn any_change() -> impl Strategy<Value = Vec<(usize, i32)>> {
        prop::collection::vec((0..4_usize, 0..4_i32), 0..4)
    }

    fn applied(fields: &Fields, change: &[(usize, i32)]) -> Fields {
        let mut after = fields.clone();
        for (field, value) in change {
            after.insert(RESTORABLE[*field].to_owned(), Value::from(*value));
        }
        after
    }

    fn with(fields: &Fields, write: Fields) -> Fields {
        let mut after = fields.clone();
        after.extend(write);
        after
    }

    proptest! {
        /// Undoing a change at once is as if it had not been made.
        #[test]
        fn undo_right_after_the_change_is_the_identity(base in any_fields(), change in any_change()) {
            let theirs = applied(&base, &change);
            let write = undo((RESTORABLE, DERIVED), (&base, &theirs), &theirs).unwrap();
            prop_assert_eq!(with(&theirs, write), base);
        }

        /// Undoing leaves alone what the change did not touch; what it touched is as before, or in the way.
        #[test]
        fn undo_keeps_what_came_after(base in any_fields(), change in any_change(), later in any_change()) {
            let theirs = applied(&base, &change);
            let ours = applied(&theirs, &later);
            let touched = changed(&base, &theirs);
            match undo((RESTORABLE, DERIVED), (&base, &theirs), &ours) {
                Ok(write) => {
                    let after = with(&ours, write);
                    for field in after.keys() {
                        let expected = if touched.contains(field) { &base } else { &ours };
                        prop_assert_eq!(&after[field], &expected[field]);
                    }
                }
                Err(blocked) => for found in blocked {
                    prop_assert!(touched.contains(&found.field));
                    prop_assert_eq!(found.reason, Obstacle::ChangedSince);
                    prop_assert!(found.ours != found.theirs && found.ours != found.base);
                }
            }
        }

        /// Several changes taken back as one are as if none of them had been made.
        #[test]
        fn combined_changes_go_back_to_the_first(
            base in any_fields(), changes in prop::collection::vec(any_change(), 1..4),
        ) {
            let mut steps = Vec::new();
            let mut state = base.clone();
            for change in &changes {
                let after = applied(&state, change);
                steps.push((state, after.clone()));
                state = after;
            }
            let (first, last) = combine(&steps);
            let write = undo((RESTORABLE, DERIVED), (&first, &last), &state).unwrap();
            prop_assert_eq!(with(&state, write), base);
        }

        #[test]
        fn restoring_gives_the_restorable_fields(wanted in any_fields(), ours in any_fields()) {
            let after = with(&ours, restore(RESTORABLE, &wanted, &ours));
            for field in RESTORABLE {
                prop_assert_eq!(&after[*field], &wanted[*field]);
            }
            prop_assert_eq!(&after["e"], &ours["e"]);
        }
    }

    #[test]
    fn what_is_not_restorable_is_in_the_way() {
        let fields =
            |state: &str| -> Fields { [("state".to_owned(), Value::from(state))].into_iter().collect() };
        let (draft, active) = (fields("draft"), fields("active"));
        let blocked = undo((RESTORABLE, DERIVED), (&draft, &active), &active).unwrap_err();
        assert_eq!((blocked[0].field.as_str(), blocked[0].reason), ("state", Obstacle::NotRestorable));
        // Somebody took it back by hand: nothing is left to do.
        assert_eq!(undo((RESTORABLE, DERIVED), (&draft, &active), &draft), Ok(Fields::new()));
    }
}
