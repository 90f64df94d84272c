//! Roll, ballots and bundles of a small election, read back with the record's own parsers.

#[cfg(test)]
mod layout;
#[cfg(test)]
mod polling;
#[cfg(test)]
mod registrar;
#[cfg(test)]
mod voter;
#[cfg(test)]
mod world;
