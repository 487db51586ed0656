//! Rows of words as the bits in which they differ.
//!
//! Invariant: a packed row and the shapes give its row back whole, and equal rows are equal packed
//! rows. A bit gets its place when it first differs; a row packed before then has 0 there, and so it
//! stays as it is. It must not know what a word means.

/// Rows of one shape: of one length, with one header.
#[derive(Clone, Debug)]
struct Shape {
    /// The first row of the shape, from which the others differ.
    base: Vec<u32>,
    /// The bits of each word that have a place.
    placed: Vec<u32>,
    /// Where they are, word by word.
    fields: Vec<Field>,
    /// Where the fields of each word begin, and at last where the next would.
    starts: Vec<u32>,
    /// Bits of a packed row that are taken.
    bits: u32,
}

/// Some neighbouring bits of a word.
#[derive(Clone, Copy, Debug)]
struct Field {
    word: u32,
    /// The lowest of them in the word.
    shift: u32,
    /// As many ones as there are bits.
    mask: u32,
    /// Which word of the packed row has them.
    lane: u32,
    /// The lowest of them there.
    at: u32,
}

impl Field {
    /// Its part of a packed row, for a difference of its word.
    #[inline]
    fn packed(self, difference: u32) -> u64 {
        u64::from(difference >> self.shift & self.mask) << self.at
    }
}

/// The shapes of the rows of one space. A packed row begins with the number of its shape.
#[derive(Clone, Debug)]
pub(super) struct Packing {
    /// How many first words of a row are its header.
    header: usize,
    shapes: Vec<Shape>,
    /// The shapes by their header and length.
    order: Vec<u32>,
    /// Words of the widest packed row. It grows, and narrower ones are then filled up with zeros.
    width: usize,
}

/// Shapes with a smaller number have it in [`SHORT`] bits, the others in [`LONG`], these included.
const FAR: u64 = 15;
const SHORT: u32 = 4;
const LONG: u32 = 32;

impl Packing {
    /// Packs nothing yet; so many first words of rows decide their shape, with the length.
    pub fn new(header: usize) -> Packing {
        Packing { header, shapes: Vec::new(), order: Vec::new(), width: 1 }
    }

    /// Bytes of the shapes.
    pub fn bytes(&self) -> usize {
        let of = |it: &Shape| {
            (it.base.len() + it.placed.len() + it.starts.len()) * size_of::<u32>()
                + it.fields.len() * size_of::<Field>()
        };
        self.shapes.iter().map(of).sum()
    }

    /// The row of a packed one, filled up with zeros to the width of the widest; gives the number of
    /// its shape.
    #[inline]
    pub fn unpack(&self, packed: &[u64], row: &mut Vec<u32>) -> usize {
        let number = match packed[0] & FAR {
            FAR => (packed[0] as u32 >> SHORT) as usize,
            number => number as usize,
        };
        let shape = &self.shapes[number];
        row.clear();
        row.extend_from_slice(&shape.base);
        for field in &shape.fields {
            let bits = (packed[field.lane as usize] >> field.at) as u32 & field.mask;
            row[field.word as usize] ^= bits << field.shift;
        }
        number
    }

    /// Packs a row into one that is emptied first; gives the number of its shape.
    pub fn pack(&mut self, row: &[u32], packed: &mut Vec<u64>) -> usize {
        let number = self.shape_of(row);
        for (word, value) in row.iter().enumerate() {
            let shape = &self.shapes[number];
            let missing = (value ^ shape.base[word]) & !shape.placed[word];
            if missing != 0 {
                self.grow(number, word, missing);
            }
        }
        packed.clear();
        packed.resize(self.width, 0);
        let far = u64::try_from(number).unwrap_or(u64::MAX);
        packed[0] = if far < FAR { far } else { FAR | far << SHORT };
        let shape = &self.shapes[number];
        for field in &shape.fields {
            let word = field.word as usize;
            packed[field.lane as usize] |= field.packed(row[word] ^ shape.base[word]);
        }
        number
    }

    /// Packs `next`, which became of `row`, a row of this shape that is packed in `packed`; `packed`
    /// becomes its packed form, and `next` is `row` again. Quick where little has changed.
    #[inline]
    pub fn follow(
        &mut self,
        shape: usize,
        row: &[u32],
        packed: &mut Vec<u64>,
        next: &mut Vec<u32>,
    ) {
        if next.len() != row.len() {
            return self.afresh(row, packed, next);
        }
        // Another row may have widened them all since this one was packed.
        packed.resize(self.width, 0);
        let (before, rest) = row.as_chunks::<BLOCK>();
        let (after, rest_after) = next.as_chunks_mut::<BLOCK>();
        for (block, (before, after)) in before.iter().zip(after).enumerate() {
            if before == after {
                continue;
            }
            // Without a branch for each word: which of them changed cannot be predicted.
            let (mut changed, mut count) = ([0; BLOCK], 0);
            for at in 0..BLOCK {
                changed[count % BLOCK] = at;
                count += usize::from(before[at] != after[at]);
            }
            if block * BLOCK + changed[0] < self.header {
                return self.afresh(row, packed, next);
            }
            for at in &changed[..count] {
                self.patch(shape, block * BLOCK + at, before[*at] ^ after[*at], packed);
                after[*at] = before[*at];
            }
        }
        let first = row.len() - rest.len();
        for (at, (before, after)) in rest.iter().zip(rest_after).enumerate() {
            if before == after {
                continue;
            }
            if first + at < self.header {
                return self.afresh(row, packed, next);
            }
            self.patch(shape, first + at, before ^ *after, packed);
            *after = *before;
        }
    }

    /// Changes a word of a packed row by a difference.
    #[inline]
    fn patch(&mut self, shape: usize, word: usize, difference: u32, packed: &mut Vec<u64>) {
        let missing = difference & !self.shapes[shape].placed[word];
        if missing != 0 {
            self.grow(shape, word, missing);
            packed.resize(self.width, 0);
        }
        let shape = &self.shapes[shape];
        for field in &shape.fields[shape.starts[word] as usize..shape.starts[word + 1] as usize] {
            packed[field.lane as usize] ^= field.packed(difference);
        }
    }

    /// The same where the shape is another.
    #[cold]
    fn afresh(&mut self, row: &[u32], packed: &mut Vec<u64>, next: &mut Vec<u32>) {
        self.pack(next, packed);
        next.clear();
        next.extend_from_slice(row);
    }

    /// Gives places to bits of a word.
    #[cold]
    fn grow(&mut self, shape: usize, word: usize, missing: u32) {
        let shape = &mut self.shapes[shape];
        shape.grow(word, missing);
        self.width = self.width.max(shape.bits.div_ceil(u64::BITS) as usize);
    }

    /// The number of a row's shape, which is made if it is new.
    #[cold]
    fn shape_of(&mut self, row: &[u32]) -> usize {
        let key = |row: &[u32]| (row.len(), row[..self.header].to_vec());
        let wanted = key(row);
        let found =
            self.order.binary_search_by(|it| key(&self.shapes[*it as usize].base).cmp(&wanted));
        match found {
            Ok(at) => self.order[at] as usize,
            Err(at) => {
                let number = self.shapes.len();
                self.order.insert(at, u32::try_from(number).unwrap_or(u32::MAX));
                self.shapes.push(Shape {
                    base: row.to_vec(),
                    placed: vec![0; row.len()],
                    fields: Vec::new(),
                    starts: vec![0; row.len() + 1],
                    bits: if (number as u64) < FAR { SHORT } else { LONG },
                });
                number
            }
        }
    }
}

/// Words that are compared at once.
const BLOCK: usize = 8;

/// Bits of a word that get places together.
const LEAST: u32 = 2;

impl Shape {
    /// Gives places to bits of a word. A number that grows gets as many bits again as it had, so
    /// that it has few fields.
    fn grow(&mut self, word: usize, mut missing: u32) {
        while missing != 0 {
            let low = missing.trailing_zeros();
            let free = (!self.placed[word] >> low).trailing_ones();
            let wanted = (missing >> low).trailing_ones();
            let below = self.placed[word].unbounded_shl(u32::BITS - low).leading_ones();
            let count =
                wanted.max(below).max(LEAST).min(free).min(u64::BITS - self.bits % u64::BITS);
            let mask = u32::MAX >> (u32::BITS - count);
            let place = self.fields.partition_point(|it| it.word as usize <= word);
            let (lane, at) = (self.bits / u64::BITS, self.bits % u64::BITS);
            let field = Field { word: word as u32, shift: low, mask, lane, at };
            self.fields.insert(place, field);
            for start in &mut self.starts[word + 1..] {
                *start += 1;
            }
            self.bits += count;
            self.placed[word] |= mask << low;
            missing &= !(mask << low);
        }
    }
}

/// Fills narrower packed rows up with zeros.
pub(super) fn widen(rows: &mut Vec<u64>, from: usize, to: usize) {
    let count = rows.len() / from;
    rows.resize(count * to, 0);
    for row in (0..count).rev() {
        rows.copy_within(row * from..(row + 1) * from, row * to);
        rows[row * to + from..(row + 1) * to].fill(0);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    /// Rows with a header of one word that changes their meaning, of few and of many values.
    fn row() -> impl Strategy<Value = Vec<u32>> {
        let word = prop_oneof![0..4_u32, 0..300_u32, any::<u32>()];
        (0..20_u32, prop::collection::vec(word, 1..20)).prop_map(|(header, mut row)| {
            row[0] = header;
            row
        })
    }

    proptest! {
        #[test]
        fn rows_come_back_and_equal_ones_are_packed_equally(
            rows in prop::collection::vec((row(), any::<u32>(), any::<prop::sample::Index>()), 1..60)
        ) {
            let mut packing = Packing::new(1);
            let mut numbers = HashMap::new();
            let (mut packed, mut known) = (Vec::new(), Vec::new());
            for (row, changed, place) in rows {
                // The row itself, and one that differs from it in one word.
                let mut next = row.clone();
                let at = place.index(next.len());
                next[at] = changed;
                let shape = packing.pack(&row, &mut packed);
                known.push((row.clone(), packed.clone()));
                let after = next.clone();
                packing.follow(shape, &row, &mut packed, &mut next);
                prop_assert_eq!(&next, &row);
                known.push((after, packed.clone()));
            }
            for (row, packed) in known {
                let mut whole = packed;
                whole.resize(packing.width, 0);
                let mut back = Vec::new();
                packing.unpack(&whole, &mut back);
                prop_assert_eq!(&back, &row);
                prop_assert_eq!(numbers.entry(row).or_insert_with(|| whole.clone()), &whole);
            }
            let different: std::collections::HashSet<_> = numbers.values().collect();
            prop_assert_eq!(different.len(), numbers.len());
        }
    }

    #[test]
    fn narrow_rows_are_filled_up() {
        let mut rows = vec![1, 2, 3];
        widen(&mut rows, 1, 3);
        assert_eq!(rows, [1, 0, 0, 2, 0, 0, 3, 0, 0]);
    }

    #[test]
    fn words_that_never_change_take_no_bits() {
        let mut packing = Packing::new(0);
        let mut packed = Vec::new();
        for low in 0..16 {
            packing.pack(&[7, low, 0xffff_0000 | low, u32::MAX], &mut packed);
        }
        assert_eq!(packing.shapes[0].bits, SHORT + 4 + 4);
        assert_eq!(packed.len(), 1);
    }
}
