//! Endings of the same meaning: tables of what may stand for what at the end of an utterance.
//!
//! Only the ending changes; a negation before it stays (`안 돼요`, `안 되나요`, `안 됩니다`). What is no question stays none:
//! `돼요` may be either, so only a question mark or a question word makes a question of it.

use super::{final_consonant, split_marks};

/// Forms of one thing to ask.
struct Question {
    /// What stands before the ending.
    follows: fn(&str) -> bool,
    /// Forms that can only be questions.
    asks: &'static [&'static str],
    /// Forms that are questions by their tone or a question mark.
    plain: &'static [&'static str],
    /// What `궁금합니다` and `알려주세요` follow.
    wish: &'static str,
}

/// Forms of one thing to say.
struct Statement {
    follows: fn(&str) -> bool,
    forms: &'static [&'static str],
}

/// A form that begins with this consonant has it as the final one of the syllable before.
const BIEUP: char = 'ㅂ';
const NIEUN_FINAL: u32 = 4;
const RIEUL_FINAL: u32 = 8;
const BIEUP_FINAL: u32 = 17;
const SSANGSIOT_FINAL: u32 = 20;

/// The longest form that fits decides, and of equal ones the first: exceptions stand before rules.
const QUESTIONS: &[Question] = &[
    Question {
        follows: anything,
        asks: &["가능한가요", "가능합니까", "가능할까요"],
        plain: &["가능해요", "가능해"],
        wish: "가능한지",
    },
    Question {
        follows: anything,
        asks: &["필요한가요", "필요합니까", "필요할까요"],
        plain: &["필요해요", "필요해"],
        wish: "필요한지",
    },
    Question {
        follows: anything,
        asks: &["뭔가요", "무엇인가요", "무엇입니까"],
        plain: &["뭐예요", "뭐야", "뭐죠"],
        wish: "뭔지",
    },
    Question {
        follows: adnominal,
        asks: &["건가요", "겁니까", "걸까요"],
        plain: &["거예요", "거야", "거죠"],
        wish: "건지",
    },
    Question {
        follows: anything, asks: &["되나요", "됩니까", "될까요"], plain: &["돼요", "돼"], wish: "되는지"
    },
    Question {
        follows: anything,
        asks: &["있나요", "있습니까", "있을까요"],
        plain: &["있어요", "있어"],
        wish: "있는지",
    },
    Question {
        follows: anything,
        asks: &["없나요", "없습니까", "없을까요"],
        plain: &["없어요", "없어"],
        wish: "없는지",
    },
    Question { follows: doing, asks: &["하나요", "합니까"], plain: &["해요", "해"], wish: "하는지" },
    // Nouns: 얼마예요, 영수증인가요.
    Question {
        follows: open, asks: &["인가요", "입니까", "일까요"], plain: &["예요", "야"], wish: "인지"
    },
    Question {
        follows: closed, asks: &["인가요", "입니까", "일까요"], plain: &["이에요", "이야"], wish: "인지"
    },
    // Verbs: 오나요, 받나요.
    Question { follows: open_verb, asks: &["나요", "ㅂ니까"], plain: &["니"], wish: "는지" },
    Question { follows: closed_verb, asks: &["나요", "습니까"], plain: &["니"], wish: "는지" },
    // Adjectives and the like: 큰가요, 됐는가요; 갈까요, 좋을까요.
    Question { follows: nieun, asks: &["가요"], plain: &[], wish: "지" },
    Question { follows: rieul, asks: &["까요", "까"], plain: &[], wish: "지" },
    Question { follows: anything, asks: &[], plain: &["죠", "지요"], wish: "" },
];

/// Wishes, whatever they are about.
const TOLD: &[Statement] = &[
    Statement { follows: anything, forms: &["싶어요", "싶습니다", "싶어", "싶은데요"] },
    Statement { follows: anything, forms: &["주세요", "주십시오", "줘요", "줘"] },
    Statement {
        follows: anything, forms: &["부탁드려요", "부탁드립니다", "부탁해요", "부탁합니다"]
    },
    Statement {
        follows: anything, forms: &["문의드려요", "문의드립니다", "문의해요", "문의합니다"]
    },
    Statement { follows: anything, forms: &["궁금해요", "궁금합니다", "궁금해"] },
];

/// What is no question if it has no sign of one; without a negation it might have lost its mark.
const DENIED: &[Statement] = &[
    Statement { follows: negated, forms: &["돼요", "됩니다", "돼"] },
    Statement { follows: negated, forms: &["해요", "합니다", "해"] },
    Statement { follows: anything, forms: &["없어요", "없습니다", "없어"] },
    Statement { follows: negated_past, forms: &["어요", "습니다", "어"] },
];

/// Endings that a wish is told by.
const WISHES: [&str; 2] = [" 궁금합니다", " 알려주세요"];
/// What makes a question of a bare noun.
const REQUESTS: [&str; 2] = [" 알려주세요", " 문의드립니다"];
/// Nouns that a question ends in, whatever its kind.
const ASKED: [&str; 8] = ["방법", "는 법", "는법", "이유", "기간", "조건", "절차", "위치"];

/// Words that make a question without a question mark.
const QUESTION_WORDS: [&str; 16] = [
    "왜",
    "어디",
    "언제",
    "어떻게",
    "어케",
    "어떡",
    "뭐",
    "뭘",
    "뭔",
    "무엇",
    "무슨",
    "어느",
    "얼마",
    "몇",
    "누가",
    "누구",
];

/// The utterance with every other ending of the same meaning. `is_keyword` is what was typed into a search box.
pub(super) fn swapped(utterance: &str, is_keyword: bool) -> Vec<String> {
    let (words, marks) = split_marks(utterance);
    let last_sentence = words.rsplit(['.', '?', '!', '\n']).next().unwrap_or(words);
    let asks = marks.contains('?') || QUESTION_WORDS.iter().any(|word| last_sentence.contains(word));
    let quiet = marks.replace('?', "");
    let mut found = Vec::new();
    let question = longest(words, QUESTIONS, |q| (q.follows, q.asks, if asks { q.plain } else { &[] }));
    let said = |rows| longest(words, rows, |s: &Statement| (s.follows, s.forms, &[]));
    let statement = said(TOLD).or_else(|| said(DENIED).filter(|_| !asks));
    if let Some((stem, question)) = question {
        found.extend(question.asks.iter().filter_map(|form| Some(join(stem, form)? + marks)));
        // Without a question mark it might be a statement.
        let tone = if asks { marks.to_owned() } else { format!("?{quiet}") };
        found.extend(question.plain.iter().filter_map(|form| Some(join(stem, form)? + &tone)));
        if !question.wish.is_empty() {
            found.extend(WISHES.iter().map(|wish| format!("{stem}{}{wish}{quiet}", question.wish)));
        }
    } else if let Some((stem, statement)) = statement {
        found.extend(statement.forms.iter().filter_map(|form| Some(join(stem, form)? + marks)));
    } else if let Some(familiar) = without_yo(words) {
        found.push(format!("{familiar}{marks}"));
    } else if is_noun_phrase(words, is_keyword) {
        found.extend(REQUESTS.iter().map(|request| format!("{words}{request}{quiet}")));
    }
    found
}

type Forms = (fn(&str) -> bool, &'static [&'static str], &'static [&'static str]);

/// The row with the longest form that the words end in, and what stands before it.
fn longest<'a, T>(words: &'a str, rows: &'static [T], forms: impl Fn(&T) -> Forms) -> Option<(&'a str, &'static T)> {
    let mut best: Option<(&str, &T)> = None;
    for row in rows {
        let (follows, some, others) = forms(row);
        for form in some.iter().chain(others) {
            let Some(stem) = split(words, form).filter(|stem| follows(stem)) else { continue };
            if best.is_none_or(|(known, _)| stem.len() < known.len()) {
                best = Some((stem, row));
            }
        }
    }
    best
}

/// What stands before a form. One that is joined by a final consonant is made, not looked for.
fn split<'a>(words: &'a str, form: &str) -> Option<&'a str> {
    words.strip_suffix(form).filter(|_| !form.starts_with(BIEUP))
}

/// A stem with a form.
fn join(stem: &str, form: &str) -> Option<String> {
    let Some(rest) = form.strip_prefix(BIEUP) else { return Some(format!("{stem}{form}")) };
    let last = stem.chars().next_back().filter(|c| final_consonant(*c) == Some(0))?;
    let closed = char::from_u32(u32::from(last) + BIEUP_FINAL)?;
    Some(format!("{}{closed}{rest}", stem.strip_suffix(last)?))
}

/// `나와요` as one says it to a friend: `나와`. Only after vowels that the polite ending follows; `주세요` is an order.
fn without_yo(words: &str) -> Option<&str> {
    let familiar = words.strip_suffix('요')?;
    let last = familiar.chars().next_back()?;
    let vowel = (u32::from(last).checked_sub(u32::from('가'))? / 28) % 21;
    // ㅏ ㅐ ㅓ ㅕ ㅘ ㅙ ㅝ, and ㅔ of 네요 and 데요.
    let fits = matches!(vowel, 0 | 1 | 4 | 6 | 9 | 10 | 14) || matches!(last, '네' | '데');
    (fits && final_consonant(last) == Some(0)).then_some(familiar)
}

/// Last syllables that may end a sentence: such words are no nouns, or it is not sure that they are.
const VERBAL: &str = "요여욤죠다까해돼데어아야니냐나지줘써와봐임됨함음줌감옴냄없있중좀때서게고면";

fn is_noun_phrase(words: &str, is_keyword: bool) -> bool {
    let last = words.chars().next_back();
    let nominal = last.is_some_and(|c| final_consonant(c).is_some() && !VERBAL.contains(c));
    nominal && (is_keyword || ASKED.iter().any(|noun| words.ends_with(noun)))
}

fn last(stem: &str) -> Option<u32> {
    final_consonant(stem.chars().next_back()?)
}

fn anything(_: &str) -> bool {
    true
}

/// `거` is the thing that something before it describes: `되는 거`, `할거`; not the end of `증거`.
fn adnominal(stem: &str) -> bool {
    stem.ends_with(' ') || matches!(last(stem), Some(NIEUN_FINAL | RIEUL_FINAL))
}

/// Adjectives in 하다, which ask by 한가요; and what is no verb at all (`위해`, `이해`).
const NOT_DOING: [&str; 18] = [
    "불편", "이상", "동일", "비슷", "중요", "복잡", "간단", "안전", "답답", "곤란", "유효", "급", "확실", "적당", "위",
    "관", "이", "대",
];

fn doing(stem: &str) -> bool {
    !NOT_DOING.iter().any(|word| stem.ends_with(word)) && !stem.is_empty()
}

/// A noun that ends in a vowel. After `이` it is as often a misspelt `이에요`.
fn open(stem: &str) -> bool {
    last(stem) == Some(0) && !stem.ends_with('이')
}

fn closed(stem: &str) -> bool {
    last(stem).is_some_and(|f| f > 0)
}

/// Adjectives that are often asked for by 나요, though not by 는지.
const ADJECTIVES: [&str; 7] = ["다르", "비싸", "빠르", "느리", "크", "하", "좋"];

fn open_verb(stem: &str) -> bool {
    last(stem) == Some(0) && !ADJECTIVES.iter().any(|word| stem.ends_with(word))
}

fn closed_verb(stem: &str) -> bool {
    closed(stem) && !ADJECTIVES.iter().any(|word| stem.ends_with(word))
}

/// Not `안 가요`, nor a noun before `가요`.
fn nieun(stem: &str) -> bool {
    stem.ends_with(['한', '는', '은', '된', '운', '던', '런', '른', '큰', '인'])
}

fn rieul(stem: &str) -> bool {
    last(stem) == Some(RIEUL_FINAL)
}

fn negated(stem: &str) -> bool {
    ["안", "못"].iter().any(|word| stem.trim_end().ends_with(word))
}

/// `안 왔`, `못 받았`: the last word or the one before denies, and the past is told.
fn negated_past(stem: &str) -> bool {
    let mut words = stem.split(' ').rev().take(2);
    last(stem) == Some(SSANGSIOT_FINAL)
        && words.any(|word| matches!(word, "안" | "못") || word.starts_with("안됐") || word.starts_with("못했"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(utterance: &str, expect: &[&str]) {
        let found: Vec<String> = swapped(utterance, false).into_iter().filter(|text| text != utterance).collect();
        assert_eq!(found, expect, "{utterance}");
    }

    #[test]
    fn questions_are_asked_in_other_ways() {
        check(
            "환불 되나요?",
            &[
                "환불 됩니까?",
                "환불 될까요?",
                "환불 돼요?",
                "환불 돼?",
                "환불 되는지 궁금합니다",
                "환불 되는지 알려주세요",
            ],
        );
        check(
            "변경 가능해?",
            &[
                "변경 가능한가요?",
                "변경 가능합니까?",
                "변경 가능할까요?",
                "변경 가능해요?",
                "변경 가능한지 궁금합니다",
                "변경 가능한지 알려주세요",
            ],
        );
        check("언제 오나요", &["언제 옵니까", "언제 오니", "언제 오는지 궁금합니다", "언제 오는지 알려주세요"]);
        check("메일 받나요?", &["메일 받습니까?", "메일 받니?", "메일 받는지 궁금합니다", "메일 받는지 알려주세요"]);
        check(
            "기준이 얼마예요?",
            &[
                "기준이 얼마인가요?",
                "기준이 얼마입니까?",
                "기준이 얼마일까요?",
                "기준이 얼마야?",
                "기준이 얼마인지 궁금합니다",
                "기준이 얼마인지 알려주세요",
            ],
        );
        check("얼마나 큰가요?", &["얼마나 큰지 궁금합니다", "얼마나 큰지 알려주세요"]);
        check("언제 올까요?", &["언제 올까?", "언제 올지 궁금합니다", "언제 올지 알려주세요"]);
    }

    #[test]
    fn a_plain_form_gets_the_mark_that_makes_it_a_question() {
        let found = swapped("카드가 있나요", false);
        assert!(
            found.contains(&"카드가 있어요?".to_owned()) && found.contains(&"카드가 있습니까".to_owned()),
            "{found:?}"
        );
        // With a question word it needs none.
        assert!(swapped("어디에 있나요", false).contains(&"어디에 있어".to_owned()));
    }

    #[test]
    fn a_negation_stays() {
        check("결제가 안 돼요", &["결제가 안 됩니다", "결제가 안 돼"]);
        check("카드가 없어요ㅠㅠ", &["카드가 없습니다ㅠㅠ", "카드가 없어ㅠㅠ"]);
        check("메일이 안 왔어요", &["메일이 안 왔습니다", "메일이 안 왔어"]);
        for text in swapped("왜 결제가 안 돼요?", false) {
            assert!(text.starts_with("왜 결제가 안 "), "{text}");
        }
    }

    #[test]
    fn what_may_be_either_stays_either() {
        check("이것도 돼요", &["이것도 돼"]);
        check("화면이 나와요", &["화면이 나와"]);
        check("카드가 등록됐어요", &["카드가 등록됐어"]);
        // Neither an order nor a noun has another form.
        check("오세요", &[]);
        check("서류 필요", &[]);
        check(
            "증거예요?",
            &["증거인가요?", "증거입니까?", "증거일까요?", "증거야?", "증거인지 궁금합니다", "증거인지 알려주세요"],
        );
    }

    #[test]
    fn wishes_are_told_in_other_ways() {
        check("환불하고 싶어요", &["환불하고 싶습니다", "환불하고 싶어", "환불하고 싶은데요"]);
        check("지워 주세요!", &["지워 주십시오!", "지워 줘요!", "지워 줘!"]);
    }

    #[test]
    fn nouns_become_requests() {
        check("환불 방법", &["환불 방법 알려주세요", "환불 방법 문의드립니다"]);
        check("환불 방법?", &["환불 방법 알려주세요", "환불 방법 문의드립니다"]);
        assert_eq!(swapped("영수증", true), ["영수증 알려주세요", "영수증 문의드립니다"]);
        assert_eq!(swapped("영수증", false), [""; 0]);
        assert_eq!(swapped("결제 안 됨", true), [""; 0]);
    }

    #[test]
    fn any_text_goes_through() {
        for text in ["", "?", "요", "나요", "ㅠㅠ", "API", "가요?", "까요", "🙏🙏", "거예요?", "니까"]
        {
            swapped(text, true);
        }
    }
}
