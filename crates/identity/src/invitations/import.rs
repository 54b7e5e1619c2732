//! Many invitations from a file of comma-separated values.

use std::collections::BTreeSet;

use garde::Validate as _;
use platform::{Audit, Error, Result, Tx};
use serde::Deserialize;

use super::model::{ImportedRow, ImportedStatus, InvitationCreate, InvitationImport};
use super::operations;
use crate::people::normalize_email;

/// Rows of one file.
const ROWS_MAX: usize = 500;

#[derive(Deserialize)]
struct FileRow {
    email: String,
    #[serde(default)]
    name: String,
    role: String,
}

/// Invites whom the rows name. A row that cannot be invited is refused with its reason; the others are
/// invited.
pub(super) async fn import(tx: &mut Tx, text: &str) -> Result<InvitationImport> {
    let rows = read(text)?;
    let (mut results, mut seen) = (Vec::with_capacity(rows.len()), BTreeSet::new());
    for (number, row) in rows.into_iter().enumerate() {
        let row = row.map_err(|_| String::from("the row has not the columns of the head"));
        let email = row.as_ref().map(|row| row.email.trim().to_owned()).unwrap_or_default();
        let problem = match row {
            Ok(_) if !seen.insert(normalize_email(&email)) => {
                Some(String::from("the address is in an earlier row"))
            }
            Ok(row) => invite(tx, row).await?,
            Err(problem) => Some(problem),
        };
        let status = if problem.is_some() { ImportedStatus::Refused } else { ImportedStatus::Invited };
        results.push(ImportedRow { row: number + 2, email, status, problem });
    }
    let refused = results.iter().filter(|row| row.problem.is_some()).count();
    let audit = Audit::new("invitation.imported", "tenant", tx.actor.tenant_id, "a list of people");
    tx.audit(audit.change("rows", (), results.len()).change("refused", (), refused));
    Ok(InvitationImport { results })
}

/// The rows below a head that names `email` and `role`, and perhaps `name`, in any order.
fn read(text: &str) -> Result<Vec<csv::Result<FileRow>>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let head = reader.headers().map(|head| head.iter().map(str::to_lowercase).collect::<Vec<_>>());
    let head = head.unwrap_or_default();
    if !["email", "role"].iter().all(|wanted| head.iter().any(|column| column == wanted)) {
        let detail = "The first row must name the columns email and role, and may name a column name.";
        return Err(Error::Malformed { detail: detail.to_owned() });
    }
    reader.set_headers(head.into());
    let rows: Vec<_> = reader.deserialize::<FileRow>().take(ROWS_MAX + 1).collect();
    if rows.len() > ROWS_MAX {
        return Err(Error::TooLarge { detail: format!("A file has at most {ROWS_MAX} rows: split it.") });
    }
    Ok(rows)
}

/// Why the row was refused, if it was.
async fn invite(tx: &mut Tx, row: FileRow) -> Result<Option<String>> {
    let name = Some(row.name.trim().to_owned()).filter(|name| !name.is_empty());
    let (email, role) = (row.email.trim().to_owned(), row.role.trim().to_owned());
    let new = InvitationCreate { email, role, account_id: None, name };
    if let Err(report) = new.validate() {
        let findings: Vec<String> =
            report.iter().map(|(path, finding)| format!("{path} {}", finding.message())).collect();
        return Ok(Some(findings.join("; ")));
    }
    match operations::invite(tx, new).await {
        Ok(_) => Ok(None),
        // What was refused before anything was written; the transaction goes on.
        Err(error @ (Error::Invalid { .. } | Error::Forbidden { .. })) => Ok(Some(error.detail())),
        Err(error) if error.code() == "member_already_exists" => Ok(Some(error.detail())),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_in_any_order_and_case() {
        let rows = read("\u{feff}Role, NAME ,Email\r\ncreator,\"Petersen, Jule\",jule@a.test\n").unwrap();
        let row = rows.into_iter().next().unwrap().unwrap();
        assert_eq!((&*row.email, &*row.name, &*row.role), ("jule@a.test", "Petersen, Jule", "creator"));
        assert!(read("email,role\n").unwrap().is_empty());
        assert!(matches!(read("address,role\n"), Err(Error::Malformed { .. })));
        assert!(matches!(read(""), Err(Error::Malformed { .. })));
    }

    #[test]
    fn a_short_row_is_refused_and_a_long_file_too() {
        assert!(read("email,role\na@b.test\n").unwrap()[0].is_err());
        let long = format!("email,role\n{}", "a@b.test,creator\n".repeat(ROWS_MAX + 1));
        assert!(matches!(read(&long), Err(Error::TooLarge { .. })));
    }
}
