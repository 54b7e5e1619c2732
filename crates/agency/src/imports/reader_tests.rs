//! Whole small files, read from their first byte.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::campaigns::CampaignState;
use crate::clients::Channel;

fn read(file: &[u8]) -> Result<(Vec<CampaignRow>, Vec<Problem>, u64), FileError> {
    let mut reader = Reader::open(file, Reading::default())?;
    let (mut rows, mut problems, mut refused) = (Vec::new(), Vec::new(), 0);
    while let Some(outcome) = reader.next_row(&mut problems)? {
        match outcome {
            Outcome::Campaign(row) => rows.push(*row),
            Outcome::Refused => refused += 1,
        }
    }
    assert_eq!(reader.bytes_consumed(), file.len() as u64);
    Ok((rows, problems, refused))
}

fn codes(problems: &[Problem]) -> Vec<(u64, u64, &'static str, &'static str)> {
    problems.iter().map(|p| (p.row, p.line, p.column, p.code)).collect()
}

#[test]
fn a_messy_spreadsheet_export_is_read() {
    let file = "\u{feff}Legacy ID;Plattform;Künstler;Kampagne;Beginn;Ende;Betrag;Status;Bemerkung\r\n\
        SC-1;SoundCloud;Mara Lindqvist;Nachtzug;01.02.2024;29.02.2024;\"1.234,50\";Abgeschlossen;\
        \"two\r\nlines; one cell\"\r\n\
        SP-2;Myspace;Mara Lindqvist;Nachtzug;;;;;\r\n\
        \r\n\
        YT-3;YT;Mara Lindqvist;Nachtzug (Video);2024-02-30;;12 Äpfel;;\r\n\
        IG-4;Insta;Mara Lindqvist;Nachtzug Reel;13/02/2024;;;live;;;\r\n";
    let (rows, problems, refused) = read(file.as_bytes()).unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].channels, [Channel::Soundcloud]);
    assert_eq!((rows[0].starts_on, rows[0].ends_on), (Some(date(2024, 2, 1)), Some(date(2024, 2, 29))));
    assert_eq!((rows[0].budget_minor, rows[0].state), (Some(123_450), CampaignState::Completed));
    assert_eq!(rows[0].notes, "two\nlines; one cell");
    assert_eq!((rows[1].external_id.as_str(), rows[1].starts_on), ("IG-4", Some(date(2024, 2, 13))));
    assert_eq!(refused, 2);
    // The row is the spreadsheet's, the line is the file's.
    assert_eq!(
        codes(&problems),
        [
            (3, 4, "platform", "unknown_platform"),
            (4, 6, "start_date", "not_a_date"),
            (4, 6, "budget", "not_an_amount"),
        ]
    );
}

#[test]
fn delimiters_are_found_out() {
    for (delimiter, declared) in [(",", ""), (";", ""), ("\t", ""), ("|", ""), (";", "sep=;\r\n")] {
        let header = ["External ID", "Platform", "Client, or artist; name", "Campaign"].join(delimiter);
        let header = header.replace("Client, or artist; name", "Client");
        let file = format!("{declared}{header}\n{}\n", ["1", "x", "Ada", "First"].join(delimiter));
        let (rows, problems, _) = read(file.as_bytes()).unwrap();
        assert_eq!((rows.len(), problems.len()), (1, 0), "{delimiter:?} {declared:?}");
    }
}

#[test]
fn json_lines_are_read() {
    let file = concat!(
        r#"{"External ID":"A-1","platform":["spotify","youtube"],"artist":"Ada","name":"One","budget":1.5}"#,
        "\n\n",
        r#"{"external_id":17,"platform":"ig","artist":"Ada","name":"Next","budget":"1.500","end":null}"#,
        "\n",
        r#"{"external_id":"A-3","platform":"ig","client":{"name":"Ada"},"campaign":"Third"}"#,
        "\nnot json\n[1]\n",
    );
    let (rows, problems, refused) = read(file.as_bytes()).unwrap();
    assert_eq!(rows[0].channels, [Channel::Spotify, Channel::Youtube]);
    assert_eq!(rows[0].budget_minor, Some(150));
    assert_eq!((rows[1].external_id.as_str(), rows[1].budget_minor), ("17", Some(150_000)));
    assert_eq!(refused, 3);
    assert_eq!(codes(&problems), [(4, 4, "client", "type"), (5, 5, "", "not_json"), (6, 6, "", "not_json")]);
}

#[test]
fn broken_rows_are_reported_and_the_others_read() {
    let mut file =
        b"id,platform,client,campaign\n1,x,Ada,ok\n2,x,\"Ada,never closed\n3,x,Ada,ok\n4,x,".to_vec();
    file.extend_from_slice(b"M\xfcller,latin one\n5,x,Ada\n6,x,Ada,ok,surplus\n7,x,Ada,ok");
    let (rows, problems, refused) = read(&file).unwrap();
    assert_eq!(rows.iter().map(|row| row.external_id.as_str()).collect::<Vec<_>>(), ["1", "3", "7"]);
    assert_eq!(refused, 4);
    assert_eq!(
        codes(&problems),
        [
            (3, 3, "", "unclosed_quote"),
            (5, 5, "client", "not_utf8"),
            (6, 6, "", "field_count"),
            (7, 7, "", "field_count"),
        ]
    );
}

#[test]
fn a_file_that_cannot_be_read_says_what_to_do() {
    let message = |file: &[u8]| read(file).unwrap_err().to_string();
    assert_eq!(message(b""), "the file is empty");
    assert_eq!(message(b"\xef\xbb\xbf \n"), "the file is empty");
    assert!(message(b"\xff\xfei\0d\0").contains("UTF-16"));
    assert!(message(b"[{}]").contains("JSON Lines"));
    assert_eq!(
        message(b"id,client,colour\n1,2,3\n"),
        "the header has no column for platform, campaign; found: colour"
    );
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = read(&bytes);
    }

    /// Whatever stands under a good header, every byte is read and every refused row says why.
    #[test]
    fn any_rows_under_a_header_are_read_or_reported(
        bytes in prop::collection::vec(
            prop::sample::select(b"x1,;.\"\"\n\r\xc3\xa4\xff\0-/ ".to_vec()), 0..600,
        ),
        is_json in any::<bool>(),
    ) {
        let start: &[u8] = if is_json { b"{}\n" } else { b"id,platform,client,campaign,start,budget\n" };
        let mut file = start.to_vec();
        file.extend(bytes);
        let (_, problems, refused) = read(&file).unwrap();
        let mut rows: Vec<u64> = problems.iter().map(|problem| problem.row).collect();
        rows.dedup();
        prop_assert_eq!(rows.len() as u64, refused);
    }
}
