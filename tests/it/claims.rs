//! Claims: every form, true and false, with what is true instead.
//!
//! Invariant: the numbers are those of the lab's specification, or were counted by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own claims has failed")]

use std::ops::ControlFlow;

use viva::{
    deck::{self, Experiment},
    lab::{Answer, Budget, Search, Verdict},
    machine::Machine,
};

const COUNTER: &str = "const n = 1\nglobal x = 0\nthread A { repeat n { x = x + 1 } }\n\
                       thread B { repeat n { x = x + 1 } }";
const THREE: &str = "global x = 0\nthread T * 3 { x = x + 1 }";
const LOCKED: &str = "global x = 0\nmutex m\n\
                      thread T * 2 { lock(m); critical cs { x = x + 1 }; unlock(m) }";
const ONE_LOCKS: &str = "global x = 0\nmutex m\nthread A { lock(m); x = x + 1; unlock(m) }\n\
                         thread B { x = x + 1 }";
const CROSSED: &str = "mutex a\nmutex b\nthread A { lock(a); lock(b); unlock(b); unlock(a) }\n\
                       thread B { lock(b); lock(a); unlock(a); unlock(b) }";

/// A deck with one experiment and one claim.
fn experiment(program: &str, machine: &str, claim: &str) -> Experiment {
    let text = format!(
        "format = 1\nid = \"test\"\nlanguages = [\"en\"]\ntitle = \"Test\"\n\
         [[experiment]]\nid = \"it\"\ntitle = \"It\"\nprogram = '''\n{program}\n'''\n\
         claim = [{{ {claim} }}]\n{machine}"
    );
    let (deck, findings) = deck::read(&text);
    let errors: Vec<_> =
        findings.iter().filter(|it| it.severity == viva::text::Severity::Error).collect();
    assert!(errors.is_empty(), "{claim}: {errors:?}");
    deck.unwrap().experiments.remove(0)
}

fn verdict(program: &str, machine: &str, claim: &str) -> (Verdict, Option<String>) {
    let experiment = experiment(program, machine, claim);
    let claim = &experiment.claims[0];
    let program = experiment.compile(&claim.with).unwrap();
    let question = claim.question(&program).unwrap().unwrap();
    let options = experiment.search_options(question.statement.needs());
    let machine = Machine::new(&program, options).unwrap();
    let go_on = &mut |_| ControlFlow::Continue(());
    let search = Search::new(&machine, Budget::default(), go_on).unwrap();
    let verdict = search.judge(&question);
    let told = |moves: &[viva::machine::Move]| {
        let names = moves.iter().map(|it| viva::lab::move_name(&machine, *it));
        names.collect::<Vec<_>>().join(",")
    };
    let schedule = verdict.simplest.as_ref().or(verdict.witness.as_ref()).map(|it| {
        let (way, round) = it.moves.split_at(it.round.unwrap_or(it.moves.len()));
        match round {
            [] => told(way),
            round => format!("{} | {}", told(way), told(round)),
        }
    });
    (verdict, schedule)
}

#[track_caller]
fn holds(program: &str, claim: &str) {
    let (verdict, _) = verdict(program, "", claim);
    assert_eq!(verdict.holds, Some(true), "{claim}: {verdict:?}");
}

/// The claim fails; what is true instead.
#[track_caller]
fn fails(program: &str, claim: &str, expect: &str) {
    let (verdict, _) = verdict(program, "", claim);
    assert_eq!(verdict.holds, Some(false), "{claim}: {verdict:?}");
    assert_eq!(told(&verdict.found.unwrap()), expect, "{claim}");
}

/// The schedule that shows or refutes the claim: the one with the fewest preemptions where that is
/// looked for, else a shortest one.
#[track_caller]
fn shows(program: &str, claim: &str, expect: &str) {
    let (_, schedule) = verdict(program, "", claim);
    assert_eq!(schedule.as_deref(), Some(expect), "{claim}");
}

fn told(answer: &Answer) -> String {
    match answer {
        Answer::Rows(rows) => format!("{rows:?}"),
        Answer::Truth(truth) => truth.to_string(),
        Answer::Faults(faults) => faults
            .iter()
            .map(|(fault, task)| format!("{} in {task}", fault.name()))
            .collect::<Vec<_>>()
            .join(", "),
        Answer::Schedules(part, all) => format!("{part} of {all}"),
        Answer::Chance(part, whole) => format!("{part}/{whole}"),
        Answer::Steps(steps) => format!("{steps} steps"),
        Answer::Preemptions(preemptions) => format!("{preemptions} preemptions"),
        Answer::Unbounded => "unbounded".into(),
        Answer::Starved(task) => format!("{task} starves"),
        Answer::NoValue(why) => format!("{why:?}"),
    }
}

#[test]
fn what_is_possible_at_the_end() {
    holds(COUNTER, r#"final = "x", is = [1, 2]"#);
    holds(COUNTER, r#"final = "x", is = [2, 3, 4], with = { n = 2 }"#);
    holds(COUNTER, r#"final = ["x", "2 * x"], is = [[1, 2], [2, 4]]"#);
    fails(COUNTER, r#"final = "x", is = 2"#, "[[1], [2]]");
    fails(COUNTER, r#"final = "x", is = [1, 2, 3]"#, "[[1], [2]]");
    shows(COUNTER, r#"final = "x", is = 2"#, "A,B,B,B,A,A");
    holds(COUNTER, r#"final = "x", can = 1"#);
    holds(COUNTER, r#"final = "x", can = 1, steps = 6, preemptions = 1"#);
    holds(COUNTER, r#"final = "x", can = 2, preemptions = 0"#);
    fails(COUNTER, r#"final = "x", can = 1, preemptions = 2"#, "1 preemptions");
    fails(COUNTER, r#"final = "x", can = 1, steps = 5"#, "6 steps");
    fails(COUNTER, r#"final = "x", can = 3"#, "[[1], [2]]");
    // A deadlock is no end that `final` looks at.
    holds(
        "global x = 0\nmutex a\nthread A { lock(a); x = 1; unlock(a) }\nthread B { lock(a); x = 2 }",
        r#"final = "x", is = 2"#,
    );
}

#[test]
fn what_is_true_in_every_state_or_in_some() {
    holds(COUNTER, r#"always = "x <= 2 && 0 <= x""#);
    fails(COUNTER, r#"always = "x <= 1""#, "false");
    holds(COUNTER, r#"never = "x == 3""#);
    fails(COUNTER, r#"never = "x == 2""#, "false");
    holds(COUNTER, r#"possible = "x == 1 && done(A) && done(B)", steps = 6"#);
    fails(COUNTER, r#"possible = "x == 3""#, "false");
    fails(COUNTER, r#"always = "2 / x >= 0""#, "DivisionByZero");
    holds(COUNTER, r#"always = "x == 0 || 2 / x >= 1""#);
}

#[test]
fn deadlocks_regions_faults_outputs() {
    holds(CROSSED, "deadlock = true, steps = 2, preemptions = 1");
    fails(CROSSED, "deadlock = false", "true");
    shows(CROSSED, "deadlock = false", "A,B");
    holds(LOCKED, "deadlock = false");
    fails(LOCKED, "deadlock = true", "false");
    holds(LOCKED, r#"exclusive = "cs""#);
    let open = LOCKED.replace("lock(m);", "").replace("; unlock(m)", "");
    fails(&open, r#"exclusive = "cs""#, "false");

    let null = "global p = 0\nglobal x = 5\nthread A { x = *p }\nthread B { x = 7 }";
    holds(null, r#"fault = "null pointer in A", steps = 2, preemptions = 0"#);
    holds(null, r#"fault = "null pointer""#);
    fails(null, r#"fault = "null pointer in B""#, "null pointer in A");
    fails(null, r#"fault = "overflow""#, "null pointer in A");
    fails(null, "fault = false", "null pointer in A");
    holds(COUNTER, "fault = false");
    fails(COUNTER, r#"fault = "overflow""#, "");

    let prints = "thread A { print(1); print(2) }\nthread B { print(3) }";
    holds(prints, "outputs = [[1, 2, 3], [1, 3, 2], [3, 1, 2]]");
    fails(prints, "outputs = [[1, 2, 3], [1, 3, 2]]", "[[1, 2, 3], [1, 3, 2], [3, 1, 2]]");
    fails(COUNTER, "outputs = [[1]]", "[[]]");
    shows(prints, "outputs = [[1, 2, 3], [3, 1, 2]]", "A,B,A");
}

#[test]
fn schedules_and_chances_are_exact() {
    holds(COUNTER, r#"schedules = "x == 1", count = 18, of = 20"#);
    holds(COUNTER, r#"schedules = "x == 1", count = 18"#);
    fails(COUNTER, r#"schedules = "x == 1", count = 17, of = 20"#, "18 of 20");
    fails(COUNTER, r#"schedules = "x == 1", count = 18, of = 21"#, "18 of 20");
    let two = "with = { n = 2 }";
    for (x, count) in [(2, 702), (3, 216), (4, 6)] {
        holds(COUNTER, &format!(r#"schedules = "x == {x}", count = {count}, of = 924, {two}"#));
    }
    for (x, count) in [(1, "1404"), (2, "270"), (3, "6")] {
        holds(THREE, &format!(r#"schedules = "x == {x}", count = "{count}", of = "1680""#));
    }
    holds(CROSSED, r#"schedules = "deadlock", count = 2, of = 6"#);
    holds(ONE_LOCKS, r#"schedules = "x == 1", count = 48, of = 56"#);
    holds(ONE_LOCKS, r#"chance = "x == 1", odds = "5/8""#);
    fails(ONE_LOCKS, r#"chance = "x == 1", odds = "6/7""#, "5/8");

    holds(COUNTER, r#"chance = "x == 2", odds = "1/4""#);
    holds(COUNTER, r#"chance = "x == 2", odds = "2/8""#);
    holds(COUNTER, r#"chance = "x == 2", percent = 25"#);
    holds(COUNTER, r#"chance = "x == 2", percent = 25.00"#);
    fails(COUNTER, r#"chance = "x == 2", percent = 25.01"#, "1/4");
    fails(COUNTER, r#"chance = "x == 2", odds = "-1/4""#, "1/4");
    let overdraw = "global x = 100\nthread T * 2 { if x >= 80 { x = x - 80 } }";
    holds(overdraw, r#"schedules = "x == -60", count = 8, of = 70"#);
    holds(overdraw, r#"schedules = "x == 20", count = 62, of = 70"#);
    let spin = "global x = 0\nthread A { while x == 0 { } }\nthread B { x = 1 }";
    fails(spin, r#"schedules = "x == 1", count = 1"#, "unbounded");
    fails(spin, r#"chance = "x == 1", odds = "1/1""#, "unbounded");
}

#[test]
fn chances_and_preemptions_of_the_counter() {
    for (n, x, percent) in [(2, 2, "59.4727"), (2, 2, "59.5"), (3, 2, "0.5768"), (3, 6, "0.574")] {
        let claim = format!(r#"chance = "x == {x}", percent = {percent}, with = {{ n = {n} }}"#);
        holds(COUNTER, &claim);
    }
    fails(COUNTER, r#"chance = "x == 2", percent = 59.4728, with = { n = 2 }"#, "609/1024");
    // The fewest preemptions for each value that 2 × 2 and 2 × 3 increments can end with.
    for (n, x, preemptions) in
        [(2, 2, 1), (2, 3, 2), (2, 4, 0), (3, 2, 4), (3, 3, 1), (3, 4, 2), (3, 5, 2), (3, 6, 0)]
    {
        let steps = 6 * n;
        let claim = format!(
            r#"final = "x", can = {x}, steps = {steps}, preemptions = {preemptions}, with = {{ n = {n} }}"#
        );
        holds(COUNTER, &claim);
    }
}

#[test]
fn a_yield_or_a_lock_gives_up_the_turn_without_a_preemption() {
    let yields = "global x = 0\nthread A { let y = x; yield(); x = y + 1 }\nthread B { x = x + 1 }";
    // A switch after `yield` is free, so both can read 0 without any preemption.
    holds(yields, r#"final = "x", can = 1, preemptions = 0"#);
    let waits = "global x = 0\nsemaphore s = 0\nthread A { sem_wait(s); x = 1 }\n\
                 thread B { sem_post(s); x = 2 }";
    holds(waits, r#"final = "x", can = 2, preemptions = 1"#);
    holds(waits, r#"final = "x", can = 1, preemptions = 0"#);
}

#[test]
fn the_buffer_that_checks_once() {
    let buffer = |test: &str| {
        format!(
            "global n\nmutex m\ncondition c\n\
             thread producer {{ repeat 2 {{ lock(m); {test} n == 1 {{ cond_wait(c, m) }}\n\
             assert atomic_add(&n, 1) < 1; cond_signal(c); unlock(m) }} }}\n\
             thread consumer * 2 {{ lock(m); {test} n == 0 {{ cond_wait(c, m) }}\n\
             assert atomic_add(&n, -1) > 0; cond_signal(c); unlock(m) }}"
        )
    };
    let once = buffer("if");
    holds(&once, r#"fault = "assertion failed", steps = 15, preemptions = 0"#);
    holds(&once, r#"fault = "assertion failed in consumer1""#);
    holds(&once, r#"chance = "fault", percent = 25.0"#);
    let (verdict, schedule) = verdict(&once, "", "fault = false");
    assert_eq!(verdict.witness.unwrap().moves.len(), 15);
    let simplest = verdict.simplest.unwrap();
    assert_eq!((simplest.moves.len(), simplest.preemptions), (18, 0), "{schedule:?}");

    let again = buffer("while");
    holds(&again, "fault = false");
    holds(&again, "deadlock = true, steps = 22, preemptions = 0");
    holds(&again, r#"chance = "deadlock", percent = 8.3"#);
}

const PETERSON: &str = "const announce = 1\nconst give_way = 1\nglobal wants[2]\nglobal turn\n\
    thread P(i) * 2 { loop {\n\
        if announce { wants[i] = 1 }\n\
        if give_way { turn = 1 - i }\n\
        while wants[1 - i] == 1 && turn == 1 - i { }\n\
        critical cs { wants[i] = 0 }\n\
    } }";

#[test]
fn peterson_is_exclusive_and_live_and_needs_both_lines() {
    holds(PETERSON, r#"exclusive = "cs""#);
    holds(PETERSON, r#"progress = "cs""#);
    holds(PETERSON, "ends = false");
    holds(PETERSON, "deadlock = false");
    for dropped in ["announce", "give_way"] {
        fails(PETERSON, &format!(r#"exclusive = "cs", with = {{ {dropped} = 0 }}"#), "false");
    }
    // Without giving way both can wait for each other for ever: no deadlock, they spin.
    let proud = PETERSON.replace(" && turn == 1 - i", "");
    holds(&proud, r#"exclusive = "cs""#);
    fails(&proud, r#"progress = "cs""#, "P1 starves");
    holds(&proud, "deadlock = false");
}

#[test]
fn philosophers() {
    let table = "const n = 3\nconst mirrored = 0\nmutex stick[n]\n\
        thread P(i) * n { loop {\n\
            if mirrored && i == 0 { lock(stick[(i + 1) % n]); lock(stick[i]) }\n\
            else { lock(stick[i]); lock(stick[(i + 1) % n]) }\n\
            critical meal { unlock(stick[i]) }\n\
            unlock(stick[(i + 1) % n]) } }";
    for n in 2..=6 {
        // Only the first has to be interrupted: the others find their second stick taken.
        let claim = format!("deadlock = true, steps = {n}, preemptions = 1, with = {{ n = {n} }}");
        holds(table, &claim);
        holds(table, &format!("deadlock = false, with = {{ n = {n}, mirrored = 1 }}"));
    }
    // A lock is not passed over for ever, so each eats again and again where nobody deadlocks.
    holds(table, r#"progress = "meal", with = { mirrored = 1 }"#);
    // Nor does a deadlock count: it is a claim of its own.
    holds(table, r#"progress = "meal""#);
}

#[test]
fn what_ends_and_who_gets_in() {
    let flag = "global flag = 0\nthread A { while flag == 0 { } }\nthread B { flag = 1 }";
    holds(flag, "ends = true");
    fails(flag, "ends = false", "true");
    let never = "global flag = 0\nthread A { while flag == 0 { } }\nthread B { flag = 0 }";
    holds(never, "ends = false");
    shows(never, "ends = true", "B | A");
    holds(COUNTER, "ends = true");
    holds(CROSSED, "ends = true");

    // Whoever spins can be passed over for ever, whoever waits for a mutex cannot.
    let spin = "global l = 0\nglobal x = 0\nthread T * 2 { loop {\n\
                while test_and_set(&l) { }\ncritical cs { x = 1 }\nl = 0 } }";
    holds(spin, r#"exclusive = "cs""#);
    fails(spin, r#"progress = "cs""#, "T1 starves");
    let lock = "mutex m\nglobal x = 0\nthread T * 2 { loop {\n\
                lock(m); critical cs { x = 1 }; unlock(m) } }";
    holds(lock, r#"progress = "cs""#);
    holds(lock, "ends = false");
    // Who has left the loop for good has no claim to get in.
    let leaves = "mutex m\nglobal x = 0\nthread A { lock(m); critical cs { x = 1 }; unlock(m) }\n\
                  thread B { loop { lock(m); critical cs { x = 2 }; unlock(m) } }";
    holds(leaves, r#"progress = "cs""#);
    // A lock that is never given back.
    let keeps = "mutex m\nglobal x = 0\nthread A { lock(m); loop { x = 1 } }\n\
                 thread B { lock(m); critical cs { x = 2 } }";
    fails(keeps, r#"progress = "cs""#, "B starves");
    // A region that a round enters anew without a step outside it.
    let bare = "global x = 0\nthread A { loop { critical cs { x = 1 } } }";
    holds(bare, r#"progress = "cs""#);
    let stays = "global x = 0\nthread A { critical cs { loop { x = 1 } } }";
    fails(stays, r#"progress = "cs""#, "A starves");
}

#[test]
fn history_enters_the_state_only_where_it_is_asked_for() {
    let fork = "process p { global x = 1\nlet child = fork()\n\
                if child == 0 { x = 5; exit(0) }\nwait(child) }";
    holds(fork, r#"final = "p.x", is = 1"#);
    holds(fork, r#"final = "p.child1.x", is = 5"#);
    holds(fork, r#"final = "copied.data", is = 1"#);
    holds(fork, r#"possible = "frame(p.x) != frame(p.child1.x) && frame(p.child1.x) != 0""#);
    let local = "global x = 0\nthread A { let y = 3; x = y }\nthread B { x = 1 }";
    holds(local, r#"final = ["A.y", "x"], is = [[3, 1], [3, 3]]"#);
    holds(local, r#"possible = "A.y == 3 && x == 0""#);
    holds(local, r#"possible = "done(A) && alive(B)""#);
}

fn library(program: &str, claim: &str) -> deck::Library {
    let mut deck = deck::Library::default();
    let experiment = experiment(program, "", claim);
    let text = "format = 1\nid = \"d\"\nlanguages = [\"en\"]\ntitle = \"D\"\n";
    let mut read = deck::read(text).0.unwrap();
    read.experiments.push(experiment);
    deck.decks.push(read);
    deck
}

#[test]
fn what_is_over_the_budget_is_not_proved() {
    let go_on = &|_| ControlFlow::Continue(());
    let small = Budget { states: 10, ..Budget::default() };
    let proofs = |claim: &str, budget| {
        let proofs = deck::prove(&library(COUNTER, claim), budget, go_on);
        let rules: Vec<_> = proofs.findings.iter().map(|it| it.1.problem.rule()).collect();
        (proofs.proved, rules)
    };
    let holds = r#"always = "x <= 2""#;
    assert_eq!(proofs(holds, Budget::default()), (1, vec![]));
    assert_eq!(proofs(holds, small), (0, vec!["over-budget"]));
    // What was found is enough to refute a claim, or to show that something is possible.
    assert_eq!(proofs(r#"always = "x == 1""#, small), (0, vec!["claim-fails"]));
    assert_eq!(proofs(r#"possible = "x == 0""#, small), (1, vec![]));

    let stop = &|_| ControlFlow::Break(());
    let proofs = deck::prove(&library(COUNTER, holds), Budget::default(), stop);
    assert!(proofs.stopped && proofs.findings.is_empty() && proofs.proved == 0);
}

/// Three identical threads: fewer states when one stands for another, and fewer still when steps
/// that nobody sees are taken at once.
const TWINS: &str = "global x = 0\n\
                     thread T * 3 { repeat 2 { let y = x; y = y + 1; x = y } }";

#[test]
fn what_is_too_large_as_a_whole_is_proved_with_less_where_the_claim_allows() {
    let check = |claim: &str, proved: usize, rules: &[&str]| {
        let budget = Budget { states: 1_500, ..Budget::default() };
        let go_on = &|_| ControlFlow::Continue(());
        let proofs = deck::prove(&library(TWINS, claim), budget, go_on);
        let found: Vec<_> = proofs.findings.iter().map(|it| it.1.problem.rule()).collect();
        assert_eq!((proofs.proved, found.as_slice()), (proved, rules), "{claim}");
    };
    check(r#"final = "x", is = [2, 3, 4, 5, 6]"#, 1, &[]);
    check(r#"final = "x", is = [3, 4, 5, 6]"#, 0, &["claim-fails"]);
    check(r#"final = "x", can = 6"#, 1, &[]);
    check("deadlock = false", 1, &[]);
    check("fault = false", 1, &[]);
    check(r#"never = "x > 6""#, 1, &[]);
    check(r#"always = "x < 6""#, 0, &["claim-fails"]);
    // A length, a number of schedules, a place in the text, one of the twins: none of it is left.
    check(r#"final = "x", can = 6, steps = 24"#, 0, &["over-budget"]);
    check(r#"schedules = "x == 6", count = 6"#, 0, &["over-budget"]);
    check("ends = true", 0, &["over-budget"]);
    check(r#"never = "x > 6 && done(T1)""#, 0, &["over-budget"]);
}
