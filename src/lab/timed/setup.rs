//! Under what a timed run goes: the cores, the scheduler, what things cost.
//!
//! Invariant: the defaults are those of docs/lab.md, and stand here alone. It must not know decks.

/// How the next task is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Policy {
    /// Who queued first; nobody is preempted.
    Fifo,
    /// The shortest next `compute`; nobody is preempted.
    Sjf,
    /// The shortest rest of a `compute`; a shorter one preempts.
    Srtf,
    /// Who queued first, for a quantum.
    #[default]
    RoundRobin,
    /// The highest priority, which preempts; round robin among equals.
    Priority,
    /// Three levels with feedback, the highest first.
    Mlfq,
    /// The least CPU time so far, for a quantum.
    Fair,
}

impl Policy {
    /// Every policy, with its name.
    pub const ALL: [(&'static str, Policy); 7] = [
        ("fifo", Policy::Fifo),
        ("sjf", Policy::Sjf),
        ("srtf", Policy::Srtf),
        ("round-robin", Policy::RoundRobin),
        ("priority", Policy::Priority),
        ("mlfq", Policy::Mlfq),
        ("fair", Policy::Fair),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Policy::ALL.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }

    /// The policy of that name.
    pub fn named(name: &str) -> Option<Policy> {
        Policy::ALL.iter().find(|it| it.0 == name).map(|it| it.1)
    }

    /// Whether a task runs for a quantum at most when others wait.
    pub fn has_quantum(self) -> bool {
        !matches!(self, Policy::Fifo | Policy::Sjf | Policy::Srtf)
    }
}

/// What things cost, in ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Costs {
    /// Each step but `compute`, `io` and `yield`.
    pub step: u32,
    /// Loading another task onto a core.
    pub switch: u32,
    /// Beside it, when the task belongs to another process.
    pub address_space: u32,
    /// An access to a page that the TLB does not hold.
    pub tlb_miss: u32,
    /// Making a thread.
    pub create: u32,
    /// Making a process.
    pub fork: u32,
    /// Copying a page on write.
    pub page_copy: u32,
    /// Entering the kernel.
    pub system_call: u32,
}

impl Costs {
    /// Nothing costs anything but a step, which takes one tick: as textbooks reckon.
    pub const NONE: Costs = Costs {
        step: 1,
        switch: 0,
        address_space: 0,
        tlb_miss: 0,
        create: 0,
        fork: 0,
        page_copy: 0,
        system_call: 0,
    };

    /// The names of the costs.
    pub const NAMES: [&'static str; 8] = [
        "step",
        "switch",
        "address_space",
        "tlb_miss",
        "create",
        "fork",
        "page_copy",
        "system_call",
    ];

    /// The cost of that name.
    pub fn named(&mut self, name: &str) -> Option<&mut u32> {
        Some(match name {
            "step" => &mut self.step,
            "switch" => &mut self.switch,
            "address_space" => &mut self.address_space,
            "tlb_miss" => &mut self.tlb_miss,
            "create" => &mut self.create,
            "fork" => &mut self.fork,
            "page_copy" => &mut self.page_copy,
            "system_call" => &mut self.system_call,
            _ => return None,
        })
    }
}

impl Default for Costs {
    /// The proportions of a small Linux machine, rounded; docs/lab.md has the measurements.
    fn default() -> Costs {
        Costs {
            step: 1,
            switch: 2,
            address_space: 3,
            tlb_miss: 1,
            create: 5,
            fork: 20,
            page_copy: 3,
            system_call: 1,
        }
    }
}

/// Under what a timed run goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Setup {
    /// Cores, 1 to [`Setup::MOST_CORES`]; what lies outside is brought inside.
    pub cores: usize,
    /// How the next task is chosen.
    pub policy: Policy,
    /// Ticks of work in a quantum, at least 1.
    pub quantum: u32,
    /// Ticks between two moments when `mlfq` puts every task back to the highest level.
    pub boost: Option<u32>,
    /// Whether the TLB tells address spaces apart; else a change of the process empties it.
    pub tagged: bool,
    /// Pages that the TLB of a core holds.
    pub tlb: usize,
    /// What things cost.
    pub costs: Costs,
}

impl Setup {
    /// The most cores.
    pub const MOST_CORES: usize = 8;
}

impl Default for Setup {
    fn default() -> Setup {
        Setup {
            cores: 1,
            policy: Policy::default(),
            quantum: 10,
            boost: None,
            tagged: false,
            tlb: 8,
            costs: Costs::default(),
        }
    }
}
