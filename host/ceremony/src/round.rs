//! One value of every token.

/// What tokens `1 … N` gave in one round.
#[derive(Debug)]
pub(crate) struct Round<T>(Vec<Option<T>>);

impl<T> Round<T> {
    pub(crate) fn new(tokens: u8) -> Self {
        Self((0..tokens).map(|_| None).collect())
    }

    /// Keeps a token's value. `None` where it gave one already, or is no token.
    pub(crate) fn put(&mut self, token: u8, value: T) -> Option<()> {
        let place = self.0.get_mut(usize::from(token).checked_sub(1)?)?;
        if place.is_some() {
            return None;
        }
        *place = Some(value);
        Some(())
    }

    /// Takes back what a token gave.
    pub(crate) fn forget(&mut self, token: u8) {
        if let Some(place) = usize::from(token).checked_sub(1).and_then(|place| self.0.get_mut(place)) {
            *place = None;
        }
    }

    /// What a token gave.
    pub(crate) fn get(&self, token: u8) -> Option<&T> {
        self.0.get(usize::from(token).checked_sub(1)?)?.as_ref()
    }

    /// The values of all tokens in their order, once the last is there.
    pub(crate) fn all(&self) -> Option<Vec<T>>
    where
        T: Clone,
    {
        self.0.iter().cloned().collect()
    }

    /// The values that are there, with their tokens, ascending.
    pub(crate) fn given(&self) -> impl Iterator<Item = (u8, &T)> {
        let seats = (1..).zip(&self.0);
        seats.filter_map(|(token, value)| value.as_ref().map(|value| (token, value)))
    }
}
