//! Check 21: the bundles, region by region, each item judged as it is read.

use std::collections::HashSet;

use super::imports::{BundleName, Import, Imports};
use super::judge::{Judge, Judged};
use crate::digest::{Digest, Tree};
use crate::parse::Place;
use crate::parse::bundle::{BundleHeader, BundleKind, BundleReader};
use crate::parse::definition::Definition;
use crate::parse::finding::Finding;
use crate::parse::record::Item;
use crate::read::Edition;
use crate::reason::{Reason, same_digest, same_number};
use crate::report::{At, Fault};
use crate::threads::in_parallel;

/// A bundle of a chain.
pub(crate) struct Link {
    /// The collector's index.
    pub(crate) collector: u16,
    /// Its header.
    pub(crate) header: BundleHeader,
    /// Its digest.
    pub(crate) digest: Digest,
}

/// What one opening has of a region.
#[derive(Default)]
pub(crate) struct InBox {
    /// Its bundles, by collector, number and variant.
    pub(crate) links: Vec<Link>,
    /// Every record in list order, when there was a judge.
    pub(crate) records: Vec<(Place, Judged)>,
}

/// What is read of all regions.
pub(crate) struct Reader<'a> {
    /// The edition.
    pub(crate) audit: &'a Edition,
    /// The definition.
    pub(crate) definition: &'a Definition,
    /// `E`.
    pub(crate) election: &'a Digest,
    /// The bundles that were imported.
    pub(crate) imports: &'a Imports,
    /// What judges the records, when all that it needs had passed.
    pub(crate) judge: Option<Judge<'a>>,
}

/// `bundles/REGION/COLLECTOR-000001.tamga`, and `COLLECTOR-000001.2.tamga` for the second variant.
pub(crate) fn parse_path(path: &str, definition: &Definition) -> Option<BundleName> {
    let (code, name) = path.strip_prefix("bundles/")?.split_once('/')?;
    let (collector, digits) = name.strip_suffix(".tamga")?.rsplit_once('-')?;
    let (digits, variant) = digits.split_once('.').map_or((digits, "1"), |(digits, variant)| (digits, variant));
    let (number, variant) = (digits.parse().ok()?, variant.parse().ok()?);
    let name = (definition.region(code)?, definition.collector(collector)?, number, variant);
    // Writing the path again refuses a second form of the numbers.
    (path == bundle_path(definition, &name)).then_some(name)
}

/// The path of a bundle.
pub(crate) fn bundle_path(definition: &Definition, name: &BundleName) -> String {
    let (region, collector, number, variant) = name;
    let ending = if *variant == 1 { String::new() } else { format!(".{variant}") };
    let (code, collector) = (definition.code(*region), definition.collector_id(*collector));
    format!("bundles/{code}/{collector}-{number:06}{ending}.tamga")
}

impl Reader<'_> {
    /// Reads a region: the bundles of its box, and after them those of the supplement.
    pub(crate) fn read(&self, region: usize) -> Result<[InBox; 2], Fault> {
        let mut seen = HashSet::new();
        let mut boxes = [InBox::default(), InBox::default()];
        let supplement = self.definition.supplement_number();
        for (late, in_box) in [false, true].into_iter().zip(&mut boxes) {
            for (name, import) in self.imports.range((region, 0, 0, 0)..(region + 1, 0, 0, 0)) {
                if import.opening.is_some_and(|opening| (opening == supplement) == late) {
                    self.bundle(name, import, late, in_box, &mut seen)?;
                }
            }
        }
        Ok(boxes)
    }

    fn bundle(
        &self,
        name: &BundleName,
        import: &Import,
        late: bool,
        in_box: &mut InBox,
        seen: &mut HashSet<Digest>,
    ) -> Result<(), Fault> {
        let path = bundle_path(self.definition, name);
        let place = || self.audit.place(&path);
        let (file, len) = self.audit.stream(&path)?;
        let mut reader = BundleReader::new(file, len).at_with(place)?;
        self.check_header(&reader.header, name, late).at_with(place)?;
        self.read_items(&mut reader, (name, late), &path, in_box, seen)?;
        let header = reader.header.clone();
        let collector = self.definition.collectors.get(name.1).map_or([0; 32], |holder| holder.key);
        let read = reader.finish(&collector).at_with(place)?;
        self.audit.keep_digest(&path, read.file)?;
        same_number("items in the ledger", import.items, header.items).at_with(place)?;
        same_digest("digest in the ledger", &import.digest, &read.digest).at_with(place)?;
        in_box.links.push(Link { collector: header.collector, header, digest: read.digest });
        Ok(())
    }

    /// The header names this election, region, collector and number.
    fn check_header(&self, header: &BundleHeader, name: &BundleName, late: bool) -> Result<(), Reason> {
        let (region, collector, number, _) = name;
        same_digest("E", self.election, &header.election)?;
        same_number("region", *region, header.region)?;
        same_number("collector", *collector, header.collector)?;
        same_number("number", *number, header.number)?;
        if header.kind == BundleKind::Late && !late { Err(Reason::LateInBox) } else { Ok(()) }
    }

    fn read_items(
        &self,
        reader: &mut BundleReader<std::fs::File>,
        (name, late): (&BundleName, bool),
        path: &str,
        in_box: &mut InBox,
        seen: &mut HashSet<Digest>,
    ) -> Result<(), Fault> {
        let (region, collector, bundle, variant) = *name;
        let collector = u16::try_from(collector).unwrap_or(u16::MAX);
        let mut item: u32 = 0;
        loop {
            let batch = reader.next_batch().at_with(|| self.audit.place(path))?;
            if batch.is_empty() {
                return Ok(());
            }
            let Some(judge) = &self.judge else {
                for bytes in &batch {
                    Item::parse(bytes).at_with(|| self.audit.place(path))?;
                }
                reader.add_leaves(in_parallel(&batch, |bytes| Tree::Election.leaf(bytes)).into_iter());
                continue;
            };
            for record in in_parallel(&batch, |bytes| judge.judge(region, bytes)) {
                let mut record = record.at_with(|| format!("{}, item {item}", self.audit.place(path)))?;
                reader.add_leaves(std::iter::once(record.leaf));
                if !seen.insert(record.leaf) {
                    record.become_duplicate();
                }
                record.findings.add_if(late, Finding::Late);
                in_box.records.push((Place { collector, bundle, variant, item }, record));
                item += 1;
            }
        }
    }
}

impl Judged {
    /// A further copy is red, and nobody looks under its seal.
    fn become_duplicate(&mut self) {
        self.findings = self.findings.before_unsealing();
        self.findings.add_if(true, Finding::Duplicate);
        self.marks = Vec::new();
        (self.unsealed, self.proofs) = (false, 0);
    }
}
