//! Figures: of which kind a question asks for one ("최대 몇 개까지", "수수료는 몇 퍼센트"), and which kinds an article
//! states ("3개", "10%"). A question for a figure that an article does not state is not answered by it, however alike
//! the rest is.

/// A set of kinds of figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures(u8);

const MONEY: Figures = Figures(1);
const PERCENT: Figures = Figures(1 << 1);
const COUNT: Figures = Figures(1 << 2);
const TIME: Figures = Figures(1 << 3);
const LETTERS: Figures = Figures(1 << 4);
const SIZE: Figures = Figures(1 << 5);

/// What stands behind a figure, longer ones first where one begins like another: 글자 before 글, 개월 before 개.
const UNITS: [(&str, Figures); 42] = [
    ("퍼센트", PERCENT),
    ("프로", PERCENT),
    ("%", PERCENT),
    ("개월", TIME),
    ("영업일", TIME),
    ("일", TIME),
    ("주", TIME),
    ("달", TIME),
    ("년", TIME),
    ("시", TIME),
    ("분", TIME),
    ("초", TIME),
    ("박", TIME),
    ("글자", LETTERS),
    ("자", LETTERS),
    ("픽셀", SIZE),
    ("px", SIZE),
    ("mb", SIZE),
    ("kb", SIZE),
    ("gb", SIZE),
    ("메가", SIZE),
    ("바이트", SIZE),
    ("x", SIZE),
    ("×", SIZE),
    ("cm", SIZE),
    ("원", MONEY),
    ("만", MONEY),
    ("천", MONEY),
    ("억", MONEY),
    ("캐시", MONEY),
    ("개", COUNT),
    ("장", COUNT),
    ("명", COUNT),
    ("번", COUNT),
    ("회", COUNT),
    ("건", COUNT),
    ("대", COUNT),
    ("곳", COUNT),
    ("가지", COUNT),
    ("차례", COUNT),
    ("줄", COUNT),
    ("종", COUNT),
];

/// Numerals as words before a unit that counts things.
const NUMERALS: [&str; 10] = ["한 ", "두 ", "세 ", "네 ", "다섯 ", "하나", "둘", "셋", "여러 ", "제한 없"];
/// What costs nothing has a price, too; and times that are no figures.
const FREE: [&str; 3] = ["무료", "공짜", "비용이 들지"];
const TIMES: [&str; 9] = ["매월", "매주", "매일", "다음 달", "다음 날", "다음날", "즉시", "바로", "익월"];

/// What asks how long something takes; 얼마 alone asks for money.
const HOW_LONG: [&str; 7] = ["며칠", "얼마나 걸", "얼마 걸", "얼마 만에", "얼마나 오래", "얼마 동안", "얼마동안"];
/// What a question for a size or a rate speaks of.
const SIZES: [&str; 5] = ["크기", "사이즈", "규격", "해상도", "용량"];
const RATES: [&str; 3] = ["수수료율", "요율", "비율"];
const ASKS_MEASURE: [&str; 4] = ["몇", "얼마", "어느 정도", "어떻게"];

impl Figures {
    /// The kinds of which a question asks for a figure.
    pub fn asked(question: &str) -> Self {
        let mut asked = Self::default();
        // 몇몇 asks for nothing.
        let question = &question.replace("몇몇", "");
        for (at, word) in question.match_indices('몇') {
            asked.add(unit_at(&question[at + word.len()..]));
        }
        let has = |words: &[&str]| words.iter().any(|word| question.contains(word));
        if has(&HOW_LONG) {
            asked.add(Some(TIME));
        } else if question.contains("얼마") && !has(&RATES) {
            asked.add(Some(MONEY));
        }
        if has(&ASKS_MEASURE) {
            asked.add(has(&SIZES).then_some(SIZE));
            asked.add(has(&RATES).then_some(PERCENT));
        }
        asked
    }

    /// The kinds of which a text states a figure.
    pub fn stated(text: &str) -> Self {
        let mut stated = Self::default();
        let mut rest = text;
        while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
            rest = rest[at..].trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '~'));
            stated.add(unit_at(rest));
        }
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        stated.add(has(&NUMERALS).then_some(COUNT));
        stated.add(has(&FREE).then_some(MONEY));
        stated.add(has(&TIMES).then_some(TIME));
        stated
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all kinds of this set are in the other.
    pub fn are_in(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    fn add(&mut self, kind: Option<Self>) {
        self.0 |= kind.map_or(0, |kind| kind.0);
    }
}

fn unit_at(text: &str) -> Option<Figures> {
    let text = text.trim_start();
    UNITS.iter().find(|(unit, _)| text.starts_with(unit)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_is_asked_for() {
        let check = |question: &str, expect: Figures| assert_eq!(Figures::asked(question), expect, "{question}");
        check("블록은 최대 몇 개까지 만들 수 있나요", COUNT);
        check("문구는 몇 글자까지예요", LETTERS);
        check("판매 수수료율 몇 퍼센트예요", PERCENT);
        check("정산은 며칠마다 돼요", TIME);
        check("심사 얼마나 걸려요", TIME);
        check("최소 얼마부터 충전돼요", MONEY);
        check("로고 크기 몇으로 올려요", SIZE);
        check("환불은 어떻게 해요", Figures::default());
        check("몇몇 분이 물어봐요", Figures::default());
    }

    #[test]
    fn knows_what_is_stated() {
        let stated = |text: &str, kind: Figures| kind.are_in(Figures::stated(text));
        assert!(stated("카드는 3장까지 등록해요.", COUNT) && !stated("카드는 3장까지 등록해요.", MONEY));
        assert!(stated("건당 1,000원이에요.", MONEY) && stated("10만원", MONEY) && stated("누구나 무료예요", MONEY));
        assert!(stated("영업일 기준 2~3일", TIME) && stated("3 영업일", TIME) && stated("매월 10일", TIME));
        assert!(stated("띄어쓰기 포함 12자", LETTERS) && stated("360x360", SIZE) && stated("10%를 더해요", PERCENT));
        assert!(Figures::stated("월렛에서 볼 수 있어요.").is_empty());
    }
}
