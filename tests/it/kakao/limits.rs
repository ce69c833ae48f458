//! Every documented figure of the builder's table is the one of `limits.json`, and every figure there is in the table.

use std::collections::BTreeSet;

use haedap::kakao::response::limit;
use serde_json::Value;

use super::checker::Checker;

/// Limits and where they are documented: one pointer, or several where the figure is the same for all.
fn documented() -> Vec<(usize, Vec<&'static str>)> {
    let one = |figure: usize, at: &'static str| (figure, vec![at]);
    let cards = ["textCard", "basicCard", "commerceCard", "listCard", "itemCard"];
    let of_buttons = |at: [&'static str; 5]| {
        assert!(cards.iter().zip(at).all(|(card, at)| at.starts_with(&format!("/{card}/"))));
        at.to_vec()
    };
    vec![
        one(limit::OUTPUTS, "/skillTemplate/outputs/max_items"),
        one(limit::QUICK_REPLIES, "/skillTemplate/quickReplies/max_items"),
        one(limit::BYTES, "/_transport/bubble_max_bytes"),
        one(limit::SIMPLE_TEXT, "/simpleText/text/max_chars"),
        (
            limit::ALT_TEXT,
            vec![
                "/simpleImage/altText/max_chars",
                "/thumbnail/altText/max_chars",
                "/itemCard.thumbnail/altText/max_chars",
            ],
        ),
        one(limit::TEXT_CARD_TITLE, "/textCard/title/max_chars"),
        one(limit::TEXT_CARD, "/textCard/description/max_chars"),
        one(limit::TEXT_CARD_IN_CAROUSEL, "/textCard/description/max_chars_in_carousel"),
        one(limit::BASIC_CARD_TITLE, "/basicCard/title/max_chars"),
        one(limit::BASIC_CARD_DESCRIPTION, "/basicCard/description/max_chars"),
        (
            limit::BASIC_CARD_LINES_IN_CAROUSEL,
            vec!["/basicCard/title/max_lines_in_carousel", "/basicCard/description/max_lines_in_carousel"],
        ),
        one(limit::COMMERCE_CARD_TITLE, "/commerceCard/title/max_chars"),
        one(limit::COMMERCE_CARD_DESCRIPTION, "/commerceCard/description/max_chars"),
        one(1, "/commerceCard/thumbnails/max_items"),
        one(limit::LIST_ITEMS, "/listCard/items/max_items"),
        one(limit::LIST_ITEMS_IN_CAROUSEL, "/listCard/items/max_items_in_carousel"),
        one(limit::ITEMS, "/itemCard/itemList/max_items"),
        one(limit::ITEMS_IN_CAROUSEL, "/itemCard/itemList/max_items_in_carousel"),
        one(limit::ITEM_TITLE, "/itemCard.itemList/title/max_chars"),
        one(limit::ITEM_LINES, "/itemCard.itemList/description/max_lines"),
        one(limit::SUMMARY_TITLE, "/itemCard.itemListSummary/title/max_chars"),
        one(limit::SUMMARY_DESCRIPTION, "/itemCard.itemListSummary/description/max_chars"),
        one(limit::HEAD_LINES, "/itemCard.head/title/max_lines"),
        one(limit::ITEM_PROFILE_TITLE, "/itemCard.profile/title/max_chars"),
        one(limit::IMAGE_TITLE_LINES, "/itemCard.imageTitle/title/max_lines"),
        one(limit::IMAGE_TITLE_DESCRIPTION_LINES, "/itemCard.imageTitle/description/max_lines"),
        one(limit::CAROUSEL_ITEMS, "/carousel/items/max_items"),
        one(limit::CAROUSEL_LISTS, "/carousel/items/max_items_when/type=listCard"),
        one(limit::CAROUSEL_TITLE_LINES, "/carouselHeader/title/max_lines"),
        one(limit::CAROUSEL_DESCRIPTION_LINES, "/carouselHeader/description/max_lines"),
        (
            limit::BUTTONS,
            of_buttons([
                "/textCard/buttons/max_items",
                "/basicCard/buttons/max_items",
                "/commerceCard/buttons/max_items",
                "/listCard/buttons/max_items",
                "/itemCard/buttons/max_items",
            ]),
        ),
        (
            limit::BUTTONS_IN_A_ROW,
            of_buttons([
                "/textCard/buttons/max_items_when/buttonLayout=horizontal",
                "/basicCard/buttons/max_items_when/buttonLayout=horizontal",
                "/commerceCard/buttons/max_items_when/buttonLayout=horizontal",
                "/listCard/buttons/max_items_when/buttonLayout=horizontal",
                "/itemCard/buttons/max_items_when/buttonLayout=horizontal",
            ]),
        ),
        one(limit::BUTTON_LABEL, "/button/label/max_chars"),
        one(limit::BUTTON_LABEL_IN_A_ROW, "/button/label/max_chars_when/two buttons in a row"),
    ]
}

#[test]
fn each_limit_is_the_documented_one() {
    let table = Checker::shared().table();
    for (figure, places) in documented() {
        for place in places {
            assert_eq!(table.pointer(place).and_then(Value::as_u64), Some(figure as u64), "{place}");
        }
    }
    let figures = |rule: &str| Checker::shared().figures(rule);
    assert_eq!(figures("R013"), [limit::ITEM_CARD, limit::ITEM_CARD_IN_CAROUSEL, limit::ITEM_CARD_LINES]);
    assert_eq!(figures("R015"), [limit::TEXT_CARD, limit::TEXT_CARD_IN_CAROUSEL]);
    let legacy = table["_legacy_limits"].as_array().expect("old limits");
    let old = legacy.iter().find(|line| line["item"] == "basicCard.description in carousel").expect("the old limit");
    assert_eq!(old["old"], limit::BASIC_CARD_DESCRIPTION_IN_CAROUSEL.to_string());
}

/// A limit that is added to the documented ones must come into the builder.
#[test]
fn each_documented_limit_is_in_the_table() {
    let checker = Checker::shared();
    let known: BTreeSet<&str> = documented().into_iter().flat_map(|(_, places)| places).collect();
    let mut seen = 0;
    for component in checker.components().filter(|name| !name.starts_with("callback")) {
        for (field, spec) in checker.fields(component) {
            let limits = spec.as_object().expect("a field").iter().filter(|(name, _)| name.starts_with("max_"));
            for (name, figure) in limits.filter(|(_, figure)| figure.is_u64()) {
                let place = format!("/{component}/{field}/{name}");
                assert!(known.contains(&place[..]), "{place} ({figure}) is not in the builder's table");
                seen += 1;
            }
        }
    }
    assert!(seen > 30, "{seen}");
}
