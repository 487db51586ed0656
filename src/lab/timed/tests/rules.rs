//! The rules of a tick, one by one: docs/lab.md says them.

use super::{check, draws, plain, slices_of, trace};
use crate::lab::timed::{Costs, Ending, Leave, MOST_TICKS, Policy, Setup, What};

fn round_robin(quantum: u32) -> Setup {
    slices_of(Policy::RoundRobin, quantum)
}

fn with(costs: Costs, setup: Setup) -> Setup {
    Setup { costs, ..setup }
}

const SWITCH: Costs = Costs { switch: 2, ..Costs::NONE };

#[test]
fn arrivals_queue_by_declaration_before_who_is_expired() {
    draws(
        "thread A { compute(4) }\nthread B at 2 { compute(2) }",
        &round_robin(2),
        "A 0-2, B 2-4, A 4-6",
    );
    draws(
        "thread A at 1 { compute(1) }\nthread B at 1 { compute(1) }",
        &plain(Policy::Fifo),
        "A 1-2, B 2-3",
    );
    // An end of I/O and an arrival of one moment: by declaration.
    draws(
        "thread A at 3 { compute(2) }\nthread B { compute(1); io(2); compute(1) }",
        &plain(Policy::Fifo),
        "B 0-1, A 3-5, B 5-6",
    );
}

#[test]
fn a_quantum_without_a_rival_starts_anew() {
    let alone = "thread A { compute(100) }";
    check(alone, &round_robin(1), &[("switches", "0"), ("time", "100")]);
    // The new one began at 2: B, who comes at 3, waits for its end.
    draws(
        "thread A { compute(9) }\nthread B at 3 { compute(1) }",
        &round_robin(2),
        "A 0-4, B 4-5, A 5-10",
    );
}

#[test]
fn what_ends_or_blocks_with_its_quantum_is_not_expired() {
    let jobs = "thread A { compute(2) }\nthread B { compute(2); io(1) }\nthread C { compute(2) }";
    check(jobs, &round_robin(2), &[("voluntary", "2"), ("involuntary", "0")]);
}

#[test]
fn the_first_load_is_paid_but_no_switch() {
    let two = "thread A { compute(1) }\nthread B { compute(1) }";
    let setup = with(SWITCH, plain(Policy::Fifo));
    check(two, &setup, &[("switches", "1"), ("lost", "4"), ("time", "6"), ("response(A)", "2")]);
    // A core that stood idle still has its last task.
    let again = "thread A { compute(1); io(5); compute(1) }";
    check(again, &setup, &[("switches", "0"), ("lost", "2"), ("idle", "5"), ("time", "9")]);
}

#[test]
fn an_address_space_costs_more() {
    let costs = Costs { switch: 2, address_space: 3, ..Costs::NONE };
    let setup = with(costs, plain(Policy::Fifo));
    let processes = "process A { compute(1) }\nprocess B { compute(1) }";
    check(processes, &setup, &[("lost", "7"), ("process_switches", "1")]);
    let threads = "process P { thread A { compute(1) }; thread B { compute(1) } }";
    check(threads, &setup, &[("lost", "4"), ("thread_switches", "1")]);
}

#[test]
fn a_switch_under_way_is_not_interrupted() {
    let costs = Costs { switch: 5, ..Costs::NONE };
    let jobs = "thread A { compute(3) }\nthread B at 2 priority 1 { compute(1) }";
    draws(jobs, &with(costs, plain(Policy::Priority)), "B 10-11, A 16-19");
}

#[test]
fn only_compute_can_be_cut() {
    let costs = Costs { system_call: 4, ..Costs::NONE };
    let jobs = "thread A { print(1); print(2) }\nthread B { compute(2) }";
    draws(jobs, &with(costs, round_robin(1)), "A 0-5, B 5-6, A 6-11, B 11-12");
    draws(jobs, &round_robin(1), "A 0-1, B 1-2, A 2-3, B 3-4");
    let urgent = "thread A { print(1); print(2) }\nthread B at 2 priority 1 { compute(1) }";
    draws(urgent, &with(costs, plain(Policy::Priority)), "A 0-5, B 5-6, A 6-11");
}

#[test]
fn what_is_cut_goes_on_where_it_was() {
    let jobs = "thread A { compute(10) }\nthread B at 4 priority 1 { compute(3) }";
    draws(jobs, &plain(Policy::Priority), "A 0-4, B 4-7, A 7-13");
    // One that is no better does not preempt.
    let equal = "thread A { compute(10) }\nthread B at 4 { compute(10) }";
    draws(equal, &plain(Policy::Srtf), "A 0-10, B 10-20");
    // The preempted waits before those of its rank.
    let three = "thread A { compute(5) }\nthread C { compute(5) }\n\
                 thread B at 2 priority 1 { compute(1) }";
    draws(three, &plain(Policy::Priority), "A 0-2, B 2-3, A 3-6, C 6-11");
}

#[test]
fn costs_of_steps() {
    let setup = |costs| with(costs, plain(Policy::Fifo));
    // load, add, store; then `compute` alone, whatever a step costs.
    let text = "global x = 0\nthread A { x = x + 1; compute(4) }";
    check(text, &setup(Costs::NONE), &[("time", "7")]);
    check(text, &setup(Costs { step: 3, ..Costs::NONE }), &[("time", "13")]);
    check(text, &setup(Costs { tlb_miss: 5, ..Costs::NONE }), &[("time", "12")]);
    check(text, &setup(Costs { step: 0, ..Costs::NONE }), &[("time", "4")]);
    let calls = "pipe p[1]\nthread A { print(1); write(p, 1); let y = read(p); yield() }";
    check(calls, &setup(Costs::NONE), &[("time", "3")]);
    check(calls, &setup(Costs { system_call: 2, ..Costs::NONE }), &[("time", "11")]);
    check(calls, &setup(Costs::NONE), &[("ipc_bytes", "4")]);
    // A mutex that is free is taken without the kernel; an atomic operation looks up one page.
    let free = "mutex m\nglobal x = 0\n\
                thread A { lock(m); unlock(m); atomic_add(&x, 1); free(malloc(1)) }";
    let costs = Costs { system_call: 9, tlb_miss: 1, ..Costs::NONE };
    check(free, &setup(costs), &[("time", "6"), ("tlb_misses", "1")]);
    let spawn = "fn f() { compute(1) }\nprocess p { let t = spawn f(); join(t) }";
    check(spawn, &setup(Costs { create: 7, ..Costs::NONE }), &[("work(p)", "9")]);
    let fork = "process p { let c = fork(); if c == 0 { exit(0) }; wait(c) }";
    let costs = Costs { fork: 20, page_copy: 3, ..Costs::NONE };
    // The fork writes its result on the shared stack, which copies that page.
    check(fork, &setup(costs), &[("work(p)", "26"), ("page_copies", "1")]);
}

#[test]
fn io_takes_no_core() {
    draws(
        "thread A { compute(1); io(3); compute(1) }\nthread B { compute(2) }",
        &plain(Policy::Fifo),
        "A 0-1, B 1-3, A 4-5",
    );
    let text = "thread A { io(3) }\nthread B { io(0); compute(1) }";
    check(text, &plain(Policy::Fifo), &[("time", "3"), ("blocked(A)", "3"), ("blocked(B)", "0")]);
    // A task ends with the I/O that is its last step.
    check("thread A { compute(1); io(9) }", &plain(Policy::Fifo), &[("turnaround(A)", "10")]);
}

#[test]
fn what_cannot_run_blocks_at_once_and_costs_nothing() {
    let text = "mutex m\nthread A { lock(m); compute(4); unlock(m) }\n\
                thread B { lock(m); compute(1); unlock(m) }\nthread C { compute(3) }";
    // A: lock 0-1; B is blocked at 2 and woken by the unlock, which ends at 9.
    draws(text, &round_robin(2), "A 0-2, C 2-4, A 4-6, C 6-7, A 7-9, B 9-12");
    check(text, &round_robin(2), &[("blocked(B)", "7"), ("waiting(B)", "2"), ("work(B)", "3")]);
}

#[test]
fn a_release_wakes_the_first_in_line_which_may_lose_and_stays_first() {
    // B and C wait for m. A releases it and takes it again at once, before B is on the core: B
    // loses, and is woken again before C.
    let text = "mutex m\nthread A { lock(m); compute(3); unlock(m); lock(m); compute(1); unlock(m) }\n\
                thread B { lock(m); unlock(m) }\nthread C { lock(m); unlock(m) }";
    draws(text, &round_robin(2), "A 0-2, A 2-6, A 6-8, B 8-10, C 10-12");
}

#[test]
fn a_signal_wakes_who_slept_first() {
    let text = "mutex m\ncondition c\n\
                thread W1 { io(3); lock(m); cond_wait(c, m); unlock(m) }\n\
                thread W2 { lock(m); cond_wait(c, m); unlock(m) }\n\
                thread S { io(9); lock(m); cond_signal(c); unlock(m); io(5); cond_signal(c) }";
    let trace = trace(text, &plain(Policy::Fifo));
    let woken = trace.events.iter().filter_map(|it| match it.what {
        What::Machine(crate::machine::Event::Woken { task, .. }) => Some(&*trace.task(task)?.name),
        _ => None,
    });
    assert_eq!(woken.collect::<Vec<_>>(), ["W2", "W1"]);
    assert_eq!(trace.ending, Ending::Finished);
}

#[test]
fn yield_lets_others_go_first() {
    let text = "thread A { compute(1); yield(); compute(1) }\nthread B { compute(2) }";
    draws(text, &plain(Policy::Fifo), "A 0-1, B 1-3, A 3-4");
    check(text, &plain(Policy::Fifo), &[("voluntary", "2")]);
    let costs = Costs { system_call: 2, ..Costs::NONE };
    draws(text, &with(costs, plain(Policy::Fifo)), "A 0-3, B 3-5, A 5-6");
    // Nobody else is there.
    draws("thread A { compute(1); yield(); compute(1) }", &plain(Policy::Fifo), "A 0-2");
}

#[test]
fn what_is_made_joins_at_the_next_tick() {
    let text = "fn f() { compute(2) }\nprocess p { let t = spawn f(); compute(2) ; join(t) }";
    let setup = Setup { cores: 2, ..plain(Policy::Fifo) };
    draws(text, &setup, "p@0 0-3, p.worker1@1 1-3, p@0 3-4");
    check(text, &setup, &[("response(p.worker1)", "0"), ("blocked(p)", "0")]);
}

#[test]
fn shortest_first_looks_for_the_next_compute() {
    // Both are ready at 1; what they come to decides, not the steps before it.
    let text = "global x = 0\nthread A { compute(1) }\nthread L { x = 1; compute(9) }\n\
                thread S { x = 1; x = 2; x = 3; compute(2) }\nthread N { x = 1 }";
    draws(text, &plain(Policy::Sjf), "N 0-1, A 1-2, S 2-7, L 7-17");
}

#[test]
fn one_queue_and_the_last_core() {
    let setup = Setup { cores: 2, ..with(SWITCH, plain(Policy::Fifo)) };
    // A finds its core free again: nothing to load.
    let text = "thread A { compute(2); io(2); compute(2) }\nthread B { compute(10) }";
    draws(text, &setup, "A@0 2-4, B@1 2-12, A@0 6-8");
    check(text, &setup, &[("switches", "0"), ("lost", "4")]);
    // C takes A's core meanwhile; A goes where a core is free first.
    let third = "thread A { compute(2); io(4); compute(2) }\nthread B { compute(3) }\n\
                 thread C { compute(9) }";
    draws(third, &Setup { costs: Costs::NONE, ..setup }, "A@0 0-2, B@1 0-3, C@0 2-11, A@1 6-8");
    // The worst is preempted, not the first.
    let worst = "thread A priority 2 { compute(9) }\nthread B priority 1 { compute(9) }\n\
                 thread C at 3 priority 3 { compute(2) }";
    let setup = Setup { cores: 2, ..plain(Policy::Priority) };
    draws(worst, &setup, "A@0 0-9, B@1 0-3, C@1 3-5, B@1 5-11");
    // A free core serves the newcomer; nobody has to leave for it.
    let free = "thread A { compute(4) }\nthread B at 2 { compute(2) }";
    draws(free, &Setup { cores: 2, ..round_robin(2) }, "A@0 0-4, B@1 2-4");
}

#[test]
fn cores_work_at_once_and_take_effect_in_order() {
    // Both see the mutex free at 0; the lower core gets it, and the other has paid for its step.
    let text = "mutex m\nthread A { lock(m); compute(2); unlock(m) }\n\
                thread B { lock(m); compute(2); unlock(m) }";
    let setup = Setup { cores: 2, ..plain(Policy::Fifo) };
    draws(text, &setup, "A@0 0-4, B@1 0-1, B@1 4-7");
    check(text, &setup, &[("work", "8"), ("work(B)", "4"), ("blocked(B)", "3")]);
    // Two increments at once lose one.
    let lost = "global x = 0\nprocess p { global y = 0; thread A { y = y + 1 }\n\
                thread B { y = y + 1; print(y) } }";
    let lost = lost.replace("global x = 0\n", "");
    let printed = trace(&lost, &setup).events.into_iter().find_map(|it| match it.what {
        What::Machine(crate::machine::Event::Printed { value, .. }) => Some(value),
        _ => None,
    });
    assert_eq!(printed, Some(1));
}

#[test]
fn the_tlb() {
    let two = "process P * 2 { global x = 0; repeat 10 { x = x + 1 } }";
    let tagged = |tagged| Setup { tagged, ..round_robin(3) };
    check(two, &tagged(false), &[("tlb_misses", "20")]);
    check(two, &tagged(true), &[("tlb_misses", "2")]);
    // Threads share their pages.
    let threads = "global x = 0\nthread T * 2 { repeat 10 { x = x + 1 } }";
    check(threads, &tagged(false), &[("tlb_misses", "1")]);
    // Each core has its own.
    let cores = Setup { cores: 2, ..tagged(true) };
    check(threads, &cores, &[("tlb_misses", "2")]);
    // A page has 4 words, and 8 pages are held: of 9 in a row the one that is needed has just gone.
    let walk = |pages: usize| {
        let reads: String = (0..pages).map(|it| format!("y = a[{}]; ", 4 * it)).collect();
        format!("global a[64]\nthread A {{ let y = 0; repeat 2 {{ {reads} }} }}")
    };
    check(&walk(8), &plain(Policy::Fifo), &[("tlb_misses", "8")]);
    check(&walk(9), &plain(Policy::Fifo), &[("tlb_misses", "18")]);
    let large = Setup { tlb: 9, ..plain(Policy::Fifo) };
    check(&walk(9), &large, &[("tlb_misses", "9")]);
    check(&walk(2), &Setup { tlb: 0, ..large }, &[("tlb_misses", "4")]);
}

#[test]
fn pages_are_copied_on_the_first_write() {
    let text = "process p { global a[8]\n a[0] = 1; let c = fork()\n\
                if c == 0 { a[0] = 2; a[1] = 3; a[4] = 4; exit(0) }; wait(c); a[0] = 5 }";
    // The stack by the fork itself, two data pages by the child; then the parent's are its own.
    check(text, &plain(Policy::Fifo), &[("page_copies", "3"), ("frames", "6")]);
}

#[test]
fn a_fault_spares_other_processes() {
    let text =
        "process a { let p = 0; *p = 1 }\nprocess b { compute(5) }\nprocess c { compute(5) }";
    check(text, &plain(Policy::Fifo), &[("survivors", "2")]);
    let threads = "thread A { let p = 0; *p = 1 }\nthread B { compute(5) }";
    check(threads, &plain(Policy::Fifo), &[("survivors", "0"), ("time", "2")]);
}

#[test]
fn an_end_on_another_core() {
    // The main thread ends its process: the other thread ends on its core in the same moment.
    let text = "fn f() { compute(50) }\nprocess p { let t = spawn f(); compute(5) }\n\
                process q { compute(3) }";
    let setup = Setup { cores: 2, ..plain(Policy::Fifo) };
    let trace = trace(text, &setup);
    assert_eq!((trace.time, trace.ending), (6, Ending::Finished));
    check(text, &setup, &[("work(p.worker1)", "3"), ("work(p)", "6")]);
}

#[test]
fn how_runs_end() {
    let crossed = "mutex a\nmutex b\nthread A { lock(a); compute(3); lock(b); unlock(b); unlock(a) }\n\
                   thread B { lock(b); compute(3); lock(a); unlock(a); unlock(b) }";
    let trace = |text, setup| trace(text, &setup);
    assert_eq!(trace(crossed, round_robin(2)).ending, Ending::Deadlock);
    assert_eq!(trace(crossed, plain(Policy::Fifo)).ending, Ending::Finished);
    let endless = trace("thread A { loop { compute(50) } }", plain(Policy::Fifo));
    assert_eq!(endless.ending, Ending::Stopped(MOST_TICKS));
    let timeless = trace("thread A { loop { yield() } }", plain(Policy::Fifo));
    assert_eq!(timeless.ending, Ending::Stopped(1));
    let two = trace("thread A * 2 { loop { yield() } }", plain(Policy::RoundRobin));
    assert_eq!(two.ending, Ending::Stopped(1));
    let nothing = trace("thread A { }", plain(Policy::Fifo));
    assert_eq!((nothing.ending, nothing.time), (Ending::Finished, 0));
}

#[test]
fn a_switch_says_why() {
    let text = "thread A { compute(2); io(1); compute(1) }\nthread B { compute(4) }";
    let trace = trace(text, &round_robin(1));
    let why: Vec<_> = trace.switches().map(|it| it.2.from.map(|from| from.1)).collect();
    use Leave::{Blocked, Ended, Expired};
    assert_eq!(
        why,
        [None, Some(Expired), Some(Expired), Some(Blocked), Some(Expired), Some(Ended)]
    );
}
