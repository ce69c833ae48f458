//! The builder by itself: whatever is put in, what comes out is what Kakao delivers.

use std::collections::BTreeMap;

use haedap::answer::shorten::{divide, length, shorten};
use haedap::kakao::response::{
    BasicCard, BlockId, Button, Carousel, CarouselHeader, CommerceCard, ContextValue, Data, ImageTitle, Item, ItemCard,
    ItemThumbnail, Link, ListCard, ListItem, Output, PhoneNumber, Price, Profile, Promise, QuickReply, Ratio,
    SimpleImage, SimpleText, SkillResponse, Summary, TextCard, Thumbnail, WebAddress, WebhookValues,
};
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation as _;

use super::checker::{Call, Checker};
use super::generate::{Dice, dice};

fn address(dice: &mut Dice) -> WebAddress {
    let long = if dice.once_in(3) { "a".repeat(1_900) } else { String::new() };
    let text = dice.text(2);
    let plain = || WebAddress::parse("https://example.com").expect("an address");
    WebAddress::parse(&format!("https://example.com/{long}{text}")).unwrap_or_else(plain)
}

fn link(dice: &mut Dice) -> Link {
    if dice.once_in(2) { Link::everywhere(address(dice)) } else { Link::by_device(address(dice), address(dice)) }
}

fn ratio(dice: &mut Dice) -> Ratio {
    dice.pick(&[Ratio::Wide, Ratio::Square])
}

fn block(dice: &mut Dice) -> BlockId {
    let id = dice.pick(&["66a0f1c2d3e4b5a697887766", "no block", ""]);
    BlockId::parse(id).unwrap_or_else(|| BlockId::parse("1").expect("an id"))
}

fn button(dice: &mut Dice) -> Option<Button> {
    let label = dice.text(4);
    Some(match dice.below(7) {
        0 => Button::web(&label, address(dice).as_str())?,
        1 => Button::web(&label, &dice.text(4))?,
        2 => Button::message(&label, &dice.text(9), dice.extra()),
        3 => Button::phone(&label, PhoneNumber::parse(dice.pick(&["1544-1234", "없음"]))?),
        4 => Button::block(&label, block(dice), &dice.text(4), dice.extra()),
        5 => Button::share(&label),
        _ => Button::operator(&label),
    })
}

/// Up to five buttons, in a row before or after they are added, or below one another.
macro_rules! buttons {
    ($dice:expr, $card:expr) => {{
        let (early, late) = ($dice.once_in(4), $dice.once_in(4));
        let mut card = $card;
        if early {
            card = card.with_buttons_in_a_row();
        }
        for button in $dice.many(5, button) {
            card = card.with_button(button);
        }
        if late { card.with_buttons_in_a_row() } else { card }
    }};
}

fn thumbnail(dice: &mut Dice) -> Thumbnail {
    let picture = Thumbnail::new(address(dice), &dice.text(6), ratio(dice));
    if dice.once_in(2) { picture.with_link(link(dice)) } else { picture }
}

fn profile(dice: &mut Dice) -> Profile {
    let image = dice.maybe(address);
    Profile::new(&dice.text(4), image)
}

fn text_card(dice: &mut Dice) -> TextCard {
    buttons!(dice, TextCard::new(&dice.text(8), &dice.text(30)))
}

fn basic_card(dice: &mut Dice) -> BasicCard {
    let card = BasicCard::new(thumbnail(dice), &dice.text(8), &dice.text(20));
    let card = if dice.once_in(3) { card.with_profile(profile(dice)) } else { card };
    buttons!(dice, card)
}

fn commerce_card(dice: &mut Dice) -> CommerceCard {
    let price = match dice.below(3) {
        0 => Price::full(10_000),
        1 => Price::less(10_000, dice.below(20_000) as u64),
        _ => Price::reduced(10_000, dice.below(20_000) as u64, dice.maybe(|dice| dice.below(256) as u8)),
    };
    let card = CommerceCard::new(thumbnail(dice), &dice.text(6), &dice.text(6), price);
    let card = if dice.once_in(3) { card.with_profile(profile(dice)) } else { card };
    buttons!(dice, card)
}

fn list_card(dice: &mut Dice) -> Option<ListCard> {
    let item = |dice: &mut Dice| {
        let (title, description) = (dice.text(6), dice.text(6));
        let item = match dice.below(3) {
            0 => ListItem::new(&title, &description, dice.extra()),
            1 => ListItem::block(&title, &description, block(dice), dice.extra()).with_link(link(dice)),
            _ => ListItem::page(&title, &description, link(dice)),
        };
        if dice.once_in(3) { item.with_picture(address(dice)) } else { item }
    };
    let card = ListCard::new(&dice.text(5), dice.many(8, item))?;
    Some(buttons!(dice, card))
}

fn item_card(dice: &mut Dice) -> Option<ItemCard> {
    let card = ItemCard::new(dice.many(13, |dice| Item::new(&dice.text(3), &dice.text(6))))?;
    let card = match dice.below(3) {
        0 => card,
        1 => card.with_head(&dice.text(5)),
        _ => card.with_profile(&dice.text(5), Some(address(dice))),
    };
    let card = if dice.once_in(2) {
        let picture = ItemThumbnail::new(address(dice), &dice.text(6), ratio(dice));
        card.with_thumbnail(if dice.once_in(2) { picture.with_link(link(dice)) } else { picture })
    } else {
        card
    };
    let card = if dice.once_in(2) {
        let image = dice.maybe(address);
        card.with_image_title(ImageTitle::new(&dice.text(5), &dice.text(5), image))
    } else {
        card
    };
    let card = if dice.once_in(2) { card.aligned_right() } else { card };
    let amount = dice.pick(&["350,000원", "₩ 1.50", "-3원", "약 100원", "99,999,999,999,999원", ""]);
    let card = card.with_summary(Summary::new(&dice.text(3), amount));
    let card = card.with_text(&dice.text(8), &dice.text(16));
    Some(buttons!(dice, card))
}

fn header(dice: &mut Dice) -> Option<CarouselHeader> {
    dice.maybe(|dice| CarouselHeader::new(&dice.text(5), &dice.text(9), address(dice)))
}

fn carousel(dice: &mut Dice) -> Option<Carousel> {
    match dice.below(5) {
        0 => Carousel::of_texts(dice.many(12, text_card)),
        1 => Carousel::of_pictures(header(dice), dice.many(12, basic_card)),
        2 => Carousel::of_products(header(dice), dice.many(12, commerce_card)),
        3 => Carousel::of_lists(dice.many(7, list_card).into_iter().flatten()),
        _ => Carousel::of_items(header(dice), dice.many(12, item_card).into_iter().flatten()),
    }
}

fn output(dice: &mut Dice) -> Output {
    let made = match dice.below(8) {
        0 => None,
        1 => Some(SimpleImage::new(address(dice), &dice.text(9)).into()),
        2 => Some(text_card(dice).into()),
        3 => Some(basic_card(dice).into()),
        4 => Some(commerce_card(dice).into()),
        5 => list_card(dice).map(Output::from),
        6 => item_card(dice).map(Output::from),
        _ => carousel(dice).map(Output::from),
    };
    made.unwrap_or_else(|| SimpleText::new(&dice.text(40)).into())
}

fn reply(dice: &mut Dice) -> QuickReply {
    let (label, message) = (dice.text(4), dice.text(6));
    let reply = if dice.once_in(2) {
        QuickReply::message(&label, &message)
    } else {
        QuickReply::block(&label, block(dice), &message)
    };
    reply.with_extra(dice.extra())
}

fn context(dice: &mut Dice) -> Option<ContextValue> {
    let params: BTreeMap<String, String> = dice.many(3, |dice| (dice.text(1), dice.text(5))).into_iter().collect();
    let ttl = dice.maybe(|dice| dice.below(900) as u32);
    ContextValue::new(&dice.text(3), dice.below(256) as u8, ttl, params)
}

/// A response with everything in it that the numbers say.
fn response(dice: &mut Dice) -> SkillResponse {
    let mut response = SkillResponse::new(output(dice));
    for output in dice.many(4, output) {
        response = response.and(output);
    }
    response = response.with_replies(dice.many(7, reply)).with_replies(dice.many(7, reply));
    for context in dice.many(5, context).into_iter().flatten() {
        response = response.with_context(context);
    }
    match dice.maybe(Dice::extra).and_then(Data::new) {
        Some(data) => response.with_data(data),
        None => response,
    }
}

/// Builds a response and holds it against the limits.
pub(super) fn build_and_check(dice: &mut Dice) {
    let checker = Checker::shared();
    let built = response(dice);
    let sent: Value = serde_json::from_slice(&built.to_json()).expect("JSON");
    assert_eq!(checker.check(&sent), [""; 0], "{}", sent.to_string().chars().take(3_000).collect::<String>());
    assert_eq!(sent["template"]["outputs"].as_array().map_or(0, Vec::len), built.outputs().len());
}

proptest! {
    #![proptest_config(Config { cases: 2_000, failure_persistence: None, ..Config::default() })]

    #[test]
    fn whatever_is_built_is_delivered(mut dice in dice()) {
        build_and_check(&mut dice);
    }

    #[test]
    fn texts_are_cut_between_letters(mut dice in dice(), limit in 0_usize..90) {
        let text = dice.text(60);
        let (kept, whole) = shorten(&text, limit);
        prop_assert!(length(&kept) <= limit && kept.chars().count() <= limit, "{kept:?}");
        prop_assert_eq!(whole, length(&text) <= limit);
        let boundary = |at: usize| at == text.len() || text.grapheme_indices(true).any(|(start, _)| start == at);
        if whole {
            prop_assert_eq!(&kept, &text);
        } else {
            let kept = if text.starts_with(&kept) { &kept[..] } else { kept.strip_suffix('…').expect("an ellipsis") };
            prop_assert!(text.starts_with(kept), "{kept:?}");
            // Spaces at the end are taken off after the cut.
            let after = text.len() - text[kept.len()..].trim_start().len();
            prop_assert!((kept.len()..=after).any(boundary), "{kept:?}");
        }
        let (first, rest) = divide(&text, limit);
        prop_assert!(length(first) <= limit);
        let between = &text[first.len()..text.len() - rest.len()];
        prop_assert!(text.starts_with(first) && text.ends_with(rest) && between.trim().is_empty());
    }
}

#[test]
fn a_text_that_is_cut_says_so() {
    let long = "환불은 영업일 기준으로 걸려요. ".repeat(60);
    let outputs: [(Output, bool); 8] = [
        (SimpleText::new("환불").into(), true),
        (SimpleText::new(&long).into(), false),
        (TextCard::new("환불", "환불").into(), true),
        (TextCard::new("환불", &long).into(), false),
        (TextCard::new(&long, "").into(), false),
        (ItemCard::new([Item::new("잔액", "0원")]).expect("a card").with_text("환불", &long).into(), false),
        (ItemCard::new([Item::new("일곱글자이름", &long)]).expect("a card").into(), false),
        (
            ListCard::new("환불", [ListItem::new(&long, "", json!({}).as_object().cloned().expect("a map"))])
                .expect("a list")
                .into(),
            false,
        ),
    ];
    for (output, whole) in outputs {
        assert_eq!(output.is_whole(), whole, "{output:?}");
    }
}

#[test]
fn a_carousel_that_is_too_large_keeps_its_first_cards() {
    let address = |name: &str| {
        WebAddress::parse(&format!("https://example.com/{name}{}", "a".repeat(1_900))).expect("an address")
    };
    let card = |at: usize| {
        let picture = Thumbnail::new(address("p"), "", Ratio::Wide).with_link(Link::everywhere(address("l")));
        BasicCard::new(picture, &format!("카드 {at}"), "설명이에요.")
            .with_button(Button::web("보기", address("b").as_str()))
    };
    let carousel = Carousel::of_pictures(None, (0..10).map(card)).expect("cards");
    let sent: Value = serde_json::from_slice(&SkillResponse::new(carousel).to_json()).expect("JSON");
    assert_eq!(Checker::shared().check(&sent), [""; 0]);
    let cards = sent["template"]["outputs"][0]["carousel"]["items"].as_array().expect("cards");
    // About 5,900 bytes a card: five of them fit.
    let titles: Vec<&str> = cards.iter().filter_map(|card| card["title"].as_str()).collect();
    assert_eq!(titles, ["카드 0", "카드 1", "카드 2", "카드 3", "카드 4"]);
    assert!(cards.iter().all(|card| card["buttons"][0]["webLinkUrl"].is_string()), "no card lost its button");
}

/// What can never be left out fits: the first bubble's text and pictures, the last reply, contexts and data.
#[test]
fn the_largest_of_everything_is_delivered() {
    let long = "가".repeat(2_000);
    let address = || WebAddress::parse(&format!("https://example.com/{}", "a".repeat(1_980))).expect("an address");
    let map = |bytes: usize| json!({"fill": "1".repeat(bytes)}).as_object().cloned().expect("a map");
    let card = ItemCard::new((0..10).map(|_| Item::new(&long, &long))).expect("a card");
    let picture = ItemThumbnail::new(address(), &long, Ratio::Wide).with_link(Link::by_device(address(), address()));
    let card = card.with_thumbnail(picture).with_profile(&long, Some(address()));
    let card = card.with_image_title(ImageTitle::new(&long, &long, Some(address()))).with_text(&long, &long);
    let card = (0..3).fold(card, |card, _| card.with_button(Button::web(&long, address().as_str())));
    let replies = (0..10).map(|_| QuickReply::message(&long, &long).with_extra(map(1_000)));
    let mut response = SkillResponse::new(card.clone()).and(card.clone()).and(card).with_replies(replies);
    for name in ["하나", "둘", "셋"] {
        let params = BTreeMap::from([("값".to_owned(), "1".repeat(2_000))]);
        response = response.with_context(ContextValue::new(name, 1, Some(60), params).expect("a context"));
    }
    let response = response.with_data(Data::new(map(10_000)).expect("data"));
    let sent: Value = serde_json::from_slice(&response.to_json()).expect("JSON");
    assert_eq!(Checker::shared().check(&sent), [""; 0]);
    assert_eq!(sent["context"]["values"].as_array().map(Vec::len), Some(3));
    assert_eq!(sent["template"]["quickReplies"].as_array().map(Vec::len), Some(1));
    assert!(sent["data"]["fill"].is_string() && sent["template"]["outputs"][0]["itemCard"]["title"].is_string());
}

#[test]
fn what_is_left_out_comes_from_the_bottom() {
    let extra = |mark: usize| json!({"mark": mark, "fill": "1".repeat(990)}).as_object().cloned().expect("a map");
    let message = "물어볼 말이에요 ".repeat(40);
    let replies = (0..10).map(|at| QuickReply::message("처음", &message).with_extra(extra(at)));
    let long = "가".repeat(1_000);
    let list = ListCard::new("목록", (0..5).map(|at| ListItem::new(&message, &long, extra(at)))).expect("a list");
    let response = SkillResponse::text(&long).and(list.clone()).and(list).with_replies(replies);
    let sent: Value = serde_json::from_slice(&response.to_json()).expect("JSON");
    assert_eq!(Checker::shared().check(&sent), [""; 0]);
    assert_eq!(sent["template"]["outputs"].as_array().map_or(0, Vec::len), 3);
    let marks: Vec<u64> = sent["template"]["quickReplies"]
        .as_array()
        .expect("replies")
        .iter()
        .filter_map(|reply| reply["extra"]["mark"].as_u64())
        .collect();
    assert!(marks.len() < 10 && marks.last() == Some(&9), "the last stays: {marks:?}");
    assert!(marks.is_sorted(), "{marks:?}");
}

/// Neither has bubbles; each is right for one kind of call alone.
#[test]
fn promises_and_values_are_delivered_where_they_belong() {
    let data =
        || Data::new(json!({"name": "가온", "none": null}).as_object().cloned().expect("a map")).expect("small data");
    let context =
        || ContextValue::new("기억", 2, None, BTreeMap::from([("쪽".to_owned(), "1".to_owned())])).expect("a context");
    let callback = WebAddress::parse("https://bot-api.kakao.com/v1/bots/1/callback/2").expect("an address");
    let promise = Promise::new(&callback, Some(data())).with_context(context()).to_json();
    let promise: Value = serde_json::from_slice(&promise).expect("JSON");
    let values = WebhookValues::new(data()).with_context(context()).to_json();
    let values: Value = serde_json::from_slice(&values).expect("JSON");
    let checker = Checker::shared();
    assert_eq!(checker.check_call(&promise, Call { has_callback: true, ..Call::default() }), [""; 0]);
    assert_eq!(checker.check_call(&values, Call { takes_values: true, ..Call::default() }), [""; 0]);
    assert!(
        checker.check(&promise).iter().all(|found| found.starts_with("R027")) && !checker.check(&promise).is_empty()
    );
    assert!(checker.check(&values).iter().all(|found| found.starts_with("required /template")));
    assert_eq!(values["data"], json!({"name": "가온"}));
    assert_eq!(promise["context"]["values"][0], json!({"name": "기억", "lifeSpan": 2, "params": {"쪽": "1"}}));
}
