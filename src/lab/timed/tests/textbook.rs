//! What textbooks reckon, to the tick: Arpaci-Dusseau and Arpaci-Dusseau, *Operating Systems: Three
//! Easy Pieces* (OSTEP); Silberschatz, Galvin and Gagne, *Operating System Concepts* (OSC), 10th
//! edition.

use super::{check, draws, plain, slices_of};
use crate::lab::timed::{Costs, Policy, Setup};

/// OSTEP 7.3 to 7.7.
#[test]
fn turnaround_and_response() {
    let equal = "thread A { compute(10) }\nthread B { compute(10) }\nthread C { compute(10) }";
    let long = "thread A { compute(100) }\nthread B { compute(10) }\nthread C { compute(10) }";
    let late = "thread A { compute(100) }\nthread B at 10 { compute(10) }\n\
                thread C at 10 { compute(10) }";
    let five = "thread A { compute(5) }\nthread B { compute(5) }\nthread C { compute(5) }";
    check(equal, &plain(Policy::Fifo), &[("turnaround", "20")]);
    check(long, &plain(Policy::Fifo), &[("turnaround", "110")]);
    check(long, &plain(Policy::Sjf), &[("turnaround", "50")]);
    check(late, &plain(Policy::Sjf), &[("turnaround", "310/3")]);
    check(late, &plain(Policy::Srtf), &[("turnaround", "50"), ("response", "10/3")]);
    check(five, &slices_of(Policy::RoundRobin, 1), &[("turnaround", "14"), ("response", "1")]);
    check(five, &plain(Policy::Sjf), &[("turnaround", "10"), ("response", "5")]);
}

/// OSTEP 7.8: A computes for 10 ms five times and waits for the disk for 10 ms each time; B needs
/// 50 ms. Treating each burst as a job overlaps them.
#[test]
fn overlap() {
    let jobs = "thread A { repeat 4 { compute(10); io(10) }; compute(10) }\n\
                thread B { compute(50) }";
    // At 80 both have ten ticks left, so B is not preempted.
    draws(
        jobs,
        &plain(Policy::Srtf),
        "A 0-10, B 10-20, A 20-30, B 30-40, A 40-50, B 50-60, A 60-70, B 70-90, A 90-100",
    );
    check(jobs, &plain(Policy::Srtf), &[("utilisation", "1"), ("time", "100")]);
    // Without: B waits for the end of A's bursts, or A for the end of B.
    check(jobs, &plain(Policy::Fifo), &[("time", "130"), ("idle", "30")]);
}

/// OSC 5.3.1: the convoy effect. Who stands behind a long burst waits for all of it.
#[test]
fn convoy() {
    let convoy = "thread P1 { compute(24) }\nthread P2 { compute(3) }\nthread P3 { compute(3) }";
    let ahead = "thread P2 { compute(3) }\nthread P3 { compute(3) }\nthread P1 { compute(24) }";
    check(convoy, &plain(Policy::Fifo), &[("waiting", "17")]);
    check(ahead, &plain(Policy::Fifo), &[("waiting", "3")]);
    // OSC 5.3.3
    check(convoy, &slices_of(Policy::RoundRobin, 4), &[("waiting", "17/3")]);
    // Short bursts behind a long one, again and again: the disks stand idle.
    let bound = "thread C { repeat 3 { compute(100); io(1) } }\n\
                 thread I * 2 { repeat 3 { compute(1); io(9) } }";
    let fifo = [("work(C)", "300"), ("blocked(I1)", "27"), ("turnaround(I1)", "314")];
    check(bound, &plain(Policy::Fifo), &fifo);
    check(bound, &plain(Policy::Srtf), &[("turnaround(I1)", "30"), ("turnaround(I2)", "31")]);
}

/// OSC 5.3.2.
#[test]
fn shortest_first() {
    let four = "thread P1 { compute(6) }\nthread P2 { compute(8) }\nthread P3 { compute(7) }\n\
                thread P4 { compute(3) }";
    check(four, &plain(Policy::Sjf), &[("waiting", "7")]);
    check(four, &plain(Policy::Fifo), &[("waiting", "10.25")]);
    let late = "thread P1 { compute(8) }\nthread P2 at 1 { compute(4) }\n\
                thread P3 at 2 { compute(9) }\nthread P4 at 3 { compute(5) }";
    check(late, &plain(Policy::Srtf), &[("waiting", "6.5")]);
    check(late, &plain(Policy::Sjf), &[("waiting", "7.75")]);
}

/// OSC 5.3.4, where 1 is the most urgent: here 9 is.
#[test]
fn priorities() {
    let five = "thread P1 priority 7 { compute(10) }\nthread P2 priority 9 { compute(1) }\n\
                thread P3 priority 6 { compute(2) }\nthread P4 priority 5 { compute(1) }\n\
                thread P5 priority 8 { compute(5) }";
    check(five, &plain(Policy::Priority), &[("waiting", "8.2")]);
    let equals = "thread P1 priority 7 { compute(4) }\nthread P2 priority 8 { compute(5) }\n\
                  thread P3 priority 8 { compute(8) }\nthread P4 priority 9 { compute(7) }\n\
                  thread P5 priority 7 { compute(3) }";
    draws(
        equals,
        &slices_of(Policy::Priority, 2),
        "P4 0-7, P2 7-9, P3 9-11, P2 11-13, P3 13-15, P2 15-16, P3 16-20, P1 20-22, P5 22-24, \
         P1 24-26, P5 26-27",
    );
}

/// OSTEP 7.7 and lmbench's `lat_ctx` as its measure: quanta used in full lose s/(q+s).
#[test]
fn overhead_of_round_robin() {
    let two = "thread A { compute(1000) }\nthread B { compute(1000) }";
    let processes = "process A { compute(1000) }\nprocess B { compute(1000) }";
    for (quantum, share) in [(10, "1/3"), (100, "1/21"), (1000, "1/201")] {
        let costs = Costs { switch: 5, ..Costs::NONE };
        let setup = Setup { costs, ..slices_of(Policy::RoundRobin, quantum) };
        check(two, &setup, &[("overhead", share), ("work", "2000")]);
        check(processes, &setup, &[("overhead", share)]);
        let switches = (2 * 1000 / quantum - 1).to_string();
        check(processes, &setup, &[("process_switches", &switches)]);
    }
}

/// G. M. Amdahl, *Validity of the single processor approach to achieving large scale computing
/// capabilities* (1967): with a fifth that cannot be divided, n cores are 100 / (20 + 80 / n) times
/// as fast, and never five times.
#[test]
fn amdahl() {
    for cores in 1..=8_usize {
        let text = format!(
            "const n = {cores}\nsemaphore go = 0\n\
             thread S {{ compute(20); repeat n {{ sem_post(go) }} }}\n\
             thread W * n {{ sem_wait(go); compute((80 + n - 1) / n) }}"
        );
        let costs = Costs { step: 0, ..Costs::NONE };
        let setup = Setup { cores, costs, ..plain(Policy::Fifo) };
        let time = (20 + 80_usize.div_ceil(cores)).to_string();
        check(&text, &setup, &[("time", &time)]);
    }
}

/// Two long jobs and one that waits for the disk, with a switch of 2 ticks, and quanta of 1 and 4.
/// The work is the same 85 ticks, so the longer quantum only loses less. (A model in which `io` takes
/// a tick of CPU reckons 90 ticks of work, and with a quantum of 1 five more expiries: 83.)
#[test]
fn quantum() {
    let jobs = "thread A { compute(40) }\nthread B { compute(40) }\n\
                thread I { repeat 5 { compute(1); io(10) } }";
    let costs = Costs { switch: 2, ..Costs::NONE };
    #[track_caller]
    fn check_run(jobs: &str, setup: &Setup, [switches, involuntary, time]: [&str; 3]) {
        let same = [("work", "85"), ("blocked(I)", "50"), ("idle", "0")];
        check(jobs, setup, &same);
        check(jobs, setup, &[("switches", switches), ("involuntary", involuntary)]);
        check(jobs, setup, &[("time", time)]);
    }
    let setup = |quantum| Setup { costs, ..slices_of(Policy::RoundRobin, quantum) };
    // Every tick of work is preceded by a load of two.
    check_run(jobs, &setup(1), ["84", "78", "255"]);
    check_run(jobs, &setup(4), ["24", "18", "135"]);
}
