//! What every command works with: the streams, the settings, the library, the store.
//!
//! Invariant: the library and the store are opened when first needed, so a command pays only for
//! what it uses. Nothing is printed but through here.

use std::{
    cell::{Cell, OnceCell, RefCell},
    io::{self, Write},
    rc::Rc,
};

use crate::{
    deck::{Finding, Kind, Library, Problem, Source},
    message::{self, failure::Trouble},
    record::{CardKey, Moment},
    schedule::{Day, Scheduler},
    store::{Device, Notice, Options, Store, StoreError},
    text::{Lang, Severity},
    view::{Line, Paper, Role, paint},
};

use super::{
    cli::Global,
    clock::{self, Clock},
    config::Settings,
    environment::Environment,
    failure::Failure,
    files,
    paths::Paths,
    terminal::Terminal,
};

/// Deck files that were read, with what kept them from being text.
#[derive(Default)]
pub(super) struct Sources {
    /// The files.
    pub(super) files: Vec<Source>,
    /// What was found in them, by their place.
    pub(super) findings: Vec<(usize, Finding)>,
}

impl Sources {
    /// Takes in a file.
    pub(super) fn add(&mut self, file: files::File) {
        let (source, found) = decode(file);
        let at = self.files.len();
        self.findings.extend(found.into_iter().map(|found| (at, found)));
        self.files.push(source);
    }
}

/// The library with what its files said.
pub(super) struct Loaded {
    /// The cards.
    pub(super) library: Library,
    /// The files, for excerpts.
    pub(super) sources: Vec<Source>,
    /// What was found in them.
    pub(super) findings: Vec<(usize, Finding)>,
    /// Directories and files that could not be read.
    pub(super) troubles: Vec<Trouble>,
}

impl Loaded {
    /// The library of these files.
    pub(super) fn new(sources: Sources, troubles: Vec<Trouble>) -> Loaded {
        let Sources { files: sources, mut findings } = sources;
        let (library, found) = crate::deck::library(&sources);
        findings.extend(found);
        Loaded { library, sources, findings, troubles }
    }

    /// How many errors a file has, by its place.
    pub(super) fn errors(&self, at: usize) -> usize {
        let of_file = self.findings.iter().filter(|(of, _)| *of == at);
        of_file.filter(|(_, found)| found.severity == Severity::Error).count()
    }
}

/// The state of the program.
pub(super) struct App {
    pub(super) environment: Environment,
    pub(super) global: Global,
    pub(super) paths: Option<Paths>,
    pub(super) clock: Clock,
    pub(super) seed: u64,
    pub(super) settings: Settings,
    pub(super) terminal: Terminal,
    pub(super) scheduler: Scheduler,
    loaded: OnceCell<Loaded>,
    library_told: Cell<bool>,
    store: Option<Rc<RefCell<Store>>>,
    /// What opening the store had to say; told once.
    pub(super) notices: Vec<Notice>,
    /// What is wrong with the configuration; told once.
    pub(super) troubles: Vec<Trouble>,
    /// Whether commands come on standard input, so nothing else can.
    pub(super) input_taken: bool,
    /// Whether a quiz was held since the prompt last looked.
    pub(super) has_asked: bool,
}

impl App {
    /// An app for these options. Nothing is opened yet; the settings of an existing log are looked
    /// up in passing.
    pub(super) fn new(environment: Environment, global: Global) -> Result<App, Failure> {
        let clock = Clock::new(environment.now.as_deref()).map_err(Trouble::BadNow)?;
        let paths = Paths::new(&environment);
        let logged =
            paths.as_ref().map(|paths| Store::settings_in(&paths.data)).unwrap_or_default();
        let (settings, troubles) =
            Settings::resolve(&global, &environment, &logged, paths.as_ref());
        let terminal =
            Terminal::new(&environment, global.color, settings.ascii(), settings.accessible());
        Ok(App {
            scheduler: Scheduler::new(settings.policy()),
            seed: clock::seed(environment.seed.as_deref()),
            loaded: OnceCell::new(),
            library_told: Cell::new(false),
            store: None,
            notices: Vec::new(),
            environment,
            global,
            paths,
            clock,
            settings,
            terminal,
            troubles,
            input_taken: false,
            has_asked: false,
        })
    }

    /// Finds the settings anew, after the log or the options changed.
    pub(super) fn resolve_settings(&mut self) {
        let logged = match (&self.store, &self.paths) {
            (Some(store), _) => store.borrow().settings().unwrap_or_default(),
            (None, Some(paths)) => Store::settings_in(&paths.data),
            (None, None) => Default::default(),
        };
        let (settings, _) =
            Settings::resolve(&self.global, &self.environment, &logged, self.paths.as_ref());
        self.scheduler = Scheduler::new(settings.policy());
        if let Some(store) = &self.store {
            // Only the retention can differ, which no derived row depends on.
            let _ = store.borrow_mut().set_scheduler(self.clock.now(), &self.scheduler);
        }
        self.terminal = Terminal::new(
            &self.environment,
            self.global.color,
            settings.ascii(),
            settings.accessible(),
        );
        self.settings = settings;
    }

    /// The language of the screen.
    pub(super) fn lang(&self) -> Lang {
        self.settings.lang()
    }

    /// How to lay out now.
    pub(super) fn paper(&self) -> Paper {
        self.terminal.paper()
    }

    /// The present moment.
    pub(super) fn now(&self) -> Moment {
        self.clock.now()
    }

    /// The present study day.
    pub(super) fn today(&self) -> Day {
        self.day(self.now())
    }

    /// The study day of a moment.
    pub(super) fn day(&self, moment: Moment) -> Day {
        Day::of(moment, self.scheduler.policy().rollover_hour)
    }

    /// The store, opened at the first call.
    pub(super) fn store(&mut self) -> Result<Rc<RefCell<Store>>, Failure> {
        if let Some(store) = &self.store {
            return Ok(Rc::clone(store));
        }
        let paths = self.paths.as_ref().ok_or(Trouble::NoHome)?;
        let fresh = format!("{:012x}", clock::seed(None) >> 16);
        let device = match &self.environment.device {
            Some(name) => Device::Fixed(name),
            None => Device::Fresh(&fresh),
        };
        let (store, notices) = Store::open(
            &paths.data,
            device,
            self.clock.now(),
            &self.scheduler,
            Options::default(),
        )?;
        self.notices.extend(notices);
        let store = Rc::new(RefCell::new(store));
        self.store = Some(Rc::clone(&store));
        Ok(store)
    }

    /// The library, read at the first call.
    pub(super) fn loaded(&self) -> &Loaded {
        self.loaded.get_or_init(|| {
            let mut read = Sources { files: files::built_in(), ..Sources::default() };
            let mut troubles = Vec::new();
            for (place, _) in &self.settings.decks {
                match files::deck_paths(place) {
                    Ok(paths) => {
                        for path in paths {
                            match files::read(&path) {
                                Ok(file) => read.add(file),
                                Err(trouble) => troubles.push(trouble),
                            }
                        }
                    }
                    Err(trouble) => troubles.push(trouble),
                }
            }
            Loaded::new(read, troubles)
        })
    }

    /// The cards.
    pub(super) fn library(&self) -> &Library {
        &self.loaded().library
    }

    /// The person's own wording of a card's answer.
    pub(super) fn kept(&self, key: &CardKey) -> Result<Option<String>, Failure> {
        let Some(store) = &self.store else { return Ok(None) };
        Ok(store.borrow().standing(&self.library().keys_of(key))?.kept)
    }

    /// A point of a card in the language of the screen.
    pub(super) fn point_text(&self, key: &CardKey, id: &str) -> Option<String> {
        let (_, card) = self.library().card(key)?;
        let Kind::Explain(explain) = &card.kind else { return None };
        let point = explain.points.iter().find(|point| *point.id == *id)?;
        Some(point.text.get(self.lang()).to_owned())
    }

    /// The one card of this name.
    ///
    /// # Errors
    /// When none or several have it.
    pub(super) fn card(&self, name: &str) -> Result<CardKey, Trouble> {
        named(self.library(), name)
    }

    /// Prints lines on standard output.
    pub(super) fn show(&self, lines: &[Line]) -> io::Result<()> {
        self.write(&paint(lines, self.terminal.colour))
    }

    /// Writes text on standard output as it is: JSON, and pages that are painted already.
    pub(super) fn write(&self, text: &str) -> io::Result<()> {
        super::report::print(text)
    }

    /// Prints a sentence on standard output.
    pub(super) fn say(&self, sentence: &str) -> io::Result<()> {
        self.show(&self.paper().paragraphs(Role::Plain, sentence, 0))
    }

    /// Prints lines on standard error.
    pub(super) fn tell(&self, lines: &[Line]) -> io::Result<()> {
        io::stderr().lock().write_all(paint(lines, self.terminal.error_colour).as_bytes())
    }

    /// Tells, once, what opening files had to say: a recovered database, decks with errors.
    pub(super) fn tell_notices(&mut self) -> io::Result<()> {
        let lang = self.lang();
        let mut lines = Vec::new();
        for trouble in std::mem::take(&mut self.troubles) {
            lines.extend(super::report::trouble(lang, &trouble));
        }
        if let Some(store) = &self.store {
            self.notices.extend(store.borrow_mut().take_notices());
        }
        for notice in std::mem::take(&mut self.notices) {
            let sentence = super::storage::notice(lang, &notice, self.clock.now());
            lines.push(super::report::notice(sentence, lang));
        }
        self.tell(&lines)
    }

    /// Tells, once, if answers could not be saved where they are to be saved.
    pub(super) fn tell_unwritable(&self) -> io::Result<()> {
        let Some((place, error)) = self.paths.as_ref().and_then(Paths::unwritable) else {
            return Ok(());
        };
        let error = StoreError::Directory { path: place, source: error };
        self.tell(&super::report::failure_lines(self.lang(), &Failure::Store(error)))
    }

    /// Lets other processes write, until this one writes again.
    pub(super) fn release(&mut self) {
        if let Some(store) = &self.store {
            store.borrow_mut().release();
        }
    }

    /// Tells, once, what is wrong with the library's files, in a line each.
    pub(super) fn tell_library(&self) -> io::Result<()> {
        if self.library_told.replace(true) {
            return Ok(());
        }
        let lang = self.lang();
        let loaded = self.loaded();
        let mut lines = Vec::new();
        for trouble in &loaded.troubles {
            lines.extend(super::report::trouble(lang, trouble));
        }
        for (at, source) in loaded.sources.iter().enumerate() {
            let errors = loaded.errors(at);
            if errors > 0 {
                let text = message::home::deck_errors(lang, &source.path, errors);
                lines.push(Line::new().with(Role::Warning, text));
            }
            let of_file = loaded.findings.iter().filter(|(of, _)| *of == at);
            for (_, found) in of_file {
                if let Problem::DeckShadowed { deck, .. } = &found.problem {
                    let text = message::home::shadowed(lang, deck, &source.path);
                    lines.push(Line::new().with(Role::Muted, text));
                }
            }
        }
        self.tell(&lines)
    }
}

/// A file's text, with what kept it from being one.
pub(super) fn decode(file: files::File) -> (Source, Vec<Finding>) {
    let (text, findings) = match file.bytes {
        Ok(bytes) => crate::deck::decode(&bytes),
        Err(size) => (None, vec![crate::deck::too_large(size)]),
    };
    (Source { path: file.path, text: text.unwrap_or_default() }, findings)
}

/// The one card of this name in a library.
///
/// # Errors
/// When none or several have it.
pub(super) fn named(library: &Library, name: &str) -> Result<CardKey, Trouble> {
    let mut keys = library.find(name);
    match keys.len() {
        1 => Ok(keys.remove(0)),
        0 => {
            let names: Vec<String> = library
                .cards()
                .flat_map(|(key, ..)| [key.card.to_string(), key.to_string()])
                .collect();
            let near = super::near::near(name, names.iter().map(String::as_str));
            Err(Trouble::UnknownCard { name: name.to_owned(), near })
        }
        _ => Err(Trouble::AmbiguousCard {
            name: name.to_owned(),
            keys: keys.iter().map(CardKey::to_string).collect(),
        }),
    }
}
