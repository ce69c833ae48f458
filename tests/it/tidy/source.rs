//! Reads Rust just well enough to find paths: no parser, but comments, strings and `use` groups are understood.

/// The text with every comment and the content of every string and character blanked; lines stay where they are.
pub fn without_comments_and_strings(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = blank_end(&chars, at);
        if end == at {
            out.push(chars[at]);
            at += 1;
        } else {
            out.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    out
}

/// Where the comment, string or character that begins at `at` ends; `at` itself if none begins there.
fn blank_end(chars: &[char], at: usize) -> usize {
    let next = |ahead: usize| chars.get(at + ahead).copied();
    let starts_word = at == 0 || !is_word(chars[at - 1]);
    match (chars[at], next(1)) {
        ('/', Some('/')) => chars[at..].iter().position(|c| *c == '\n').map_or(chars.len(), |length| at + length),
        ('/', Some('*')) => {
            let ends = |pair: &[char]| pair == ['*', '/'];
            chars[at + 2..].windows(2).position(ends).map_or(chars.len(), |length| at + 2 + length + 2)
        }
        ('r', Some('"' | '#')) if starts_word => raw_string_end(chars, at + 1).unwrap_or(at),
        ('b', Some('r')) if starts_word && matches!(next(2), Some('"' | '#')) => {
            raw_string_end(chars, at + 2).unwrap_or(at)
        }
        // A lifetime has no second quote.
        ('"', _) | ('\'', Some('\\')) => quoted_end(chars, at),
        ('\'', _) if next(2) == Some('\'') => at + 3,
        _ => at,
    }
}

fn quoted_end(chars: &[char], at: usize) -> usize {
    let mut end = at + 1;
    while end < chars.len() && chars[end] != chars[at] {
        end += 1 + usize::from(chars[end] == '\\');
    }
    (end + 1).min(chars.len())
}

/// The end of a raw string whose `#` or quote is at `at`; `None` for a raw identifier.
fn raw_string_end(chars: &[char], at: usize) -> Option<usize> {
    let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
    if chars.get(at + hashes) != Some(&'"') {
        return None;
    }
    let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let from = at + hashes + 1;
    let length = chars[from..].windows(close.len()).position(|window| window == close);
    Some(length.map_or(chars.len(), |length| from + length + close.len()))
}

/// Blanked text without the items under `#[cfg(test)]`; lines stay where they are.
pub fn without_tests(text: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(MARK) {
        out.push_str(&rest[..at]);
        let item = &rest[at..];
        let mut depth = 0;
        let end = item[MARK.len()..].find(|c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            depth == 0 && matches!(c, '}' | ';')
        });
        let end = end.map_or(item.len(), |end| MARK.len() + end + 1);
        out.extend(item[..end].chars().filter(|c| *c == '\n'));
        rest = &item[end..];
    }
    out + rest
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Every identifier of a blanked text with its line.
pub fn idents(text: &str) -> Vec<(usize, &str)> {
    let lines = text.lines().enumerate();
    lines
        .flat_map(|(at, line)| line.split(|c| !is_word(c)).filter(|w| !w.is_empty()).map(move |w| (at + 1, w)))
        .collect()
}

/// Every path of a blanked text that begins with `root`, without it, a `use` group taken apart, each with its line.
/// `use root;` and `use root as name;` give an empty path's only part, `self`.
pub fn paths(text: &str, root: &str) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(length) = text[from..].find(root) {
        let at = from + length;
        let (before, after) = (&text[..at], &text[at + root.len()..]);
        // A path that only contains the root does not begin with it, save the `super`s of `super::super`.
        let begins = !before.ends_with(|c| is_word(c) || c == '$' || c == '.') && !before.trim_end().ends_with("::");
        let line = before.matches('\n').count() + 1;
        if begins && let Some(tree) = after.trim_start().strip_prefix("::") {
            let offset = text.len() - tree.len();
            read_tree(text, offset, &[], &mut found);
        } else if begins && before.trim_end().ends_with("use") && after.trim_start().starts_with([';', 'a']) {
            found.push((line, vec!["self".to_owned()]));
        }
        from = at + root.len();
    }
    found
}

/// Reads one path or group at `at`; gives where it ends.
fn read_tree(text: &str, at: usize, prefix: &[String], found: &mut Vec<(usize, Vec<String>)>) -> usize {
    let at = text.len() - text[at..].trim_start().len();
    let rest = &text[at..];
    if rest.starts_with('{') {
        let mut at = at + 1;
        loop {
            at = text.len() - text[at..].trim_start().len();
            match text[at..].chars().next() {
                None => return at,
                Some('}') => return at + 1,
                Some(c) if is_word(c) || c == '{' => at = read_tree(text, at, prefix, found),
                // A comma, a star, or what this reader does not know.
                Some(c) => at += c.len_utf8(),
            }
        }
    }
    let word: String = rest.chars().take_while(|c| is_word(*c)).collect();
    let end = at + word.len();
    let path = [prefix, &[if word.is_empty() { "*".to_owned() } else { word }]].concat();
    match text[end..].strip_prefix("::") {
        // A turbofish ends the path.
        Some(more) if more.starts_with(|c| is_word(c) || c == '{' || c == '*') => {
            read_tree(text, end + 2, &path, found)
        }
        _ => {
            found.push((text[..at].matches('\n').count() + 1, path));
            let renamed = text[end..].trim_start().strip_prefix("as ").map(str::trim_start);
            renamed.map_or(end, |name| text.len() - name.trim_start_matches(is_word).len())
        }
    }
}

#[test]
fn comments_and_strings_are_blanked() {
    let check = |text: &str, expect: &str| assert_eq!(without_comments_and_strings(text), expect, "{text}");
    check("a // b\nc", "a     \nc");
    check("a /* b\n */ c", "a     \n    c");
    check("f(\"a \\\" b\") // c", "f(        )     ");
    check("r#\"a\"b\"# c", "         c");
    check("'\"' 'a' '\\'' &'a b", "             &'a b");
    check("for r in b", "for r in b");
}

#[test]
fn paths_are_found() {
    let check = |text: &str, root: &str, expect: &[(usize, &str)]| {
        let found: Vec<(usize, String)> = paths(text, root).into_iter().map(|(l, path)| (l, path.join("::"))).collect();
        let expect: Vec<(usize, String)> = expect.iter().map(|(line, path)| (*line, (*path).to_owned())).collect();
        assert_eq!(found, expect, "{text}");
    };
    check("use crate::a::B;", "crate", &[(1, "a::B")]);
    check("use crate::{a, b::{self, C as D}, e::*};", "crate", &[(1, "a"), (1, "b::self"), (1, "b::C"), (1, "e::*")]);
    check("use crate::{\n a,\n b::C,\n};\ncrate::d()", "crate", &[(2, "a"), (3, "b::C"), (5, "d")]);
    check("pub(crate) fn f() -> $crate::a {}", "crate", &[]);
    check("use tantivy;\nuse tantivy as t;\ntantivy.a()", "tantivy", &[(1, "self"), (2, "self")]);
    check("my_tantivy::a; x::tantivy::b", "tantivy", &[]);
    check("tantivy::Result<tantivy::A>", "tantivy", &[(1, "Result"), (1, "A")]);
    check("use super::super::a;", "super", &[(1, "super::a")]);
    check("a.iter().collect::<crate::a::B>()", "crate", &[(1, "a::B")]);
}
