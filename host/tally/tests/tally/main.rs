//! A small election from ballots to counts, and everything that can be wrong on the way.

#[cfg(test)]
mod bundles;
#[cfg(test)]
mod closing;
#[cfg(test)]
mod definition;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod reasons;
#[cfg(test)]
mod relations;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod store;
#[cfg(test)]
mod world;
