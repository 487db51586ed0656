//! The command line and the REPL's commands: one definition for both.
//!
//! Invariant: a command has the same name, arguments and meaning in both places. No help text
//! stands here; `message` words all of it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, builder::PossibleValuesParser};

use crate::{lab::timed::Policy, text::Lang};

/// Everything that can be said to viva.
#[derive(Debug, Parser)]
#[command(name = "viva", version, disable_help_subcommand = true, disable_help_flag = true)]
#[command(disable_version_flag = true, infer_long_args = false)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// Options of every command.
#[derive(Args, Clone, Debug, Default, PartialEq)]
pub(super) struct Global {
    #[arg(long, global = true, value_name = "ko|en", value_parser = parse_lang)]
    pub(super) lang: Option<Lang>,
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) decks: Vec<PathBuf>,
    #[arg(long, global = true, value_name = "WHEN", value_enum)]
    pub(super) color: Option<ColorChoice>,
    #[arg(long, global = true)]
    pub(super) ascii: bool,
    #[arg(long, global = true)]
    pub(super) accessible: bool,
    #[arg(short = 'h', long, global = true, action = clap::ArgAction::HelpShort)]
    pub(super) help: Option<bool>,
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    pub(super) version: Option<bool>,
}

impl Global {
    /// Takes what `other` says; the rest stays.
    pub(super) fn take(&mut self, other: Global) {
        self.lang = other.lang.or(self.lang);
        self.color = other.color.or(self.color);
        self.ascii |= other.ascii;
        self.accessible |= other.accessible;
        self.decks.extend(other.decks);
    }
}

/// When output has colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    Auto,
    Always,
    Never,
}

/// A command.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Quiz(Quiz),
    Interview(Interview),
    Decks(Json),
    Cards(Cards),
    Show(Show),
    Find(Find),
    Cover(Cover),
    Due(Due),
    Stats(Json),
    History(History),
    Log(Log),
    Undo,
    Suspend(Suspend),
    Resume(Suspend),
    Lang(SetLang),
    Config(Config),
    Deck(DeckCommand),
    Lab(LabCommand),
    Doctor(Doctor),
    Backup(Backup),
    Restore(Restore),
    Help(Help),
    #[command(alias = "exit")]
    Quit,
}

/// Which cards a command is about.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Filter {
    #[arg(long, value_name = "DECK")]
    pub(super) deck: Option<String>,
    #[arg(long, value_name = "TOPIC")]
    pub(super) topic: Option<String>,
    #[arg(long, value_name = "TAG")]
    pub(super) tag: Option<String>,
}

#[derive(Args, Clone, Debug, Default)]
pub(super) struct Quiz {
    #[command(flatten)]
    pub(super) filter: Filter,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) limit: Option<u32>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub(super) minutes: Option<u32>,
    #[arg(long)]
    pub(super) cram: bool,
    #[arg(long)]
    pub(super) reveal: bool,
}

#[derive(Args, Clone, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Interview {
    #[command(subcommand)]
    pub(super) action: Option<InterviewAction>,
    #[command(flatten)]
    pub(super) filter: Filter,
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=3))]
    pub(super) level: u8,
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=10))]
    pub(super) roots: u8,
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(0..=9))]
    pub(super) depth: u8,
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=180))]
    pub(super) minutes: u32,
    #[arg(long, conflicts_with = "practice")]
    pub(super) strict: bool,
    #[arg(long)]
    pub(super) practice: bool,
    #[arg(long, conflicts_with = "strict")]
    pub(super) spoken: bool,
    #[arg(long, conflicts_with_all = ["strict", "practice", "spoken"])]
    pub(super) host: bool,
}

#[derive(Clone, Debug, Subcommand)]
pub(super) enum InterviewAction {
    List(Json),
    Show(ShowInterview),
    Compare(CompareInterviews),
}

#[derive(Args, Clone, Debug)]
pub(super) struct CompareInterviews {
    #[arg(value_name = "BEFORE")]
    pub(super) before: Option<String>,
    #[arg(value_name = "AFTER")]
    pub(super) after: Option<String>,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Args, Clone, Debug)]
pub(super) struct ShowInterview {
    #[arg(value_name = "NAME")]
    pub(super) name: Option<String>,
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub(super) format: ReportFormat,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    Text,
    Markdown,
    Html,
    Json,
}

#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Json {
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Cards {
    #[command(flatten)]
    pub(super) filter: Filter,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Show {
    #[arg(value_name = "CARD")]
    pub(super) card: String,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Find {
    #[arg(value_name = "TEXT", required = true, num_args = 1..)]
    pub(super) text: Vec<String>,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Cover {
    #[arg(value_name = "CARD", required_unless_present = "batch", conflicts_with = "batch")]
    pub(super) card: Option<String>,
    #[arg(long, value_name = "FILE", requires = "json")]
    pub(super) batch: Option<PathBuf>,
    #[arg(long, value_name = "PATH")]
    pub(super) deck: Option<PathBuf>,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Due {
    #[command(flatten)]
    pub(super) filter: Filter,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Args, Clone, Debug)]
pub(super) struct History {
    #[arg(value_name = "CARD")]
    pub(super) card: String,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Log {
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) limit: Option<u32>,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Suspend {
    #[arg(value_name = "CARD")]
    pub(super) card: String,
}

#[derive(Args, Clone, Debug)]
pub(super) struct SetLang {
    #[arg(value_name = "ko|en", value_parser = parse_lang)]
    pub(super) to: Option<Lang>,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Config {
    #[command(subcommand)]
    pub(super) action: Option<ConfigAction>,
}

#[derive(Clone, Debug, Subcommand)]
pub(super) enum ConfigAction {
    Show {
        #[arg(long)]
        origin: bool,
    },
    Set {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(value_name = "VALUE")]
        value: String,
    },
    Unset {
        #[arg(value_name = "NAME")]
        name: String,
    },
}

#[derive(Args, Clone, Debug)]
pub(super) struct DeckCommand {
    #[command(subcommand)]
    pub(super) action: DeckAction,
}

#[derive(Clone, Debug, Subcommand)]
pub(super) enum DeckAction {
    Check {
        #[arg(value_name = "PATH", required = true, num_args = 1..)]
        paths: Vec<PathBuf>,
        #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
        #[arg(hide_default_value = true, hide_possible_values = true)]
        format: CheckFormat,
    },
    Explain {
        #[arg(value_name = "RULE")]
        rule: Option<String>,
    },
}

#[derive(Args, Clone, Debug)]
pub(super) struct LabCommand {
    #[command(subcommand)]
    pub(super) action: LabAction,
}

#[derive(Clone, Debug, Subcommand)]
pub(super) enum LabAction {
    List(Json),
    #[command(name = "show")]
    Show(ShowExperiment),
    Run(Run),
    Step(Step),
    Drive(Drive),
    Explore(Explore),
    Open(Open),
}

/// An experiment of a deck, by its name or its file, or a program in a file of its own.
#[derive(Args, Clone, Debug)]
pub(super) struct Target {
    #[arg(value_name = "EXPERIMENT")]
    pub(super) target: String,
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_constant)]
    pub(super) set: Vec<(String, i64)>,
}

#[derive(Args, Clone, Debug)]
pub(super) struct ShowExperiment {
    #[command(flatten)]
    pub(super) target: Target,
    #[arg(long)]
    pub(super) steps: bool,
    #[arg(long)]
    pub(super) json: bool,
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub(super) svg: Option<PathBuf>,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Run {
    #[command(flatten)]
    pub(super) target: Target,
    #[arg(long, value_name = "NAME")]
    pub(super) run: Option<String>,
    #[command(flatten)]
    pub(super) scheduler: Scheduler,
    #[arg(long, value_name = "N", conflicts_with_all = ["schedule", "run"])]
    pub(super) seed: Option<u64>,
    #[arg(long, value_name = "A,B,..", conflicts_with = "run")]
    pub(super) schedule: Option<String>,
    #[arg(long)]
    pub(super) json: bool,
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub(super) svg: Option<PathBuf>,
}

/// What a timed run goes under, where it is not what the experiment says.
#[derive(Args, Clone, Debug)]
pub(super) struct Scheduler {
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=8))]
    pub(super) cores: Option<u8>,
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(Policy::ALL.map(|it| it.0)))]
    pub(super) policy: Option<String>,
    #[arg(long, value_name = "TICKS", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) quantum: Option<u32>,
    #[arg(long, value_name = "TICKS", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) boost: Option<u32>,
    #[arg(long)]
    pub(super) tagged: bool,
    #[arg(long)]
    pub(super) no_costs: bool,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Step {
    #[command(flatten)]
    pub(super) target: Target,
    #[arg(long, value_name = "A,B,..")]
    pub(super) schedule: Option<String>,
    #[arg(long)]
    pub(super) plain: bool,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Drive {
    #[command(flatten)]
    pub(super) target: Target,
    #[arg(long, value_name = "GOAL")]
    pub(super) goal: Option<String>,
    #[arg(long)]
    pub(super) plain: bool,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Explore {
    #[command(flatten)]
    pub(super) target: Target,
    #[arg(long)]
    pub(super) json: bool,
    #[arg(long, requires = "json")]
    pub(super) timing: bool,
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub(super) svg: Option<PathBuf>,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Open {
    #[arg(value_name = "EXPERIMENT")]
    pub(super) target: String,
}

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    Text,
    Json,
    Short,
}

#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Doctor {
    #[arg(long)]
    pub(super) repair: bool,
}

#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Backup {
    #[arg(long)]
    pub(super) list: bool,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Restore {
    #[arg(value_name = "BACKUP")]
    pub(super) backup: String,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Help {
    #[arg(value_name = "COMMAND", num_args = 0..)]
    pub(super) about: Vec<String>,
}

fn parse_constant(text: &str) -> Result<(String, i64), String> {
    let (name, value) = text.split_once('=').ok_or("NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.trim().parse().map_err(|_| "NAME=VALUE")?))
}

fn parse_lang(code: &str) -> Result<Lang, String> {
    code.parse().map_err(|()| "ko, en".to_owned())
}
