//! The ledger: its tree as C2SP tlog-tiles writes it, and the order of its entries.

pub(crate) mod order;
pub(crate) mod tiles;

#[cfg(test)]
mod tests;
