//! Expressions over measures of timed runs: `q10.overhead`, `one.time / two.time >= 1.9`.
//!
//! Invariant: reading ends after a time that the length of the text bounds, and nothing is read
//! beyond [`MOST_BYTES`]; a value is exact. Which runs and tasks there are is for the caller to say.

use num_bigint::BigInt;
use num_rational::BigRational;

use crate::{
    lab::timed::{Fraction, Metric},
    program::{Finding, Meaning, Problem, Wanted, limits, nearest},
    text::Span,
};

/// A longer expression is refused.
const MOST_BYTES: usize = 1024;

/// A measure as it is named: `q10.turnaround(A)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The run, if it is named, with its place.
    pub run: Option<(Box<str>, Span)>,
    /// What is measured.
    pub metric: Metric,
    /// The task, if one is meant, with its place.
    pub task: Option<(Box<str>, Span)>,
    /// The place of the whole.
    pub span: Span,
}

/// A part of an expression, in postfix order.
#[derive(Clone, Debug, PartialEq)]
enum Item {
    Number(BigRational),
    Measured(Measured),
    Negate,
    Binary(char),
}

/// An expression that has a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    items: Vec<Item>,
}

/// Two expressions, and what is said of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The left one.
    pub left: Measure,
    /// What is said.
    pub operator: &'static str,
    /// The right one.
    pub right: Measure,
}

/// The operators of comparisons, longer ones first.
const COMPARISONS: [&str; 6] = ["<=", ">=", "==", "!=", "<", ">"];

impl Measure {
    /// The measures that it is made of.
    pub fn measured(&self) -> impl Iterator<Item = &Measured> {
        self.items.iter().filter_map(|it| match it {
            Item::Measured(measured) => Some(measured),
            _ => None,
        })
    }

    /// Measures of no named run are those of this one.
    pub fn of_run(&mut self, run: &str) {
        for item in &mut self.items {
            if let Item::Measured(measured) = item {
                measured.run.get_or_insert_with(|| (run.into(), measured.span));
            }
        }
    }

    /// Its value, from those of its measures; None if one has none, or something is divided by 0.
    pub fn value(&self, of: &mut impl FnMut(&Measured) -> Option<Fraction>) -> Option<BigRational> {
        let zero = BigRational::from(BigInt::ZERO);
        let mut stack: Vec<BigRational> = Vec::new();
        for item in &self.items {
            let value = match item {
                Item::Number(number) => number.clone(),
                Item::Measured(measured) => exact(of(measured)?),
                Item::Negate => -stack.pop()?,
                Item::Binary(operator) => {
                    let (right, left) = (stack.pop()?, stack.pop()?);
                    match operator {
                        '+' => left + right,
                        '-' => left - right,
                        '*' => left * right,
                        _ if right == zero => return None,
                        _ => left / right,
                    }
                }
            };
            stack.push(value);
        }
        stack.pop()
    }
}

impl Comparison {
    /// Whether it is true of these values of its sides.
    pub fn holds(&self, left: &BigRational, right: &BigRational) -> bool {
        let order = left.cmp(right);
        match self.operator {
            "<=" => order.is_le(),
            ">=" => order.is_ge(),
            "==" => order.is_eq(),
            "!=" => order.is_ne(),
            "<" => order.is_lt(),
            _ => order.is_gt(),
        }
    }
}

fn exact(fraction: Fraction) -> BigRational {
    BigRational::new((*fraction.numer()).into(), (*fraction.denom()).into())
}

/// The number that is written as `3`, `-1.5` or `1/3`.
pub fn number(text: &str) -> Option<BigRational> {
    let (above, below) = text.split_once('/').unwrap_or((text, "1"));
    let (above, below) = (decimal(above.trim())?, decimal(below.trim())?);
    (below != BigRational::from(BigInt::ZERO)).then(|| above / below)
}

fn decimal(text: &str) -> Option<BigRational> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: BigInt = format!("{whole}{part}").parse().ok()?;
    let places = u32::try_from(part.len()).ok()?;
    Some(BigRational::new(digits, BigInt::from(10).pow(places)))
}

/// Reads an expression.
///
/// # Errors
/// What is wrong with it: one finding, at its place.
pub fn measure(text: &str) -> Result<Measure, Finding> {
    let mut reader = Reader::new(text)?;
    let items = reader.whole()?;
    reader.end()?;
    Ok(Measure { items })
}

/// Reads a comparison.
///
/// # Errors
/// What is wrong with it: one finding, at its place.
pub fn comparison(text: &str) -> Result<Comparison, Finding> {
    let mut reader = Reader::new(text)?;
    let left = Measure { items: reader.whole()? };
    let Some(operator) = COMPARISONS.into_iter().find(|it| reader.take(it)) else {
        return Err(reader.expected(Wanted::Comparison));
    };
    let right = Measure { items: reader.whole()? };
    reader.end()?;
    Ok(Comparison { left, operator, right })
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    items: Vec<Item>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Result<Reader<'a>, Finding> {
        if MOST_BYTES < text.len() {
            let problem = Problem::TooLarge { bytes: text.len(), limit: MOST_BYTES };
            return Err(problem.at(0..text.chars().next().map_or(0, char::len_utf8)));
        }
        Ok(Reader { text, at: 0, depth: 0, items: Vec::new() })
    }

    /// What is left, after spaces.
    fn rest(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let trimmed = rest.trim_start();
        self.at += rest.len() - trimmed.len();
        trimmed
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn expected(&mut self, wanted: Wanted) -> Finding {
        let found: Option<Box<str>> = self.rest().chars().next().map(|it| it.to_string().into());
        let end = self.at + found.as_ref().map_or(0, |it| it.len());
        Problem::Expected { wanted, found }.at(self.at..end)
    }

    fn end(&mut self) -> Result<(), Finding> {
        if self.rest().is_empty() { Ok(()) } else { Err(self.expected(Wanted::EndOfExpression)) }
    }

    fn whole(&mut self) -> Result<Vec<Item>, Finding> {
        self.sum()?;
        Ok(std::mem::take(&mut self.items))
    }

    fn sum(&mut self) -> Result<(), Finding> {
        self.product()?;
        while let Some(operator) = ['+', '-'].into_iter().find(|it| self.take(&it.to_string())) {
            self.product()?;
            self.items.push(Item::Binary(operator));
        }
        Ok(())
    }

    fn product(&mut self) -> Result<(), Finding> {
        self.unary()?;
        while let Some(operator) = ['*', '/'].into_iter().find(|it| self.take(&it.to_string())) {
            self.unary()?;
            self.items.push(Item::Binary(operator));
        }
        Ok(())
    }

    fn unary(&mut self) -> Result<(), Finding> {
        self.depth += 1;
        if limits::NESTING < self.depth {
            return Err(Problem::TooDeep { limit: limits::NESTING }.at(self.at..self.at));
        }
        if self.take("-") {
            self.unary()?;
            self.items.push(Item::Negate);
        } else if self.take("(") {
            self.sum()?;
            if !self.take(")") {
                return Err(self.expected(Wanted::Token(")")));
            }
        } else {
            self.primary()?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// A word of letters, digits, `_`, and hyphens between them.
    fn word(&mut self) -> (&'a str, Span) {
        let rest = self.rest();
        let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let word = rest.split(|c| !part(c)).next().unwrap_or_default().trim_end_matches('-');
        let start = self.at;
        self.at += word.len();
        (word, Span { start, end: self.at })
    }

    fn primary(&mut self) -> Result<(), Finding> {
        let rest = self.rest();
        let start = self.at;
        let digits = rest.split(|c: char| !c.is_ascii_digit() && c != '.').next();
        let number = digits.filter(|it| it.starts_with(|c: char| c.is_ascii_digit()));
        // What goes on with letters is the name of a run, such as `2-cores` or `4.time`.
        if let Some(number) = number.map(|it| it.trim_end_matches('.'))
            && !rest[number.len()..].starts_with(|c: char| c.is_alphanumeric() || "._-".contains(c))
        {
            self.at += number.len();
            let problem = Problem::NumberForm.at(start..self.at);
            self.items.push(Item::Number(decimal(number).ok_or(problem)?));
            return Ok(());
        }
        let (mut name, mut span) = self.word();
        if name.is_empty() {
            return Err(self.expected(Wanted::Expression));
        }
        let mut run = None;
        if self.take(".") {
            run = Some((name.into(), span));
            (name, span) = self.word();
        }
        let Some((_, metric)) = Metric::ALL.into_iter().find(|it| it.0 == name) else {
            if name.is_empty() {
                return Err(self.expected(Wanted::Name));
            }
            let suggestion = nearest(name, Metric::ALL.iter().map(|it| it.0));
            let what = Meaning::Measure;
            return Err(Problem::UnknownName { name: name.into(), what, suggestion }.at(span));
        };
        let task = if self.take("(") { Some(self.task(metric, span)?) } else { None };
        let span = Span { start, end: self.at };
        self.items.push(Item::Measured(Measured { run, metric, task, span }));
        Ok(())
    }

    /// The task between brackets, of which the first is behind.
    fn task(&mut self, metric: Metric, name: Span) -> Result<(Box<str>, Span), Finding> {
        let rest = self.rest();
        let end = rest.find([')', '(']).unwrap_or(rest.len());
        let task = rest[..end].trim_end();
        let span = Span { start: self.at, end: self.at + task.len() };
        self.at += end;
        if task.is_empty() {
            return Err(self.expected(Wanted::Name));
        }
        if !self.take(")") {
            return Err(self.expected(Wanted::Token(")")));
        }
        if metric.of_task().is_none() {
            let problem = Problem::Arity { name: metric.name().into(), wanted: 0, found: 1 };
            return Err(problem.at(name.start..self.at));
        }
        Ok((task.into(), span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Measures of two runs: `one` takes 20 ticks, `two-cores` 10; task A turns around in 7.
    fn look(measured: &Measured) -> Option<Fraction> {
        let run = measured.run.as_ref().map_or("", |it| &it.0);
        match (run, measured.metric, measured.task.as_ref().map(|it| &*it.0)) {
            ("one", Metric::Time, None) => Some(20.into()),
            ("two-cores" | "2-cores" | "2", Metric::Time, None) => Some(10.into()),
            ("", Metric::Overhead, None) => Some(Fraction::new(1, 3)),
            ("", Metric::Turnaround, Some("shop.A")) => Some(7.into()),
            _ => None,
        }
    }

    #[test]
    fn values() {
        #[track_caller]
        fn check(text: &str, expect: Option<&str>) {
            let value = measure(text).unwrap().value(&mut look);
            assert_eq!(value, expect.map(|it| number(it).unwrap()), "{text}");
        }
        check("one.time / two-cores.time", Some("2"));
        check("overhead", Some("1/3"));
        check("1 - overhead * 3 / 2", Some("0.5"));
        check("-(one.time - 2-cores.time) + 2.time", Some("0"));
        check("turnaround( shop.A ) + 0.25", Some("7.25"));
        check("one.time / (one.time - 20)", None);
        check("one.switches", None);
        check("10 - 2 - 3", Some("5"));
    }

    #[test]
    fn comparisons() {
        #[track_caller]
        fn check(text: &str, expect: bool) {
            let it = comparison(text).unwrap();
            let sides = [&it.left, &it.right].map(|it| it.value(&mut look).unwrap());
            assert_eq!(it.holds(&sides[0], &sides[1]), expect, "{text}");
        }
        check("one.time / two-cores.time >= 1.9", true);
        check("one.time / two-cores.time > 2", false);
        check("overhead == 1/3", true);
        check("overhead != 0.3333", true);
        check("one.time<two-cores.time", false);
        check("one.time <= two-cores.time * 2", true);
    }

    #[test]
    fn numbers() {
        assert_eq!(number("0.50"), number("1/2"));
        assert_eq!(number("-1.5"), number("-3/2"));
        for wrong in ["", "1/0", "1.2.3", "x", "1/2/3"] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn findings() {
        #[track_caller]
        fn check(text: &str, place: &str, problem: Problem) {
            let finding = measure(text).err().or_else(|| comparison(text).err()).unwrap();
            assert_eq!(&text[finding.span.start..finding.span.end], place, "{text}");
            assert_eq!(finding.problem, problem);
        }
        let unknown = |name: &str, suggestion: Option<&str>| {
            let (name, suggestion) = (name.into(), suggestion.map(Box::from));
            Problem::UnknownName { name, what: Meaning::Measure, suggestion }
        };
        check("q10.overhed", "overhed", unknown("overhed", Some("overhead")));
        check("utilization", "utilization", unknown("utilization", Some("utilisation")));
        check("one.time-two.time", "time-two", unknown("time-two", None));
        let arity = Problem::Arity { name: "time".into(), wanted: 0, found: 1 };
        check("q.time(A) + 1", "time(A)", arity);
        let wanted =
            |wanted, found: Option<&str>| Problem::Expected { wanted, found: found.map(Box::from) };
        check("", "", wanted(Wanted::Expression, None));
        check("time +", "", wanted(Wanted::Expression, None));
        check("(time", "", wanted(Wanted::Token(")"), None));
        check("time 3", "3", wanted(Wanted::EndOfExpression, Some("3")));
        check("work(A", "", wanted(Wanted::Token(")"), None));
        check("one.", "", wanted(Wanted::Name, None));
        check(&"(".repeat(100), "", Problem::TooDeep { limit: limits::NESTING });
        check(&"1+".repeat(600), "1", Problem::TooLarge { bytes: 1200, limit: MOST_BYTES });
        let without = comparison("time").unwrap_err();
        assert_eq!(without.problem, wanted(Wanted::Comparison, None));
    }
}
