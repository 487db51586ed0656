//! Arpaci-Dusseau and Arpaci-Dusseau, *Operating Systems: Three Easy Pieces* (OSTEP), chapters 7
//! and 8: their examples, to the tick.

use super::check;
use crate::lab::timed::{Costs, Policy, Setup};

fn setup(policy: Policy) -> Setup {
    Setup { policy, costs: Costs::NONE, ..Setup::default() }
}

/// OSTEP 7.3 to 7.7.
#[test]
fn turnaround_and_response() {
    let equal = "thread A { compute(10) }\nthread B { compute(10) }\nthread C { compute(10) }";
    let long = "thread A { compute(100) }\nthread B { compute(10) }\nthread C { compute(10) }";
    let late = "thread A { compute(100) }\nthread B at 10 { compute(10) }\n\
                thread C at 10 { compute(10) }";
    let five = "thread A { compute(5) }\nthread B { compute(5) }\nthread C { compute(5) }";
    check(equal, &setup(Policy::Fifo), &[("turnaround", "20")]);
    check(long, &setup(Policy::Fifo), &[("turnaround", "110")]);
    check(long, &setup(Policy::Sjf), &[("turnaround", "50")]);
    check(late, &setup(Policy::Sjf), &[("turnaround", "310/3")]);
    check(late, &setup(Policy::Srtf), &[("turnaround", "50"), ("response", "10/3")]);
    let slice = Setup { quantum: 1, ..setup(Policy::RoundRobin) };
    check(five, &slice, &[("turnaround", "14"), ("response", "1")]);
    check(five, &setup(Policy::Sjf), &[("turnaround", "10"), ("response", "5")]);
}
