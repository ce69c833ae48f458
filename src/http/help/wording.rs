//! Every sentence and label of the help center's pages: the file for a writer to edit. Articles are not here.
//!
//! 해요체, short, no emoji, no exclamation marks.

/// Name of the help center, in every page's title and head.
pub const SITE: &str = "도움말";
/// First link of every page, for keyboards and screen readers.
pub const SKIP: &str = "본문 바로가기";
/// The search box and its button.
pub const SEARCH_LABEL: &str = "도움말 검색";
pub const SEARCH_HINT: &str = "궁금한 내용을 적어 보세요";
pub const SEARCH_BUTTON: &str = "검색";
/// Opens the way to a person, where one is configured.
pub const CONTACT: &str = "고객센터 문의";

/// The first page.
pub const HOME_TITLE: &str = "무엇을 도와드릴까요?";
pub const TOPICS: &str = "자주 찾는 질문";
pub const SERVICES: &str = "서비스별 도움말";
/// Number of articles of a service.
pub fn articles(count: usize) -> String {
    format!("도움말 {count}개")
}

/// Title of a page of results.
pub fn results_title(query: &str) -> String {
    format!("'{query}' 검색 결과")
}
/// Title where a service's articles are listed without a query.
pub fn browse_title(service: &str) -> String {
    format!("{service} 도움말")
}
/// Title of the search page before anything was searched for.
pub const SEARCH_TITLE: &str = "도움말 검색";
/// Results over all pages.
pub fn total(count: usize) -> String {
    format!("총 {}건", grouped(count))
}
/// The query was read otherwise than typed.
pub fn read_as(meant: &str) -> String {
    format!("'{meant}'(으)로 찾았어요.")
}
/// Takes that back.
pub fn as_typed(typed: &str) -> String {
    format!("'{typed}' 그대로 찾기")
}
/// The query was longer than is read.
pub const QUERY_CUT: &str = "검색어가 길어서 앞부분으로 찾았어요.";

/// Labels of the filters.
pub const FILTERS: &str = "결과 좁히기";
pub const SERVICE: &str = "서비스";
pub const CATEGORY: &str = "분류";
pub const ALL: &str = "전체";
/// Orders of the results.
pub const SORT: &str = "정렬";
pub const BY_RELEVANCE: &str = "정확도순";
pub const BY_DATE: &str = "최신순";
pub const BY_HELPFULNESS: &str = "도움순";
/// Pages of results.
pub const PAGES: &str = "검색 결과 페이지";
pub const PREVIOUS: &str = "이전";
pub const NEXT: &str = "다음";
/// After the number of a page, for screen readers.
pub const PAGE: &str = "쪽";

/// Nothing was found.
pub fn nothing_found(query: &str) -> String {
    format!("'{query}'에 맞는 도움말을 찾지 못했어요.")
}
/// There are results, but none in what they were narrowed to, or on this page.
pub const NOTHING_HERE: &str = "여기에는 결과가 없어요.";
/// What to do then.
pub const TRY_OTHER_WORDS: &str = "단어를 줄이거나 다른 말로 바꿔서 찾아보세요.";
pub const WITHOUT_FILTERS: &str = "전체에서 다시 찾기";
pub const FIRST_PAGE: &str = "첫 쪽으로 가기";
pub const NEAREST: &str = "혹시 이런 내용인가요?";
pub const STILL_STUCK: &str = "찾는 내용이 없다면 고객센터에 물어보세요.";

/// An article's page.
pub const BREADCRUMB: &str = "현재 위치";
pub const LINKS: &str = "바로가기";
pub const RELATED: &str = "함께 보면 좋은 도움말";
pub const OTHER_SERVICES: &str = "같은 질문, 다른 서비스";
/// Said to screen readers of a link that leaves the help center.
pub const EXTERNAL: &str = "(다른 사이트로 이동)";
/// When an article was changed last.
pub fn updated(day: &str) -> String {
    format!("{day}에 고친 글이에요.")
}
/// An article whose facts had to be checked by now.
pub fn review_due(day: &str) -> String {
    format!("{day}까지 확인한 내용이에요. 지금은 달라졌을 수 있어요.")
}

/// The vote below an article.
pub const HELPFUL: &str = "이 도움말이 도움이 됐나요?";
pub const YES: &str = "도움이 됐어요";
pub const NO: &str = "아니에요";
pub const THANKS: &str = "의견을 남겨 주셔서 고마워요.";

/// There is no such article or page.
pub const MISSING_TITLE: &str = "글을 찾지 못했어요";
pub const MISSING: &str = "주소가 바뀌었거나 없어진 글이에요. 검색해서 다시 찾아보세요.";
/// The server cannot answer now.
pub const TROUBLE_TITLE: &str = "지금은 보여 드리지 못해요";
pub const TROUBLE: &str = "잠시 후 다시 열어 주세요.";
/// The client asks too often.
pub const TOO_MANY_TITLE: &str = "잠시 쉬었다 다시 열어 주세요";
pub const TOO_MANY: &str = "짧은 시간에 너무 많이 요청하셨어요.";

/// A day as people write it.
pub fn day(day: time::Date) -> String {
    format!("{}년 {}월 {}일", day.year(), u8::from(day.month()), day.day())
}

/// A number with commas between thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
    String::from_utf8_lossy(&groups.join(&b',')).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_thousands() {
        let check = |number: usize, expect: &str| assert_eq!(grouped(number), expect);
        check(0, "0");
        check(999, "999");
        check(1_000, "1,000");
        check(1_234_567, "1,234,567");
    }
}
