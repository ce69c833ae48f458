-- The tables of links between Kakao users and members, for PostgreSQL. haedap applies this file itself, once;
-- ../sqlite/ holds the same for SQLite.
--
-- * `person` is a Kakao user of one bot: HMAC-SHA256 of bot and user key with the link secret, as 64 hexadecimal
--   figures. The user key itself is nowhere.
-- * `member` is the member's id as the company's server gave it, save in the audit, which holds a hash of it.
-- * Moments are seconds since 1970-01-01 00:00 UTC.

-- Who is linked with whom: one member at most for each person.
create table haedap_links (
    person text primary key,
    member text not null,
    linked_at bigint not null
);
create index haedap_links_by_member on haedap_links (member);

-- Codes that were issued and not used: one at most for each member, so a new one ends the one before.
-- A used code is gone, an expired one soon after.
create table haedap_link_codes (
    member text primary key,
    code text not null unique,   -- HMAC-SHA256 of the code
    expires_at bigint not null   -- from this moment on it is expired
);

-- Wrong tries. A row goes when the person gives a right code, and some time after the last try.
create table haedap_link_attempts (
    person text primary key,
    wrong bigint not null,        -- wrong tries in a row; 0 when the last one locked
    last_at bigint not null,      -- the last wrong try
    locked_until bigint not null  -- from this moment on open again; 0 when it never was locked
);

-- What happened to links. Lines are added and never changed or removed; the triggers see to it.
create table haedap_link_audit (
    id bigint generated always as identity primary key,
    at bigint not null,
    event text not null,  -- issued, linked, already_linked, refused, wrong_code, locked, tried_while_locked,
                          -- unlinked, unlinked_by_company, forgotten; docs/wallet.md says what they mean
    person text,          -- as above; NULL when no Kakao user was involved
    member text           -- HMAC-SHA256 of the member's id; NULL when none was involved
);
create function haedap_link_audit_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'the audit of links is append-only';
end;
$$;
create trigger haedap_link_audit_keeps_lines before update or delete or truncate on haedap_link_audit
    for each statement execute function haedap_link_audit_refuse();

-- Tells a wrong link secret at once: with another one, no person would be found again.
create table haedap_link_secret (
    id bigint primary key check (id = 1),
    proof text not null  -- HMAC-SHA256 of a fixed text
);
