use std::fmt::Write as _;

/// Texts by language code, English first.
pub type Names = Vec<(&'static str, String)>;

/// A name in English only.
pub fn english(name: &str) -> Names {
    vec![("en", name.to_owned())]
}

/// A name in several languages.
pub fn in_languages(names: &[(&'static str, &str)]) -> Names {
    names.iter().map(|(language, name)| (*language, (*name).to_owned())).collect()
}

/// An election as its `election.toml` will say it.
pub struct Election {
    /// The first lines, as comments: what it is and where it comes from.
    pub about: &'static [&'static str],
    pub id: &'static str,
    pub title: Names,
    /// First and last moment of voting, RFC 3339.
    pub period: (&'static str, &'static str),
    pub min_open: u64,
    pub contests: Vec<Contest>,
    pub regions: Vec<Region>,
}

/// A contest: one mark, or up to `max` where that is more than one.
pub struct Contest {
    pub id: String,
    pub title: Names,
    pub max: u64,
    pub options: Vec<Choice>,
}

/// An option of a contest.
#[derive(Clone)]
pub struct Choice {
    pub id: String,
    pub name: Names,
    pub is_write_in: bool,
}

/// A region; contests and the region that it merges into by their places.
pub struct Region {
    pub code: String,
    pub name: Names,
    pub registered: u64,
    pub contests: Vec<usize>,
    pub merge_into: Option<usize>,
    pub part_of: Option<String>,
}

impl Election {
    /// `election.toml`.
    pub fn to_toml(&self) -> String {
        let mut toml: String = self.about.iter().map(|line| format!("# {line}\n")).collect();
        let (opens, closes) = self.period;
        let _ = write!(
            toml,
            "format = \"tamga/election/v1\"\nid = {}\ntitle = {}\nperiod = {{ opens = {opens}, closes = {closes} }}\n\
             policy = {{ min_open = {}, revote = \"last\", late = \"supplement\" }}\n",
            quoted(self.id),
            names(&self.title),
            self.min_open
        );
        for contest in &self.contests {
            write_contest(contest, &mut toml);
        }
        for region in &self.regions {
            self.write_region(region, &mut toml);
        }
        toml
    }

    fn write_region(&self, region: &Region, toml: &mut String) {
        let _ = write!(
            toml,
            "\n[[region]]\ncode = {}\nname = {}\nregistered = {}\n",
            quoted(&region.code),
            names(&region.name),
            region.registered
        );
        if region.contests.len() < self.contests.len() {
            let ids: Vec<String> = region.contests.iter().map(|contest| quoted(&self.contests[*contest].id)).collect();
            let _ = writeln!(toml, "contests = [{}]", ids.join(", "));
        }
        if let Some(into) = region.merge_into {
            let _ = writeln!(toml, "merge_into = {}", quoted(&self.regions[into].code));
        }
        if let Some(part_of) = &region.part_of {
            let _ = writeln!(toml, "part_of = {}", quoted(part_of));
        }
    }
}

fn write_contest(contest: &Contest, toml: &mut String) {
    let _ = write!(toml, "\n[[contest]]\nid = {}\ntitle = {}\n", quoted(&contest.id), names(&contest.title));
    match contest.max {
        1 => toml.push_str("kind = \"one-of\"\n"),
        max => {
            let _ = write!(toml, "kind = \"approval\"\nmax = {max}\n");
        }
    }
    toml.push_str("option = [\n");
    for option in &contest.options {
        let role = if option.is_write_in { ", role = \"write-in\"" } else { "" };
        let _ = writeln!(toml, "    {{ id = {}, name = {}{role} }},", quoted(&option.id), names(&option.name));
    }
    toml.push_str("]\n");
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn names(names: &Names) -> String {
    let texts: Vec<String> = names.iter().map(|(language, name)| format!("{language} = {}", quoted(name))).collect();
    format!("{{ {} }}", texts.join(", "))
}
