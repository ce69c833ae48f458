//! What identifies or opens something and is not told by its digits: e-mail addresses, passwords and the like behind
//! the word for them, link codes, keys, the queries of web addresses.

/// What stands before a link code.
const LINK_WORDS: [&str; 3] = ["연결코드", "연결 코드", "연결"];
/// Letters of each half of a link code.
const HALF: usize = 4;
/// A run of so many Latin letters and figures, both, is a key: an API key, a token, a user key.
const SHORTEST_KEY: usize = 20;
/// What a secret stands behind.
const SECRET_WORDS: [&str; 16] = [
    "비밀번호",
    "비번",
    "패스워드",
    "암호",
    "인증번호",
    "인증 번호",
    "보안코드",
    "보안 코드",
    "유효기간",
    "유효 기간",
    "password",
    "passwd",
    "pw",
    "cvc",
    "cvv",
    "otp",
];
/// What may stand between the two: a particle, and so many signs and blanks.
const PARTICLES: [char; 6] = ['은', '는', '이', '가', '을', '를'];
const SIGNS: usize = 3;
/// Fewer digits are a count: `비밀번호 3회 오류`.
const FEWEST_DIGITS: usize = 3;
/// Behind these, digits are a count or a time, not a secret.
const UNITS: [char; 12] = ['년', '월', '일', '시', '분', '초', '회', '번', '개', '자', '원', '만'];

/// How an at sign is said.
const SPOKEN_AT: &str = "골뱅이";

/// The text with a word in brackets for each of them.
pub(super) fn cut(text: &str) -> String {
    let text: Vec<char> = text.chars().collect();
    let text = without_queries(&text);
    let text = without_addresses(&text);
    let text = without_secrets(&text);
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

/// Cuts what stands behind the word for a secret.
fn without_secrets(text: &[char]) -> Vec<char> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let Some(word) = secret_word(text, at) else {
            out.push(text[at]);
            at += 1;
            continue;
        };
        let mut start = at + word;
        start += usize::from(text.get(start).is_some_and(|c| PARTICLES.contains(c)));
        start += text[start..].iter().take(SIGNS).take_while(|c| !c.is_alphanumeric()).count();
        let run = text[start..].iter().take_while(|c| c.is_ascii_graphic()).count();
        let run = &text[start..start + run];
        let marks = run.iter().rev().take_while(|c| matches!(c, '.' | ',' | '?' | '!' | ')' | ']')).count();
        let end = start + run.len() - marks;
        let digits = text[start..end].iter().filter(|c| c.is_ascii_digit()).count();
        let counts = text.get(end).is_some_and(|c| UNITS.contains(c));
        let is_secret = digits >= FEWEST_DIGITS || (digits > 0 && end - start > FEWEST_DIGITS);
        if is_secret && !counts {
            out.extend(&text[at..start]);
            out.extend("[비밀]".chars());
            at = end;
        } else {
            out.extend(&text[at..at + word]);
            at += word;
        }
    }
    out
}

/// The length of the word for a secret that begins here; a Latin one is no part of another.
fn secret_word(text: &[char], at: usize) -> Option<usize> {
    let lower = |c: &char| c.to_ascii_lowercase();
    let word = SECRET_WORDS.iter().find(|word| {
        let length = word.chars().count();
        let joined = word.is_ascii()
            && (at.checked_sub(1).is_some_and(|before| is_word(text[before]))
                || text.get(at + length).is_some_and(char::is_ascii_alphabetic));
        !joined && text[at..].iter().map(lower).take(length).eq(word.chars())
    })?;
    Some(word.chars().count())
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
