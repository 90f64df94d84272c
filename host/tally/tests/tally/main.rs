//! A small election from ballots to counts, and everything that can be wrong on the way.

#[cfg(test)]
mod acts;
#[cfg(test)]
mod boxes;
#[cfg(test)]
mod bundles;
#[cfg(test)]
mod chains;
#[cfg(test)]
mod closing;
#[cfg(test)]
mod decisions;
#[cfg(test)]
mod definition;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod reasons;
#[cfg(test)]
mod relations;
#[cfg(test)]
mod restart;
#[cfg(test)]
mod results;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod store;
#[cfg(test)]
mod supplement;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod world;
