//! Vectors in a quarter of the space, and how like many of them are to one.

use pulp::Arch;

use crate::encoder::{DIMENSIONS, Vector};

/// A vector, exact to about a thousandth of a likeness. Zeros are like nothing.
#[derive(Clone, Debug)]
pub(crate) struct Small {
    scale: f32,
    values: [i8; DIMENSIONS],
}

impl Small {
    /// Of a vector that could not be made.
    pub(crate) const NONE: Self = Self { scale: 0.0, values: [0; DIMENSIONS] };

    #[expect(clippy::cast_possible_truncation, reason = "between -127 and 127 by the division")]
    pub(crate) fn new(vector: &Vector) -> Self {
        let greatest = vector.iter().fold(f32::MIN_POSITIVE, |greatest, number| greatest.max(number.abs()));
        let scale = greatest / 127.0;
        Self { scale, values: vector.map(|number| (number / scale).round() as i8) }
    }

    /// How like each of many vectors is to this one.
    pub(crate) fn likeness(&self, others: &[Self]) -> Vec<f32> {
        Arch::new().dispatch(Comparison { one: self, others })
    }
}

/// Compiled for several processors.
struct Comparison<'a> {
    one: &'a Small,
    others: &'a [Small],
}

impl pulp::NullaryFnOnce for Comparison<'_> {
    type Output = Vec<f32>;

    // Only what is inlined is compiled for the chosen processor.
    #[expect(clippy::inline_always, reason = "see above")]
    #[inline(always)]
    fn call(self) -> Vec<f32> {
        let Self { one, others } = self;
        let mut likeness = Vec::with_capacity(others.len());
        for other in others {
            likeness.push(product(&one.values, &other.values) * one.scale * other.scale);
        }
        likeness
    }
}

#[expect(clippy::cast_precision_loss, reason = "512 products of bytes fit f32 well enough")]
#[expect(clippy::inline_always, reason = "as above")]
#[inline(always)]
fn product(a: &[i8; DIMENSIONS], b: &[i8; DIMENSIONS]) -> f32 {
    let mut sum = 0_i32;
    for (a, b) in a.iter().zip(b) {
        sum += i32::from(i16::from(*a)) * i32::from(i16::from(*b));
    }
    sum as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_vectors_are_nearly_exact() {
        let number = |at: usize| f32::from(u8::try_from(at * 37 % 101).unwrap()) / 700.0 - 0.07;
        let vector = std::array::from_fn(number);
        let length = vector.iter().map(|number| number * number).sum::<f32>();
        let small = Small::new(&vector);
        let others = [small.clone(), Small::new(&[0.0; DIMENSIONS]), Small::NONE];
        let likeness = small.likeness(&others);
        assert!((likeness[0] - length).abs() < 0.01);
        assert!(likeness[1].abs() < 1e-6 && likeness[2].abs() < 1e-6);
    }
}
