//! Why an instruction does not go on: a fault of the program, or a bound of the machine.
//!
//! Invariant: a fault is part of the program's behaviour and is explored; a limit ends the search.
//! See the parent.

use crate::{
    machine::Limit,
    program::{Arithmetic, Fault},
};

/// Why an instruction does not go on.
pub(super) enum Stop {
    /// The process dies.
    Fault(Fault),
    /// The state would grow too far.
    Limit(Limit),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop::Fault(fault)
    }
}

impl From<Arithmetic> for Stop {
    fn from(fault: Arithmetic) -> Stop {
        Stop::Fault(match fault {
            Arithmetic::Overflow => Fault::Overflow,
            Arithmetic::DivisionByZero => Fault::DivisionByZero,
        })
    }
}

impl From<Limit> for Stop {
    fn from(limit: Limit) -> Stop {
        Stop::Limit(limit)
    }
}
