//! The laws. Each looks at a program only if all of it can be looked at; that most programs are so,
//! and that they do everything that a program can, is a test of its own.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::ControlFlow,
};

use num_bigint::BigUint;
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

use super::{
    compiled, cyclic, programs,
    reference::{At, End as Ended, Key, Reference},
    states, weighed,
};
use crate::{
    lab::{Budget, End, Graph, Reduced, Reductions, Report, Story, explore, report},
    machine::{Keep, Machine, Options, Phase, Region, State},
};

/// More states are not looked at.
const MOST: usize = 2_000;

fn options() -> Options {
    let keep = Keep { copied: true, outputs: true, globals: true, locals: true };
    Options { keep, ..Options::default() }
}

/// What every schedule must keep for its outcome to be told.
fn told() -> Options {
    let keep = Keep { outputs: true, globals: true, ..Keep::default() };
    Options { keep, ..Options::default() }
}

/// All states, if they are not too many and no bound is met.
fn explored(machine: &Machine) -> Option<Graph> {
    let budget = Budget { states: MOST, ..Budget::default() };
    let found = explore(machine, budget, &mut |_| ControlFlow::Continue(())).ok()?;
    found.stopped.is_none().then_some(found.graph)
}

fn reported(machine: &Machine) -> Option<Report> {
    let budget = Budget { states: MOST, ..Budget::default() };
    let found = report(machine, budget, &mut |_| ControlFlow::Continue(())).ok()?;
    found.complete.then_some(found)
}

/// The globals of every process, and the shared words.
fn values(machine: &Machine, state: &State) -> String {
    let mut parts = Vec::new();
    for process in 0..machine.processes(state) {
        let origin = machine.process_origin(state, process);
        let count = machine.program().processes[origin].data.len() as u32;
        let words = (0..count).map(|it| machine.word(state, process, false, it));
        let name = machine.process_name(state, process);
        parts.push(format!("{name} {:?}", words.collect::<Vec<_>>()));
    }
    let count = machine.program().shared_words.len() as u32;
    let words = (0..count).map(|it| machine.word(state, 0, true, it));
    parts.push(format!("{:?}", words.collect::<Vec<_>>()));
    parts.join(";")
}

/// How a run ends, as far as any claim can ask.
fn ending(machine: &Machine, state: &State) -> String {
    let mut parts = vec![values(machine, state), format!("{:?}", machine.outputs(state))];
    for process in 0..machine.processes(state) {
        if let Some((fault, task)) = machine.fault(state, process) {
            parts.push(format!("{} in {}", fault.name(), machine.name(task)));
        }
    }
    for task in machine.tasks(state) {
        parts.push(format!("{} {:?}", machine.name(task), machine.phase(state, task)));
    }
    parts.join(";")
}

/// All endings of a graph, and all that globals and shared words have at some moment. Tasks that are
/// alike have one name.
fn met(machine: &Machine, graph: &Graph) -> (BTreeSet<String>, BTreeSet<String>) {
    let tasks = &machine.program().tasks;
    let alike = |mut text: String| {
        for task in tasks.iter().filter(|it| it.name.starts_with('A')) {
            let group = tasks.iter().position(|it| it.group == task.group);
            text = text.replace(&*task.name, &format!("A#{}", group.unwrap_or(0)));
        }
        let mut parts: Vec<&str> = text.split(';').collect();
        parts.sort_unstable();
        parts.join(";")
    };
    let (mut endings, mut moments) = (BTreeSet::new(), BTreeSet::new());
    for (at, state) in states(graph).iter().enumerate() {
        if graph.targets(at).unwrap().is_empty() {
            endings.insert(alike(ending(machine, state)));
        }
        moments.insert(values(machine, state));
    }
    (endings, moments)
}

/// How many schedules lead to each ending, by walking every one of them; nothing if they are many.
fn walked(
    machine: &Machine,
    state: &State,
    left: &mut usize,
    into: &mut BTreeMap<String, u32>,
) -> bool {
    let moves = machine.enabled(state);
    if moves.is_empty() {
        *left = left.saturating_sub(1);
        *into.entry(ending(machine, state)).or_default() += 1;
    }
    *left != 0
        && moves.into_iter().all(|it| {
            let mut next = state.clone();
            machine.step(&mut next, it, &mut ()).unwrap();
            walked(machine, &next, left, into)
        })
}

proptest! {
    /// The packed machine under the compact explorer, and plain maps under a plain one, give the
    /// same graph: the same states in the same order, the same moves, the same contents.
    #[test]
    fn the_machine_is_the_reference(
        source in programs::program(),
        page_words in prop::sample::select(vec![4, 4, 4, 1, 2, 8]),
        small in any::<bool>(),
        spurious in prop::bool::weighted(0.2),
    ) {
        let program = compiled(&source);
        let (stack_words, heap_words) = if small { (7, 4) } else { (64, 64) };
        let options = Options { page_words, stack_words, heap_words, spurious, ..options() };
        let machine = Machine::new(&program, options).unwrap();
        let Some(graph) = explored(&machine) else { return Ok(()) };
        let reference = Reference::new(&machine);
        let Some(plain) = reference.explore(MOST) else {
            return Err(TestCaseError::fail(format!("more states than {}", graph.len())));
        };
        prop_assert_eq!(graph.len(), plain.worlds.len());
        for (at, state) in states(&graph).iter().enumerate() {
            let (world, edges) = (&plain.worlds[at], &plain.edges[at]);
            let moves = machine.enabled(state);
            let moves: Vec<_> = moves.iter().map(|it| (it.task.0, it.woken.map(|it| it.0))).collect();
            prop_assert_eq!(&moves, &edges.iter().map(|it| it.0).collect::<Vec<_>>());
            let targets: Vec<usize> = edges.iter().map(|it| it.1).collect();
            let found: Vec<_> = graph.targets(at).unwrap().iter().map(|it| *it as usize).collect();
            prop_assert_eq!(found, targets, "from {}", at);
            prop_assert_eq!(graph.path(at).len() - 1, plain.depth[at]);
            prop_assert_eq!(machine.outputs(state), world.printed.clone());
            prop_assert_eq!(machine.copied(state, None), world.copied.iter().sum::<u32>());
            prop_assert_eq!(machine.frames(state), world.frames.len());
            for (task, (id, plain)) in machine.tasks(state).iter().zip(&world.tasks) {
                prop_assert_eq!(task.0, *id);
                let phase = match plain.at {
                    At::Here(_) | At::Asleep(_) => Phase::Alive,
                    At::Done => Phase::Done,
                    At::Died => Phase::Died,
                };
                prop_assert_eq!(machine.phase(state, *task), phase);
            }
            prop_assert_eq!(machine.processes(state), world.processes.len());
            for (process, (key, plain)) in world.processes.iter().enumerate() {
                if let Key::Forked(id) = key {
                    let own = machine.process_of(state, crate::machine::TaskId(*id));
                    prop_assert_eq!(own, Some(process));
                }
                let fault = match plain.end {
                    Some(Ended::Died(fault, id, _)) => Some((fault, crate::machine::TaskId(id))),
                    _ => None,
                };
                prop_assert_eq!(machine.fault(state, process), fault);
                let pages = machine.pages(state, process);
                let private = pages.iter().filter(|it| it.region != Region::Shared);
                let private = private.map(|it| (it.address, it.words.clone()));
                let expect = plain.pages.iter().map(|it| (*it.0, world.frames[*it.1].clone()));
                prop_assert_eq!(private.collect::<Vec<_>>(), expect.collect::<Vec<_>>());
            }
        }
    }

    /// Schedules counted over the graph are those that are there when each is walked.
    #[test]
    fn counted_schedules_are_there(source in programs::program()) {
        let program = compiled(&source);
        let machine = Machine::new(&program, told()).unwrap();
        let Some(graph) = explored(&machine) else { return Ok(()) };
        if cyclic(&graph) {
            return Ok(());
        }
        let (mut left, mut walks) = (3_000, BTreeMap::new());
        if !walked(&machine, &machine.first().unwrap(), &mut left, &mut walks) {
            return Ok(());
        }
        let counted = weighed(&graph, |it| ending(&machine, it)).into_iter();
        let counted: BTreeMap<_, _> = counted.map(|it| (it.0, it.1.0)).collect();
        let walks: BTreeMap<_, _> = walks.into_iter().map(|it| (it.0, BigUint::from(it.1))).collect();
        prop_assert_eq!(&counted, &walks);
        let report = reported(&machine).unwrap();
        prop_assert_eq!(report.schedules.unwrap(), walks.values().sum::<BigUint>());
        let told: BigUint = report.outcomes.iter().flat_map(|it| it.schedules.clone()).sum();
        prop_assert_eq!(told, walks.values().sum::<BigUint>());
    }

    /// Clearing what is dead only merges states: to each state belongs one cleared state, with the
    /// same moves; endings, their schedules and their chances stay.
    #[test]
    fn clearing_the_dead_only_merges(source in programs::program()) {
        let program = compiled(&source);
        let whole = Machine::new(&program, told()).unwrap();
        let cleared = Machine::new(&program, Options { clear_dead: true, ..told() }).unwrap();
        let Some(graph) = explored(&whole) else { return Ok(()) };
        let Some(small) = explored(&cleared) else {
            return Err(TestCaseError::fail("more states than with everything kept"));
        };
        prop_assert!(small.len() <= graph.len());
        let mut partner: HashMap<usize, usize> = HashMap::from([(0, 0)]);
        let mut open = vec![0];
        while let Some(at) = open.pop() {
            let other = partner[&at];
            let enabled = |machine: &Machine, graph: &Graph, at| {
                machine.enabled(&State::from_words(graph.state(at)))
            };
            prop_assert_eq!(enabled(&whole, &graph, at), enabled(&cleared, &small, other));
            let targets = graph.targets(at).unwrap().iter().zip(small.targets(other).unwrap());
            for (to, to_other) in targets.map(|it| (*it.0 as usize, *it.1 as usize)) {
                match partner.get(&to) {
                    Some(known) => prop_assert_eq!(*known, to_other),
                    None => {
                        partner.insert(to, to_other);
                        open.push(to);
                    }
                }
            }
        }
        prop_assert_eq!(partner.values().collect::<BTreeSet<_>>().len(), small.len());
        for (at, other) in &partner {
            if graph.targets(*at).unwrap().is_empty() {
                let end = |machine: &Machine, graph: &Graph, at| {
                    ending(machine, &State::from_words(graph.state(at)))
                };
                prop_assert_eq!(end(&whole, &graph, *at), end(&cleared, &small, *other));
            }
        }
        prop_assert_eq!(cyclic(&graph), cyclic(&small));
        if !cyclic(&graph) {
            let before = weighed(&graph, |it| ending(&whole, it));
            prop_assert_eq!(before, weighed(&small, |it| ending(&cleared, it)));
        }
    }

    /// A schedule that is told, followed from the start, comes to what is told of it.
    #[test]
    fn told_schedules_lead_there(source in programs::program(), clear_dead in any::<bool>()) {
        let program = compiled(&source);
        let machine = Machine::new(&program, Options { clear_dead, ..told() }).unwrap();
        let Some(report) = reported(&machine) else { return Ok(()) };
        for outcome in &report.outcomes {
            let mut story = Story::new(&machine).unwrap();
            prop_assert_eq!(story.follow(&outcome.schedule.join(",")), Ok(Ok(())));
            prop_assert_eq!(&story.schedule(), &outcome.schedule);
            let state = story.last();
            prop_assert!(machine.enabled(state).is_empty());
            let died = |it: &_| machine.phase(state, *it) == Phase::Died;
            let end = match machine.finished(state) {
                false => End::Deadlock,
                true if machine.tasks(state).iter().any(died) => End::Fault,
                true => End::Finished,
            };
            prop_assert_eq!(outcome.end, end);
            prop_assert_eq!(machine.deadlocked(state), end == End::Deadlock);
            let mut values = Vec::new();
            for (process, start) in program.processes.iter().enumerate() {
                let offsets = 0..start.data.len() as u32;
                values.extend(offsets.map(|it| machine.word(state, process, false, it)));
            }
            let offsets = 0..program.shared_words.len() as u32;
            values.extend(offsets.map(|it| machine.word(state, 0, true, it)));
            prop_assert_eq!(&outcome.values, &values);
        }
        for found in &report.faults {
            let mut story = Story::new(&machine).unwrap();
            prop_assert_eq!(story.follow(&found.schedule.join(",")), Ok(Ok(())));
            let state = story.last();
            let faults = (0..machine.processes(state)).filter_map(|it| machine.fault(state, it));
            let faults: Vec<_> = faults.map(|it| (it.0, machine.name(it.1).into_owned())).collect();
            prop_assert!(faults.contains(&(found.fault, found.task.clone())), "{:?}", faults);
            // With its last step, not before.
            story.truncate(found.schedule.len().saturating_sub(1));
            let state = story.last();
            let before = (0..machine.processes(state)).filter_map(|it| machine.fault(state, it));
            let before: Vec<_> = before.map(|it| (it.0, machine.name(it.1).into_owned())).collect();
            prop_assert!(found.schedule.is_empty() || !before.contains(&(found.fault, found.task.clone())));
        }
    }

    /// A search that leaves out what the program allows to be left out finds the same endings, and
    /// the same values at some moment.
    #[test]
    fn reduced_searches_find_the_same(source in programs::program(), clear_dead in any::<bool>()) {
        let program = compiled(&source);
        let machine = Machine::new(&program, Options { clear_dead, ..told() }).unwrap();
        let Some(graph) = explored(&machine) else { return Ok(()) };
        let whole = met(&machine, &graph);
        for (glue, symmetry) in [(true, false), (false, true), (true, true)] {
            let space = Reduced::new(&machine, Reductions { glue, symmetry });
            let budget = Budget { states: graph.len(), ..Budget::default() };
            let found = explore(&space, budget, &mut |_| ControlFlow::Continue(())).unwrap();
            prop_assert_eq!(found.stopped, None, "{:?}", space.made());
            let reduced = met(&machine, &found.graph);
            prop_assert_eq!(&reduced.0, &whole.0, "{:?}", space.made());
            prop_assert_eq!(&reduced.1, &whole.1, "{:?}", space.made());
        }
    }

    /// In every state the count of a frame is the number of page table entries that lead to it, and
    /// a step changes nothing that only other address spaces have.
    #[test]
    fn address_spaces_are_apart(source in programs::program()) {
        let program = compiled(&source);
        let machine = Machine::new(&program, told()).unwrap();
        let Some(graph) = explored(&machine) else { return Ok(()) };
        let states = states(&graph);
        let private = |state: &State, process| {
            let mut pages = machine.pages(state, process);
            pages.retain(|it| it.region != Region::Shared);
            pages
        };
        let seen = |state: &State, process| -> Vec<_> {
            private(state, process).into_iter().map(|it| (it.address, it.words)).collect()
        };
        let shared = machine.program().shared_words.len().div_ceil(machine.options().page_words);
        for (at, state) in states.iter().enumerate() {
            let all: Vec<_> = (0..machine.processes(state)).flat_map(|it| private(state, it)).collect();
            let mut users: HashMap<u32, u32> = HashMap::new();
            all.iter().for_each(|it| *users.entry(it.frame).or_default() += 1);
            for page in &all {
                prop_assert_eq!(page.users, users[&page.frame], "{:?}", page);
            }
            prop_assert_eq!(machine.frames(state), users.len() + shared);
            for (way, to) in machine.enabled(state).iter().zip(graph.targets(at).unwrap()) {
                let own = machine.process_of(state, way.task);
                for other in (0..machine.processes(state)).filter(|it| Some(*it) != own) {
                    // A birth may put its process between the others.
                    let name = machine.process_name(state, other);
                    let next = &states[*to as usize];
                    let same = machine.process_named(next, &name).unwrap();
                    prop_assert_eq!(seen(state, other), seen(next, same), "{} {:?}", name, way);
                }
            }
        }
    }
}

/// What is drawn can mostly be looked at whole, and does all that programs can do.
#[test]
fn the_programs_are_worth_it() {
    let mut runner = TestRunner::deterministic();
    let (mut whole, mut acyclic) = (0, 0);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    const DRAWN: usize = 300;
    for _ in 0..DRAWN {
        let source = programs::program().new_tree(&mut runner).unwrap().current();
        let program = compiled(&source);
        let machine = Machine::new(&program, options()).unwrap();
        let Some(graph) = explored(&machine) else { continue };
        whole += 1;
        acyclic += usize::from(!cyclic(&graph));
        let states = states(&graph);
        let mut saw = |what, found: bool| *seen.entry(what).or_default() += usize::from(found);
        let any = |look: &dyn Fn(&State) -> bool| states.iter().any(look);
        let made = Reduced::new(&machine, Reductions { glue: true, symmetry: true }).made();
        saw("a step at once", made.glue);
        saw("twins", made.symmetry);
        saw("dead locals", !source.contains('&') && !source.contains("fork"));
        saw("many states", graph.len() > 200);
        saw("a fork", any(&|it| machine.processes(it) > program.processes.len()));
        saw("a fork of a fork", any(&|it| machine.processes(it) > program.processes.len() + 1));
        let named = |it: &State, what: &str| {
            machine.tasks(it).iter().any(|it| machine.name(*it).contains(what))
        };
        saw("a new thread", any(&|it| named(it, "worker")));
        saw("a copied page", any(&|it| machine.copied(it, None) > 1));
        saw("a deadlock", any(&|it| machine.deadlocked(it)));
        saw("an output", any(&|it| !machine.outputs(it).is_empty()));
        let faults = |it: &State| -> Vec<_> {
            (0..machine.processes(it))
                .filter_map(|at| machine.fault(it, at))
                .map(|it| it.0.name())
                .collect()
        };
        saw(
            "a block",
            any(&|it| (0..machine.processes(it)).any(|at| !machine.blocks(it, at).is_empty())),
        );
        saw(
            "a choice of sleepers",
            any(&|it| machine.enabled(it).iter().any(|it| it.woken.is_some())),
        );
        for fault in states.iter().flat_map(faults).collect::<BTreeSet<_>>() {
            *seen.entry(fault).or_default() += 1;
        }
    }
    assert!(whole * 2 > DRAWN, "{whole} whole");
    assert!(acyclic * 3 > DRAWN, "{acyclic} acyclic");
    for what in [
        "many states",
        "a fork",
        "a new thread",
        "a copied page",
        "a deadlock",
        "an output",
        "a block",
        "a choice of sleepers",
        "a step at once",
        "dead locals",
    ] {
        assert!(seen[what] * 25 > DRAWN, "{what}: {seen:?}");
    }
    for what in [
        "a fork of a fork",
        "null pointer",
        "segmentation fault",
        "assertion failed",
        "not the owner",
        "not a task",
        "double free",
        "twins",
    ] {
        assert!(seen.get(what) > Some(&0), "{what}: {seen:?}");
    }
}
