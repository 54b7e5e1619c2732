//! Campaign records as a music company's old spreadsheets hold them: right in the main, and dirty in every
//! way that such files are. A byte order mark, two kinds of line ends, quoted line breaks, four notations of
//! numbers, six of dates, a header in the words of the day, rows that repeat an id, and rows that nobody can
//! load.

use std::{
    fmt,
    io::{self, Write},
};

use super::random::Random;

/// The size of the real export that this imitates, and its platforms.
pub(super) const ROWS: u64 = 5_111;
const PLATFORMS: [Platform; 4] = [
    Platform {
        rows: 2_149,
        name: "Spotify",
        spellings: &["Spotify", "spotify", "SPOTIFY", "Spotify ", "S4A"],
    },
    Platform {
        rows: 1_981,
        name: "SoundCloud",
        spellings: &["SoundCloud", "Soundcloud", "Sound Cloud", "SC"],
    },
    Platform { rows: 820, name: "YouTube", spellings: &["YouTube", "Youtube", "YT", "You Tube"] },
    Platform { rows: 161, name: "Instagram", spellings: &["Instagram", "instagram", "IG", "Insta"] },
];
/// One in so many records is followed by a copy with the same id, as a second export appends it.
const DUPLICATES: u64 = 100;
/// One in so many records is followed by one that cannot be loaded.
const DEFECTS: u64 = 80;

struct Platform {
    rows: u64,
    name: &'static str,
    spellings: &'static [&'static str],
}

/// The spellings of one column's header. The order is that of the file.
const HEADERS: [&[&str]; 11] = [
    &["external_id", "External ID", "Legacy ID", "ID", "campaign_id"],
    &["platform", "Platform", "Plattform", "Channel", "Network"],
    &["client", "Client", "Artist", "Kunde", "Künstler"],
    &["campaign", "Campaign Name", "Kampagne", "Title", "Release"],
    &["objective", "Objective", "Ziel", "Goal"],
    &["start_date", "Start Date", "Startdatum", "Beginn", "Start"],
    &["end_date", "End Date", "Enddatum", "Ende", "End"],
    &["budget", "Budget", "Betrag", "Total Budget", "Amount"],
    &["currency", "Currency", "Währung", "CCY"],
    &["status", "Status", "Campaign Status", "State"],
    &["notes", "Notes", "Notizen", "Comments", "Bemerkung"],
];

const FIRST: [&str; 16] = [
    "Marlow",
    "Ines",
    "Kofi",
    "Aurora",
    "Tobias",
    "Svea",
    "Mateo",
    "Yuki",
    "Noor",
    "Emil",
    "Clémence",
    "Björn",
    "Zoë",
    "Lior",
    "Amara",
    "Jonas",
];
const LAST: [&str; 20] = [
    "Vance",
    "Okafor",
    "Lindqvist",
    "Moreau",
    "Hartmann",
    "Sato",
    "Delgado",
    "Brandt",
    "Nkemelu",
    "Weiß",
    "Søndergaard",
    "Kowalski",
    "Ferreira",
    "Achterberg",
    "Iyer",
    "O'Connell",
    "Müller",
    "Castellanos",
    "Haddad",
    "Quintet",
];
const ADJECTIVES: [&str; 14] = [
    "Northern",
    "Paper",
    "Slow",
    "Electric",
    "Hollow",
    "Golden",
    "Late",
    "Borrowed",
    "Velvet",
    "Quiet",
    "Distant",
    "Second",
    "Concrete",
    "Saltwater",
];
const NOUNS: [&str; 14] = [
    "Lights",
    "Rooms",
    "Summer",
    "Letters",
    "Cathedrals",
    "Mornings",
    "Satellites",
    "Hours",
    "Rivers",
    "Season",
    "Streets",
    "Thunder",
    "Gardens",
    "Echoes",
];
const KINDS: [&str; 6] = ["single", "EP", "album", "live session", "remix pack", "tour"];
const OBJECTIVES: [&str; 7] = [
    "Grow monthly listeners before the album",
    "Editorial playlist pitch, then retargeting",
    "Presaves",
    "Announce the tour, \"sold out\" as the goal",
    "Reichweite in DACH; Newsletter-Anmeldungen",
    "Keep the fans warm between two releases",
    "",
];
const NOTES: [&str; 8] = [
    "",
    "",
    "ok",
    "Artwork late again",
    "Budget agreed by phone, see mail of 3 May",
    "1) teaser\n2) release\n3) behind the scenes",
    "He said: \"no paid media before Friday\"",
    "Später verlängert;\r\nAbrechnung über das Label",
];
const STATUSES: [&str; 12] = [
    "completed",
    "Completed",
    "done",
    "abgeschlossen",
    "active",
    "Active",
    "live",
    "paused",
    "planned",
    "draft",
    "cancelled",
    "archived",
];
const CURRENCIES: [&str; 4] = ["EUR", "EUR", "USD", "GBP"];
const DAYS_OF_MONTH: [u64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What a file holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) records: [u64; PLATFORMS.len()],
    pub(super) duplicates: u64,
    pub(super) unknown_platforms: u64,
    pub(super) bad_dates: u64,
    pub(super) missing_ids: u64,
}

impl fmt::Display for Written {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total: u64 = self.records.iter().sum();
        let each: Vec<String> = PLATFORMS
            .iter()
            .zip(self.records)
            .map(|(platform, rows)| format!("{rows} {}", platform.name))
            .collect();
        write!(
            formatter,
            "{total} records ({}), {} of them twice; rows that must be refused: {} of an unknown platform, \
             {} with a bad date, {} without an id",
            each.join(", "),
            self.duplicates,
            self.unknown_platforms,
            self.bad_dates,
            self.missing_ids
        )
    }
}

/// Writes `rows` good records and the dirt between them, one at a time.
pub(super) fn write(target: &mut impl Write, rows: u64, seed: u64) -> io::Result<Written> {
    let mut random = Random::new(seed);
    let mut left = shares(rows);
    let mut written = Written { records: left, ..Written::default() };
    let delimiter = random.pick(&[',', ';']);
    let header = HEADERS.map(|spellings| random.pick(spellings).to_owned());
    target.write_all("\u{feff}".as_bytes())?;
    write_row(target, delimiter, &header, "\r\n")?;
    for number in 0..rows {
        let platform = draw(&mut random, &mut left);
        let mut row = record(&mut random, number, platform);
        write_row(target, delimiter, &row, random_end(&mut random))?;
        if random.one_in(DUPLICATES) {
            written.duplicates += 1;
            "completed".clone_into(&mut row[9]);
            write_row(target, delimiter, &row, random_end(&mut random))?;
        }
        if random.one_in(DEFECTS) {
            let row = defect(&mut random, number, platform, &mut written);
            write_row(target, delimiter, &row, random_end(&mut random))?;
        }
    }
    Ok(written)
}

/// How many of `rows` are each platform's, in the proportions of the real export. Rounding goes to the first.
fn shares(rows: u64) -> [u64; PLATFORMS.len()] {
    let mut shares = PLATFORMS.map(|platform| rows * platform.rows / ROWS);
    shares[0] += rows - shares.iter().sum::<u64>();
    shares
}

/// Draws a platform from those that are left, like a card from a deck.
fn draw(random: &mut Random, left: &mut [u64; PLATFORMS.len()]) -> &'static Platform {
    let mut position = random.below(left.iter().sum());
    for (platform, rows) in PLATFORMS.iter().zip(left) {
        if position < *rows {
            *rows -= 1;
            return platform;
        }
        position -= *rows;
    }
    &PLATFORMS[0]
}

fn record(random: &mut Random, number: u64, platform: &Platform) -> [String; HEADERS.len()] {
    let artist = format!("{} {}", random.pick(&FIRST), random.pick(&LAST));
    let title = format!("{} {}", random.pick(&ADJECTIVES), random.pick(&NOUNS));
    let campaign = format!("{title} ({}, {})", random.pick(&KINDS), number + 1);
    let (year, month) = (2015 + random.below(10), random.below(11));
    let start = date(random, year, month);
    let end = date(random, year, month + 1);
    let end = if random.one_in(9) { String::new() } else { end };
    [
        format!("{}-{:07}", &platform.name[..2].to_uppercase(), number + 1),
        random.pick(platform.spellings).to_owned(),
        artist,
        campaign,
        random.pick(&OBJECTIVES).to_owned(),
        start,
        end,
        amount(random),
        random.pick(&CURRENCIES).to_owned(),
        random.pick(&STATUSES).to_owned(),
        random.pick(&NOTES).to_owned(),
    ]
}

/// A row that an import has to refuse, with an id of its own.
fn defect(
    random: &mut Random,
    number: u64,
    platform: &Platform,
    written: &mut Written,
) -> [String; HEADERS.len()] {
    let mut row = record(random, number, platform);
    row[0] = format!("BAD-{:07}", number + 1);
    match random.below(5) {
        0 | 1 => {
            written.unknown_platforms += 1;
            random.pick(&["MySpace", "Vine", "Google+", "radio", "???"]).clone_into(&mut row[1]);
        }
        2 | 3 => {
            written.bad_dates += 1;
            random.pick(&["2019-02-30", "31.11.2018", "soon", "Q3", "0000-00-00"]).clone_into(&mut row[5]);
        }
        _ => {
            written.missing_ids += 1;
            row[0].clear();
        }
    }
    row
}

/// A day of the month, counted from 0, in one of the notations that the old tools use. Where day and month
/// could be confused the day is over 12, so that the date means the same to everybody.
fn date(random: &mut Random, year: u64, month: u64) -> String {
    let index = usize::try_from(month % 12).unwrap_or_default();
    let (day, month) = (1 + random.below(DAYS_OF_MONTH[index]), month + 1);
    match random.below(6) {
        0 => format!("{day:02}.{month:02}.{year}"),
        1 => format!("{year}/{month:02}/{day:02}"),
        2 => format!("{month:02}/{:02}/{year}", day.clamp(13, 28)),
        3 => format!("{} {day}, {year}", MONTHS[index]),
        4 => format!("{year}-{month:02}-{day:02} 00:00:00"),
        _ => format!("{year}-{month:02}-{day:02}"),
    }
}

/// An amount in one of the notations of the countries where the label works.
fn amount(random: &mut Random) -> String {
    let (thousands, units, cents) = (1 + random.below(60), random.below(1_000), random.below(100));
    match random.below(7) {
        0 => format!("{thousands}.{units:03},{cents:02}"),
        1 => format!("{thousands},{units:03}.{cents:02}"),
        2 => format!("{thousands} {units:03},{cents:02}"),
        3 => format!("{thousands}'{units:03}.{cents:02}"),
        4 => format!("{thousands}{units:03}"),
        5 => String::new(),
        _ => format!("{thousands}{units:03}.{cents:02}"),
    }
}

/// Most tools that wrote into the file ended lines as Windows does.
fn random_end(random: &mut Random) -> &'static str {
    if random.one_in(4) { "\n" } else { "\r\n" }
}

fn write_row(target: &mut impl Write, delimiter: char, fields: &[String], end: &str) -> io::Result<()> {
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            write!(target, "{delimiter}")?;
        }
        if field.contains([delimiter, '"', '\n', '\r']) {
            write!(target, "\"{}\"", field.replace('"', "\"\""))?;
        } else {
            target.write_all(field.as_bytes())?;
        }
    }
    target.write_all(end.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generate(rows: u64, seed: u64) -> (String, Written) {
        let mut file = Vec::new();
        let written = write(&mut file, rows, seed).unwrap();
        (String::from_utf8(file).unwrap(), written)
    }

    #[test]
    fn the_real_export_is_imitated_in_number() {
        let (file, written) = generate(ROWS, 1);
        assert_eq!(written.records, [2_149, 1_981, 820, 161]);
        let good = PLATFORMS.map(|platform| format!("\n{}-", &platform.name[..2].to_uppercase()));
        let rows: usize = good.iter().map(|prefix| file.matches(prefix.as_str()).count()).sum();
        assert_eq!(rows as u64, ROWS + written.duplicates);
        assert!(written.duplicates > 10 && written.bad_dates > 10, "{written}");
        assert!(written.unknown_platforms > 10 && written.missing_ids > 3, "{written}");
    }

    #[test]
    fn a_file_can_be_made_again() {
        assert_eq!(generate(300, 7), generate(300, 7));
        assert_ne!(generate(300, 7).0, generate(300, 8).0);
    }

    #[test]
    fn the_dirt_is_there() {
        let (file, _) = generate(2_000, 3);
        assert!(file.starts_with('\u{feff}'));
        assert!(file.contains("\"1) teaser\n2) release"));
        assert!(file.contains("\"\"no paid media"));
        assert!(file.contains("\r\n") && file.replace("\r\n", "").contains('\n'));
    }

    #[test]
    fn every_number_of_rows_is_shared_out() {
        for rows in [0, 1, 10, 999, 1_000_000] {
            assert_eq!(shares(rows).iter().sum::<u64>(), rows);
        }
    }
}
