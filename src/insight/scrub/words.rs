//! What identifies and is no number: e-mail addresses, link codes, keys, the queries of web addresses.

/// What stands before a link code.
const LINK_WORDS: [&str; 3] = ["연결코드", "연결 코드", "연결"];
/// Letters of each half of a link code.
const HALF: usize = 4;
/// A run of so many Latin letters and figures, both, is a key: an API key, a token, a user key.
const SHORTEST_KEY: usize = 20;
/// How an at sign is said.
const SPOKEN_AT: &str = "골뱅이";

/// The text with a word in brackets for each of them.
pub(super) fn cut(text: &str) -> String {
    let text: Vec<char> = text.chars().collect();
    let text = without_queries(&text);
    let text = without_addresses(&text);
    without_codes(&text)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// Cuts what stands behind `?` or `#` in a web address, and who is named before its host.
fn without_queries(text: &[char]) -> Vec<char> {
    let in_address =
        |c: &char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '`' | '\\' | '^' | '{' | '|' | '}');
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let end = at + text[at..].iter().take_while(|c| in_address(c)).count();
        if end == at {
            out.push(text[at]);
            at += 1;
            continue;
        }
        let address = &text[at..end];
        let query = address.iter().position(|c| matches!(c, '?' | '#' | ';'));
        match query.filter(|query| is_web(&address[..*query])) {
            Some(query) => out.extend(&address[..query]),
            None => out.extend(address),
        }
        at = end;
    }
    out
}

/// Whether this begins a web address: a scheme, or a host with a dot and a path or query behind it.
fn is_web(address: &[char]) -> bool {
    if address.windows(3).any(|three| three == [':', '/', '/']) {
        return true;
    }
    let host: Vec<char> = address.iter().copied().take_while(|c| *c != '/').collect();
    let labels: Vec<&[char]> = host.split(|c| *c == '.').collect();
    let last = labels[labels.len() - 1];
    labels.len() > 1 && last.len() > 1 && last.iter().all(char::is_ascii_alphabetic)
}

/// Cuts `name@host`, also with a blank on either side or a spoken at sign.
fn without_addresses(text: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let spoken = text[at..].iter().copied().take(SPOKEN_AT.chars().count()).eq(SPOKEN_AT.chars());
        let sign = match text[at] {
            '@' => 1,
            _ if spoken => SPOKEN_AT.chars().count(),
            _ => {
                out.push(text[at]);
                at += 1;
                continue;
            }
        };
        let blanks = |from: &[char]| usize::from(from.first() == Some(&' '));
        let host_start = at + sign + blanks(&text[(at + sign).min(text.len())..]);
        let host_char = |c: &&char| is_word(**c) || matches!(c, '.' | '-');
        let host = text[host_start.min(text.len())..].iter().take_while(host_char).count();
        let blank = usize::from(out.last() == Some(&' '));
        let before = &out[..out.len() - blank];
        let latin =
            before.iter().rev().take_while(|c| is_word(**c) || matches!(c, '.' | '_' | '%' | '+' | '-')).count();
        let name = match latin {
            0 if blank == 0 => before.iter().rev().take_while(|c| c.is_alphanumeric()).count(),
            latin => latin,
        };
        // `@channel` is the name of a channel, and `골뱅이` also a dish.
        if name == 0 || (host == 0 && (spoken || blank == 1)) {
            out.extend(&text[at..at + sign]);
            at += sign;
            continue;
        }
        out.truncate(before.len() - name);
        out.extend("[이메일]".chars());
        at = if host == 0 { at + sign } else { host_start + host };
    }
    out
}

/// Cuts link codes and keys.
fn without_codes(text: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let starts = is_word(text[at]) && (at == 0 || !is_word(text[at - 1]));
        if starts && let Some(end) = link_code(text, at, ends_with_link_word(&out)) {
            out.push_str("[연결코드]");
            at = end;
        } else if starts && let Some(end) = key(text, at) {
            out.push_str("[긴 값]");
            at = end;
        } else {
            out.push(text[at]);
            at += 1;
        }
    }
    out
}

fn ends_with_link_word(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    LINK_WORDS.iter().any(|word| before.ends_with(word))
}

/// The end of a link code. Without the word before it, it must look like one: capitals and a hyphen between its halves.
fn link_code(text: &[char], start: usize, announced: bool) -> Option<usize> {
    let run = |from: usize| text.get(from..).map_or(0, |rest| rest.iter().take_while(|c| is_word(**c)).count());
    let (first, joined) = (run(start), start + HALF);
    let (letters, end): (Vec<char>, usize) = if first == 2 * HALF {
        (text[start..start + first].to_vec(), start + first)
    } else if first == HALF
        && let Some(mark) = text.get(joined)
        && (matches!(mark, '-' | '‐' | '‑' | '–' | '—' | '−') || (announced && *mark == ' '))
        && run(joined + 1) == HALF
    {
        let end = joined + 1 + HALF;
        ([&text[start..joined], &text[joined + 1..end]].concat(), end)
    } else {
        return None;
    };
    let mixed = letters.iter().any(char::is_ascii_digit) && letters.iter().any(char::is_ascii_alphabetic);
    let typed_as_shown = !letters.iter().any(char::is_ascii_lowercase) && first == HALF;
    (mixed && (announced || typed_as_shown)).then_some(end)
}

fn key(text: &[char], start: usize) -> Option<usize> {
    let run: Vec<char> = text[start..].iter().copied().take_while(|c| is_word(*c) || matches!(c, '-' | '_')).collect();
    let mixed = run.iter().any(char::is_ascii_digit) && run.iter().any(char::is_ascii_alphabetic);
    (mixed && run.len() >= SHORTEST_KEY).then_some(start + run.len())
}
