//! The one table of limits. `tests/it/kakao/limits.rs` holds every documented figure to `tests/fixtures/limits.json`,
//! the reading of Kakao's page `answer_json_format`; names are those of its fields.
//!
//! Characters are Unicode scalar values: Kakao counts "Korean text without spaces", where every unit that it could mean
//! is the same, and does not say which it means. Texts are cut by UTF-16 units (`answer/shorten.rs`), of which no text
//! has fewer, so that a limit holds by either count.
//!
//! Figures under "ours" are not Kakao's: where it documents none, something must still end.

/// `skillTemplate.outputs`.
pub const OUTPUTS: usize = 3;
/// `skillTemplate.quickReplies`.
pub const QUICK_REPLIES: usize = 10;
/// Bytes of one bubble (`_transport.bubble_max_bytes`). Kakao computes it in a way of its own; the size of the JSON is
/// the estimate, and ours is stricter: the whole response stays below it too.
pub const BYTES: usize = 30_720;

/// `simpleText.text`; `KakaoTalk` folds it after 500 (`fold_chars`), which is why articles are told in cards.
pub const SIMPLE_TEXT: usize = 1_000;
/// `altText` of every picture.
pub const ALT_TEXT: usize = 50;

/// `textCard.title`.
pub const TEXT_CARD_TITLE: usize = 50;
/// `textCard.title` and `.description` together.
pub const TEXT_CARD: usize = 400;
/// `textCard.description` in a carousel.
pub const TEXT_CARD_IN_CAROUSEL: usize = 128;

/// `basicCard.title`.
pub const BASIC_CARD_TITLE: usize = 50;
/// `basicCard.description`.
pub const BASIC_CARD_DESCRIPTION: usize = 230;
/// `basicCard.description` in a carousel: ours, the limit of older pages (`_legacy_limits`); today's is two lines,
/// whose length depends on the phone.
pub const BASIC_CARD_DESCRIPTION_IN_CAROUSEL: usize = 76;
/// Lines of `basicCard.title` and of `.description` in a carousel.
pub const BASIC_CARD_LINES_IN_CAROUSEL: usize = 2;

/// `commerceCard.title`.
pub const COMMERCE_CARD_TITLE: usize = 30;
/// `commerceCard.description`.
pub const COMMERCE_CARD_DESCRIPTION: usize = 40;

/// `listCard.items` outside a carousel.
pub const LIST_ITEMS: usize = 5;
/// `listCard.items` in a carousel.
pub const LIST_ITEMS_IN_CAROUSEL: usize = 4;
/// `listItem.title`: ours; two lines on a phone.
pub const LIST_TITLE: usize = 60;
/// `listItem.description`: ours; one line.
pub const LIST_DESCRIPTION: usize = 40;

/// `itemCard.itemList` outside a carousel.
pub const ITEMS: usize = 10;
/// `itemCard.itemList` in a carousel.
pub const ITEMS_IN_CAROUSEL: usize = 5;
/// `itemCard.itemList.title`.
pub const ITEM_TITLE: usize = 6;
/// Lines of `itemCard.itemList.description`.
pub const ITEM_LINES: usize = 2;
/// `itemCard.itemList.description`: ours; two lines on a phone, beside the title.
pub const ITEM_DESCRIPTION: usize = 40;
/// `itemCard.itemListSummary.title`.
pub const SUMMARY_TITLE: usize = 6;
/// `itemCard.itemListSummary.description`.
pub const SUMMARY_DESCRIPTION: usize = 14;
/// Lines of `itemCard.head.title`.
pub const HEAD_LINES: usize = 1;
/// `itemCard.profile.title`.
pub const ITEM_PROFILE_TITLE: usize = 15;
/// Lines of `itemCard.imageTitle.title`.
pub const IMAGE_TITLE_LINES: usize = 2;
/// Lines of `itemCard.imageTitle.description`.
pub const IMAGE_TITLE_DESCRIPTION_LINES: usize = 1;
/// A line of which Kakao documents no length (`head`, `imageTitle`, `profile.nickname`): ours.
pub const LINE: usize = 50;
/// `itemCard.title` and `.description` together (rule R013).
pub const ITEM_CARD: usize = 200;
/// The same in a carousel.
pub const ITEM_CARD_IN_CAROUSEL: usize = 100;
/// Lines of `itemCard.title` and `.description` together (rule R013).
pub const ITEM_CARD_LINES: usize = 12;

/// `carousel.items`.
pub const CAROUSEL_ITEMS: usize = 10;
/// `carousel.items` when they are lists.
pub const CAROUSEL_LISTS: usize = 5;
/// Lines of `carouselHeader.title`.
pub const CAROUSEL_TITLE_LINES: usize = 2;
/// Lines of `carouselHeader.description`.
pub const CAROUSEL_DESCRIPTION_LINES: usize = 3;
/// `carouselHeader.description`: ours; three lines on a phone.
pub const CAROUSEL_DESCRIPTION: usize = 75;

/// Buttons below one another.
pub const BUTTONS: usize = 3;
/// Buttons in a row.
pub const BUTTONS_IN_A_ROW: usize = 2;
/// `button.label`.
pub const BUTTON_LABEL: usize = 14;
/// `button.label` of two buttons in a row.
pub const BUTTON_LABEL_IN_A_ROW: usize = 8;
/// `quickReply.label`: ours, what third parties write and what is read at a glance.
pub const QUICK_REPLY_LABEL: usize = 14;
/// `messageText`: ours; longer than a question that is read would be pointless.
pub const MESSAGE: usize = 300;

/// Bytes of an address: ours; no browser of today takes much more.
pub const ADDRESS_BYTES: usize = 2_000;
/// `button.phoneNumber`: ours; the longest number of E.164 has 15 digits, and a few signs.
pub const PHONE_NUMBER: usize = 20;
/// `blockId`: ours; 24 in every sample.
pub const BLOCK_ID: usize = 64;
/// Bytes of an `extra`: ours; it comes back with the tap and should be a key, not a document.
pub const EXTRA_BYTES: usize = 1_024;
/// Bytes of `data`: ours; a third of a bubble.
pub const DATA_BYTES: usize = 10_240;
/// `context.values`: ours.
pub const CONTEXTS: usize = 3;
/// `contextValue.name`: ours, what third parties claim.
pub const CONTEXT_NAME: usize = 50;
/// Bytes of the parameters of one context: ours.
pub const CONTEXT_BYTES: usize = 8_192;
