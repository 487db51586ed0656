use super::*;
#[test]
fn deep_probe() {
    let dots = vec!["a"; 79].join(".");
    let text = format!("{} = 1{}", vec![dots.clone(); 79].join(" = { "), " }".repeat(78));
    let (_, found) = read(&text);
    eprintln!("{} findings {:?}", found.len(), found.first());
    for unit in ["[", "{a=", "a.", "a=1\n", "a\n", "a = {", "\"", "[[a]]\n", "a=[[1,"] {
        let text = unit.repeat(8 * 1024 * 1024 / unit.len());
        let now = std::process::Command::new("date").arg("+%s.%N").output().unwrap();
        let (_, found) = read(&text);
        let then = std::process::Command::new("date").arg("+%s.%N").output().unwrap();
        let f = |o: std::process::Output| {
            String::from_utf8(o.stdout).unwrap().trim().parse::<f64>().unwrap()
        };
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let peak = status.lines().find(|l| l.starts_with("VmHWM")).unwrap().to_owned();
        eprintln!("{unit:?} {} {:.2} {peak}", found.len(), f(then) - f(now));
    }
}
