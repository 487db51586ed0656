//! Lines, columns and carets.

use super::*;
use crate::deck::{Problem, read};

/// The excerpt for the first `needle` of a text.
fn draw(text: &str, needle: &str, width: usize) -> String {
    let start = text.find(needle).unwrap();
    let finding = Problem::EmptyPattern.at(start..start + needle.len());
    excerpt(File { path: "d.toml", text }, &finding, Style { lang: Lang::En, width, colour: false })
}

/// The line of the file and the line of the caret.
fn lines(text: &str, needle: &str, width: usize) -> String {
    let drawn = draw(text, needle, width);
    let lines: Vec<&str> = drawn.lines().skip(3).take(2).collect();
    lines.join("\n")
}

#[test]
fn carets() {
    #[track_caller]
    fn check(text: &str, needle: &str, expect: &str) {
        let drawn = lines(text, needle, 60);
        assert_eq!(drawn, expect.trim_start_matches('\n'), "\n{drawn}");
    }
    check("a = 1", "1", "\n1 | a = 1\n  |     ^");
    check("키 = 값", "값", "\n1 | 키 = 값\n  |      ^^");
    check("\tx = 1", "1", "\n1 |     x = 1\n  |         ^");
    check("a = \"\u{1b}[31m\" 1", " 1", "\n1 | a = \"␛[31m\" 1\n  |            ^^");
    check("\u{1112}\u{1161}\u{11ab} = 1\r\nb", "1", "\n1 | 한 = 1\n  |      ^");
    check("a = '''한\nb'''", "'''한\nb'''", "\n1 | a = '''한\n  |     ^^^^^");
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let long = "가나다 ".repeat(200_000);
    for text in [format!("a = \"{long}\" !"), format!("! {long}"), format!("{long} ! {long}")] {
        for width in [40, 80] {
            let drawn = draw(&text, "!", width);
            assert!(drawn.lines().skip(1).take(4).all(|it| it.width() <= width), "{drawn}");
            let [line, caret] = [3, 4].map(|it| drawn.lines().nth(it).unwrap());
            let mark = line.find('!').unwrap();
            assert_eq!(line[..mark].width(), caret.find('^').unwrap(), "{drawn}");
        }
    }
}

#[test]
fn the_path_has_the_place_in_the_file() {
    let text = format!("\n{}!", "가".repeat(300));
    assert!(draw(&text, "!", 60).contains("--> d.toml:2:301\n"));
}

#[test]
fn what_a_file_holds_reaches_no_terminal() {
    let text = "\u{1b}]0;x\u{7} = 1\n[[\"\u{1b}[2J\u{202e}\"]]\n";
    let file = File { path: "a\u{1b}.toml", text };
    for finding in read(text).1 {
        for lang in Lang::ALL {
            let drawn = excerpt(file, &finding, Style { lang, width: 60, colour: false });
            let line = short(file, &finding, lang);
            assert!(!format!("{drawn}{line}").chars().any(|c| c != '\n' && c.is_control()));
            assert!(!format!("{drawn}{line}").contains('\u{202e}'));
        }
    }
}

#[test]
fn colour_is_a_choice() {
    let finding = Problem::EmptyPattern.at(0..1);
    let file = File { path: "a.toml", text: "a" };
    let draw = |colour| excerpt(file, &finding, Style { lang: Lang::En, width: 60, colour });
    assert!(draw(true).contains("\u{1b}["));
    assert!(!draw(false).contains('\u{1b}'));
}
