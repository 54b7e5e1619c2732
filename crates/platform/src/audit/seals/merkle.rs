//! The tree over a batch of events, as in RFC 6962: leaves and nodes are hashed apart.

use aws_lc_rs::digest::{Context, SHA256, digest};

pub(crate) type Hash = [u8; 32];

/// The hash of one event, over everything that is stored of it.
pub(crate) fn leaf(stored: &[u8]) -> Hash {
    let mut context = Context::new(&SHA256);
    context.update(&[0]);
    context.update(stored);
    bytes(context.finish().as_ref())
}

/// The root over the leaves, in their order; of no leaves the hash of nothing.
pub(crate) fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => bytes(digest(&SHA256, &[]).as_ref()),
        [leaf] => *leaf,
        leaves => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            let mut context = Context::new(&SHA256);
            context.update(&[1]);
            context.update(&root(left));
            context.update(&root(right));
            bytes(context.finish().as_ref())
        }
    }
}

pub(crate) fn bytes(slice: &[u8]) -> Hash {
    let mut hash = [0; 32];
    hash.copy_from_slice(slice);
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_leaf_and_its_place_count() {
        for count in 1..20_u8 {
            let leaves: Vec<Hash> = (0..count).map(|number| leaf(&[number])).collect();
            let whole = root(&leaves);
            for place in 0..leaves.len() {
                let mut changed = leaves.clone();
                changed[place][0] ^= 1;
                assert_ne!(root(&changed), whole);
                let mut shorter = leaves.clone();
                shorter.remove(place);
                assert_ne!(root(&shorter), whole);
                let mut turned = leaves.clone();
                turned.swap(place, 0);
                assert_eq!(root(&turned) == whole, place == 0);
            }
        }
    }

    #[test]
    fn known_answers() {
        let hex = |hash: Hash| crate::text::hex(&hash);
        assert_eq!(hex(root(&[])), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(hex(leaf(&[])), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    }
}
