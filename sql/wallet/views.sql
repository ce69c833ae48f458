-- The views that haedap reads, and demonstration tables behind them. The same text runs on SQLite and PostgreSQL.
--
-- For your own database: make views of these names and columns over your own tables, and let haedap's database user
-- read these views and nothing else. haedap only selects.
--
-- * Ids are text. Money is whole won as bigint: cast numeric columns, haedap reads no fractions.
-- * Days are text like '2026-11-22', in Korean time. Yes and no are 1 and 0.
-- * A word of a list (state, kind, ...) that haedap does not know is shown as unknown; it is no error.
-- * NULL says that there is none. A view that you leave out says that you cannot tell; haedap then gives the general
--   answer. A view without a row for a wallet says "none" for lists and "cannot tell" for single values.
-- * Give cards and accounts with as few digits as stands here. haedap drops the rest when it reads them, but what
--   never leaves your database cannot be lost on the way.

-- Who there is. A member without wallets has a row here, too.
create table demo_members (
    member_id text primary key,  -- what a link leads to: 1 to 64 letters, digits and . _ - : @
    description text not null    -- for people who try the demonstration; not read
);
create view haedap_members as select member_id from demo_members;

create table demo_wallets (
    wallet_id text primary key,  -- as on a tax invoice
    service text not null,       -- slug of corpus/services.toml: chatbot, channel, brand-emoticon, ...
    name text not null,          -- what the customer calls it
    wallet_type text not null,   -- business, individual, overseas
    billing text not null,       -- prepaid, postpaid
    as_of text                   -- moment of the data like '2026-11-22T10:32:00+09:00'; NULL when it is live
);
create view haedap_wallets as select wallet_id, service, name, wallet_type, billing, as_of from demo_wallets;

-- Who is what on which wallet: one row for each member and wallet. Without a row there is no access at all.
create table demo_roles (
    member_id text not null,
    wallet_id text not null,
    my_role text not null,       -- wallet_master, wallet_member, wallet_worker, bot_worker, bot_master,
                                 -- channel_master, channel_manager, ad_account_master, ad_account_member
    primary key (member_id, wallet_id)
);
create view haedap_roles as select member_id, wallet_id, my_role from demo_roles;

-- From here on one view for each kind of state; in brackets the name of the slot.

-- What can be spent, and how far it is below nothing (balance).
create table demo_balances (
    wallet_id text not null,
    paid bigint not null,     -- 유상캐시 that is left, won
    free bigint not null,     -- 무상캐시 that was started and is left, won
    negative bigint not null  -- how far the balance is below nothing, won; 0 when it is not
);
create view haedap_balances as select wallet_id, paid, free, negative from demo_balances;

-- 무상캐시, one row for each grant (freecash).
create table demo_freecash (
    wallet_id text not null,
    name text not null,       -- what it was given for
    amount bigint not null,   -- won
    state text not null,      -- unused, in_use, used_up, expired
    expires_on text not null  -- day, it is gone on it
);
create view haedap_freecash as select wallet_id, name, amount, state, expires_on from demo_freecash;

-- Cards for auto-payment, at most three (cards).
create table demo_cards (
    wallet_id text not null,
    "order" smallint not null,     -- 1 is the payment card, 2 and 3 the reserves
    kind text not null,            -- credit, kakaopay, corporate, check, hybrid
    owner_member_id text not null, -- who registered it
    card text not null,            -- company and last four digits, 신한카드 1234
    last_result text not null,     -- untried, paid, failed
    failure text,                  -- limit_exceeded, card_expired, dormant, stopped, bank_maintenance; NULL when it did not fail
    last_tried_on text             -- day
);
create view haedap_cards as select wallet_id, "order", kind, owner_member_id, card, last_result, failure, last_tried_on from demo_cards;

-- 일 지출한도, which binds auto-payment alone (daily_limit).
create table demo_daily_limits (
    wallet_id text not null,
    "limit" bigint,              -- won a day; NULL when none is set
    spent_today bigint not null  -- what auto-payment took today in Korea, won
);
create view haedap_daily_limits as select wallet_id, "limit", spent_today from demo_daily_limits;

-- What auto-payment will take and what it could not take (unpaid_amount).
create table demo_unpaid_amounts (
    wallet_id text not null,
    accrued bigint not null, -- 결제 예정액, won
    failed bigint not null,  -- 미수, won
    last_failure text,       -- as cards.failure; NULL when no payment failed
    last_failed_on text,     -- day
    charge_threshold bigint  -- sum at which auto-payment charges, won; NULL where there is none
);
create view haedap_unpaid_amounts as select wallet_id, accrued, failed, last_failure, last_failed_on, charge_threshold from demo_unpaid_amounts;

-- The bot and its channel (connection_state).
create table demo_connections (
    wallet_id text not null,
    state text not null, -- connected, waiting, disconnected
    reason text,         -- unpaid, by_member, sanction
    since text,          -- day
    bot text,            -- name of the bot
    channel text         -- name of the channel
);
create view haedap_connections as select wallet_id, state, reason, since, bot, channel from demo_connections;

-- Accounts for one bank transfer each (virtual_account).
create table demo_virtual_accounts (
    wallet_id text not null,
    account text not null,      -- bank and last three digits, 국민은행 ***123
    amount bigint not null,     -- what has to be paid in, won
    payee text not null,        -- whose name the account carries
    issued_on text not null,    -- day
    deposited_on text,          -- day; NULL as long as nothing was paid in
    deposited_amount bigint,    -- won
    depositor text,             -- who paid; masked on entry
    deposited_payee text,       -- payee that the transfer named, where the bank says it
    credited smallint not null  -- 1 when the deposit became cash, else 0
);
create view haedap_virtual_accounts as select wallet_id, account, amount, payee, issued_on, deposited_on, deposited_amount, depositor, deposited_payee, credited from demo_virtual_accounts;

-- Payments that were made, the newest 50 are enough (receipts).
create table demo_receipts (
    wallet_id text not null,
    paid_on text not null,  -- day
    amount bigint not null, -- won
    method text not null,   -- card, bank_transfer, kakaopay, auto_payment
    pg text,                -- inicis, danal, danal_pay, toss_payments; NULL where none was between
    payer text,             -- masked on entry
    email text,             -- address typed at payment; masked on entry
    card text               -- company and last four digits
);
create view haedap_receipts as select wallet_id, paid_on, amount, method, pg, payer, email, card from demo_receipts;

-- Refunds that were asked for (refund_status).
create table demo_refunds (
    wallet_id text not null,
    kind text not null,         -- partial, full
    method text not null,       -- card, transfer
    state text not null,        -- waiting, approved, done, failed
    amount bigint not null,     -- won
    requested_on text not null, -- day
    approved_on text,           -- day
    done_on text,               -- day
    failure text,               -- balance_below_zero, holder_mismatch, bad_account, wrong_request
    balance_at_approval bigint  -- won, may be below 0
);
create view haedap_refunds as select wallet_id, kind, method, state, amount, requested_on, approved_on, done_on, failure, balance_at_approval from demo_refunds;

-- Where refunds by transfer go (refund_account). A row with NULL in account says that none is registered.
create table demo_refund_accounts (
    wallet_id text not null,
    account text, -- bank and last three digits
    holder text,  -- masked on entry
    problem text  -- why the bank refused it
);
create view haedap_refund_accounts as select wallet_id, account, holder, problem from demo_refund_accounts;

-- Tax invoices by month, the newest 12 are enough (tax_invoices).
create table demo_tax_invoices (
    wallet_id text not null,
    month text not null,    -- 2026-10: the month in which the amount was spent
    state text not null,    -- not_yet, issued, failed
    amount bigint not null, -- won
    failure text,           -- closed_business, bad_number
    issued_on text          -- day
);
create view haedap_tax_invoices as select wallet_id, month, state, amount, failure, issued_on from demo_tax_invoices;

-- Where tax invoices go (invoice_email). A row with NULL in email says that none is set.
create table demo_invoice_emails (
    wallet_id text not null,
    email text,      -- masked on entry
    changed_on text  -- day of the last change
);
create view haedap_invoice_emails as select wallet_id, email, changed_on from demo_invoice_emails;

-- 영업권 (agency_right).
create table demo_agency_rights (
    wallet_id text not null,
    state text not null,                -- absent, requested, granted
    agency text,                        -- name of the agency
    refuses_requests smallint not null  -- 1 when 영업권 요청 거부 is ticked, else 0
);
create view haedap_agency_rights as select wallet_id, state, agency, refuses_requests from demo_agency_rights;

-- Campaigns of 브랜드 이모티콘 (campaign).
create table demo_campaigns (
    wallet_id text not null,
    name text not null,      -- its name
    kind text not null,      -- friend_add, coupon
    starts_on text not null, -- day
    budget bigint not null,  -- won
    spent bigint not null,   -- won
    state text not null      -- scheduled, running, off, cancelled, auto_cancelled, auto_ended
);
create view haedap_campaigns as select wallet_id, name, kind, starts_on, budget, spent, state from demo_campaigns;

-- Review of the creative (소재) of each campaign (creative_review_state).
create table demo_creative_reviews (
    wallet_id text not null,
    campaign text not null, -- name of the campaign
    state text not null,    -- missing, in_review, approved, rejected
    reason text,            -- what the reviewer wrote
    decided_on text         -- day
);
create view haedap_creative_reviews as select wallet_id, campaign, state, reason, decided_on from demo_creative_reviews;

-- Whether the wallet works (wallet_state).
create table demo_wallet_states (
    wallet_id text not null,
    state text not null, -- active, off, suspended
    reason text,         -- what is said about a sanction
    since text           -- day
);
create view haedap_wallet_states as select wallet_id, state, reason, since from demo_wallet_states;
