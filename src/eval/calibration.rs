//! How far the probability of the first article can be trusted: what is right of the surest answers, and how far
//! "80 %" is from being right in 80 of 100.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::metrics::Share;

/// Shares of all items that the curve is read at.
const COVERAGES: [f64; 6] = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0];
/// Bins of the calibration error, each a tenth of the probability.
const BINS: usize = 10;

/// What the probabilities of a set's first articles are worth.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Expected calibration error, 0 to 1.
    pub error: f64,
    pub curve: Vec<CurvePoint>,
}

/// If only the surest were answered.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Share of all items that would be.
    pub coverage: f64,
    /// Those whose first article is right.
    pub precision: Share,
    /// The probability from which on they would be.
    pub probability: f32,
}

impl Calibration {
    /// From the probability of each item's first article and whether it is right; of no article 0 and `false`.
    pub fn new(items: impl IntoIterator<Item = (f32, bool)>) -> Self {
        let mut items: Vec<(f32, bool)> = items.into_iter().collect();
        let error = calibration_error(&items);
        // Equal probabilities stay in the order of the set.
        items.sort_by(|a, b| b.0.total_cmp(&a.0));
        let point = |coverage: f64| {
            let surest = &items[..(coverage * items.len() as f64).round() as usize];
            let (probability, _) = *surest.last()?;
            let precision = Share { of: surest.len(), hit: surest.iter().filter(|(_, right)| *right).count() };
            Some(CurvePoint { coverage, precision, probability })
        };
        Self { error, curve: COVERAGES.into_iter().filter_map(point).collect() }
    }
}

/// Mean distance between what was promised and what was right, bin by bin.
fn calibration_error(items: &[(f32, bool)]) -> f64 {
    let mut distances = [0.0_f64; BINS];
    for (probability, right) in items {
        let bin = ((probability * BINS as f32) as usize).min(BINS - 1);
        distances[bin] += f64::from(*probability) - f64::from(u8::from(*right));
    }
    distances.iter().map(|distance| distance.abs()).sum::<f64>() / items.len().max(1) as f64
}

impl fmt::Display for Calibration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<22} {:.3}\n", "calibration error", self.error)?;
        write!(f, "{:<12}{:>17}{:>17}", "coverage", "precision", "probability ≥")?;
        for CurvePoint { coverage, precision, probability } in &self.curve {
            write!(f, "\n{coverage:<12.1}{precision:>17}{probability:>17.3}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_the_distance_from_being_right() {
        let check = |items: &[(f32, bool)], expect: f64| {
            let error = Calibration::new(items.iter().copied()).error;
            assert!((error - expect).abs() < 1e-6, "{items:?}: {error}");
        };
        check(&[], 0.0);
        check(&[(1.0, true); 2], 0.0);
        check(&[(1.0, false); 2], 1.0);
        check(&[(0.5, true), (0.5, false)], 0.0);
        // Two bins, each of half the items: .9 promised and 0 right, .2 promised and 1 right.
        check(&[(0.9, false), (0.2, true)], 0.85);
        // Within a bin what is too much and what is too little even out.
        check(&[(0.75, true), (0.75, true), (0.75, true), (0.75, false)], 0.0);
    }

    #[test]
    fn the_curve_takes_the_surest_first() {
        let items = [(0.1, false), (0.9, true), (0.8, true), (0.3, false), (0.7, true)];
        let curve = Calibration::new([items, items].concat()).curve;
        let read: Vec<(f64, usize, usize, f32)> =
            curve.iter().map(|p| (p.coverage, p.precision.of, p.precision.hit, p.probability)).collect();
        assert_eq!(
            read,
            [
                (0.5, 5, 5, 0.7),
                (0.6, 6, 6, 0.7),
                (0.7, 7, 6, 0.3),
                (0.8, 8, 6, 0.3),
                (0.9, 9, 6, 0.1),
                (1.0, 10, 6, 0.1)
            ]
        );
        assert_eq!(Calibration::new([]).curve, []);
    }
}
