//! Deterministic dice (SplitMix64): small, well mixed, and the same everywhere.

use sha2::{Digest, Sha256};

#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn seeded(text: &str, salt: u64) -> Self {
        let digest = Sha256::digest(text.as_bytes());
        let start = digest.iter().take(8).fold(0_u64, |seed, byte| (seed << 8) | u64::from(*byte));
        Self(start ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 when there is none.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let end = end.max(1) as u64;
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    /// The numbers below `end` in some order.
    pub(super) fn order(&mut self, end: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..end).collect();
        for last in (1..end).rev() {
            order.swap(last, self.below(last + 1));
        }
        order
    }
}

/// Deals the entries of a list in random order and starts again when all are dealt.
#[derive(Debug, Clone)]
pub(super) struct Deck {
    order: Vec<usize>,
    next: usize,
}

impl Deck {
    pub(super) fn new(size: usize, dice: &mut Dice) -> Self {
        Self { order: dice.order(size), next: 0 }
    }

    /// `None` only for an empty list.
    pub(super) fn deal(&mut self) -> Option<usize> {
        if self.order.is_empty() {
            return None;
        }
        let dealt = self.order[self.next % self.order.len()];
        self.next += 1;
        Some(dealt)
    }
}
