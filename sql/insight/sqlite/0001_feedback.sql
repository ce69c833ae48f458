-- What customers found helpful and what they missed, for SQLite. haedap applies this file itself, once;
-- ../postgres/ holds the same for PostgreSQL.
--
-- * `person` is a Kakao user of one bot: the keyed hash that haedap_links has, too; NULL where Kakao named none, on
--   pages, and when the days that questions are kept for are over.
-- * `question` is what was typed, without what identifies somebody (src/insight/scrub/); NULL or gone as `person`.
-- * `channel` is kakao, page or api; `bot` the name of the bot, NULL elsewhere.
-- * `band` is how the question was decided: answer, choose or fallback; `probability` what the article was given then,
--   0 to 1. Both NULL where the question is not known.
-- * Moments are seconds since 1970-01-01 00:00 UTC.

-- Whether an article helped: one row for each tap, one at most for each person and article.
create table haedap_insight_feedback (
    id integer primary key autoincrement,
    at bigint not null,
    channel text not null,
    bot text,
    person text,
    article text not null,    -- its key
    helpful bigint not null,  -- 1 or 0
    band text,
    probability double precision,
    question text
);
create index haedap_insight_feedback_by_article on haedap_insight_feedback (article, helpful);
create index haedap_insight_feedback_by_person on haedap_insight_feedback (person, article) where person is not null;
-- What is left to drop when its days are over.
create index haedap_insight_feedback_kept on haedap_insight_feedback (at) where person is not null or question is not null;

-- Questions that got no answer. Those whose answer did not help are in the table above.
create table haedap_insight_missed (
    id integer primary key autoincrement,
    at bigint not null,
    channel text not null,
    bot text,
    person text,
    nearest text,  -- key of the best hit; NULL when nothing was found
    band text not null,
    probability double precision,
    question text not null
);
create index haedap_insight_missed_by_time on haedap_insight_missed (at);
create index haedap_insight_missed_by_person on haedap_insight_missed (person) where person is not null;
