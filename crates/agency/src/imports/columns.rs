//! Which column of a file is which. Header spellings vary; case, spaces, punctuation and a byte order mark do
//! not matter.

use crate::words::words;

words! {
    /// What a column holds.
    pub enum Column {
        ExternalId = "external_id",
        Platform = "platform",
        Client = "client",
        Campaign = "campaign",
        Objective = "objective",
        StartDate = "start_date",
        EndDate = "end_date",
        Budget = "budget",
        Currency = "currency",
        Status = "status",
        Notes = "notes",
    }
}

impl Column {
    /// Columns that every file must have.
    pub const REQUIRED: [Self; 4] = [Self::ExternalId, Self::Platform, Self::Client, Self::Campaign];

    /// Spellings, folded, the strongest first: when two headers mean the same column, the stronger one is
    /// read.
    const fn spellings(self) -> &'static str {
        match self {
            Self::ExternalId => {
                "externalid extid externalref externalreference legacyid sourceid campaignid kampagnenid \
                 campaignref reference ref id"
            }
            Self::Platform => {
                "platform plattform platforms provider channel channels kanal network netzwerk service source"
            }
            Self::Client => {
                "client clientname kunde kundenname customer customername artist artistname künstler \
                 künstlerin brand brandname marke account accountname"
            }
            Self::Campaign => {
                "campaign campaignname campaigntitle kampagne kampagnenname name title titel release \
                 releasename"
            }
            Self::Objective => "objective campaignobjective objectives ziel goal zielsetzung aim",
            Self::StartDate => {
                "startdate startson start startdatum startsat begin begindate beginn von from datestart \
                 releasedate"
            }
            Self::EndDate => "enddate endson end enddatum endsat ende bis until to dateend finish",
            Self::Budget => {
                "budget budgetamount totalbudget budgettotal budgeteur budgetusd amount betrag spend"
            }
            Self::Currency => "currency währung waehrung currencycode budgetcurrency ccy cur",
            Self::Status => "status campaignstatus state zustand stage phase",
            Self::Notes => {
                "notes note notiz notizen comment comments kommentar bemerkung bemerkungen anmerkungen \
                 remarks description beschreibung"
            }
        }
    }

    /// The column that a header means, and how strongly (0 is strongest).
    fn recognize(header: &str) -> Option<(Self, usize)> {
        let folded = fold(header);
        Self::ALL.iter().find_map(|column| {
            let strength = column.spellings().split(' ').position(|spelling| spelling == folded)?;
            Some((*column, strength))
        })
    }

    const fn index(self) -> usize {
        self as usize
    }
}

/// Letters and digits in lower case: what is left when spelling habits are taken away.
fn fold(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where each column is in a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnMap {
    positions: [Option<usize>; Column::ALL.len()],
    /// How many fields a record has.
    pub width: usize,
    /// Headers that mean nothing here, or less than another one.
    pub ignored: Vec<String>,
}

impl ColumnMap {
    pub fn from_headers<'a>(headers: impl IntoIterator<Item = &'a str>) -> Self {
        let mut map = Self::default();
        let mut strengths = [usize::MAX; Column::ALL.len()];
        let headers: Vec<&str> = headers.into_iter().collect();
        for (position, header) in headers.iter().enumerate() {
            if let Some((column, strength)) = Column::recognize(header)
                && strength < strengths[column.index()]
            {
                strengths[column.index()] = strength;
                map.positions[column.index()] = Some(position);
            }
        }
        map.width = headers.len();
        let is_ignored = |position: &usize| !map.positions.contains(&Some(*position));
        map.ignored = (0..headers.len())
            .filter(is_ignored)
            .map(|position| headers[position].trim().to_owned())
            .collect();
        map
    }

    pub fn position(&self, column: Column) -> Option<usize> {
        self.positions[column.index()]
    }

    pub fn recognized(&self) -> usize {
        self.positions.iter().flatten().count()
    }

    pub fn missing(&self) -> Vec<Column> {
        Column::REQUIRED.into_iter().filter(|column| self.position(*column).is_none()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn headers_are_recognized_in_many_spellings() {
        let map = ColumnMap::from_headers([
            " External ID ",
            "PLATFORM",
            "Künstler",
            "Campaign_Name",
            "Ziel",
            "Start-Datum",
            "bis",
            "Budget (EUR)",
            "Währung",
            "STATUS",
            "Anmerkungen",
            "Internal code",
        ]);
        for column in Column::ALL {
            assert_eq!(map.position(*column), Some(column.index()), "{column}");
        }
        assert_eq!(map.ignored, ["Internal code"]);
        assert_eq!(map.missing(), []);
    }

    #[test]
    fn the_stronger_of_two_headers_is_read() {
        let map = ColumnMap::from_headers(["id", "Name", "external_id", "campaign"]);
        assert_eq!(map.position(Column::ExternalId), Some(2));
        assert_eq!(map.position(Column::Campaign), Some(3));
        assert_eq!(map.ignored, ["id", "Name"]);
        assert_eq!(map.missing(), [Column::Platform, Column::Client]);
    }

    #[test]
    fn a_spelling_means_one_column_and_is_folded() {
        let mut seen = HashSet::new();
        for spelling in Column::ALL.iter().flat_map(|column| column.spellings().split(' ')) {
            assert!(seen.insert(spelling), "{spelling} means two columns");
            assert_eq!(fold(spelling), spelling);
        }
    }
}
